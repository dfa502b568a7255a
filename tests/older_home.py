"""A home as an earlier version left it: made from the migrations up to one, with rows in it."""

from importlib.resources import files
from pathlib import Path

import duckdb

_ROWS = """
INSERT INTO runs VALUES
    (1, 'strait-talks-1', 'strait-talks', 'v1', '2025-11-22 10:00:00', '2025-11-22 10:01:00',
     1, 0, 0, 1, 1, 1, 0);
INSERT INTO feeds VALUES
    ('strait-talks', 'norland-gazette', 'norland-gazette', 'Gazette',
     'https://gazette.example/feed', 'en', '', '', '', '2025-11-22', '2025-11-22', '2025-11-22',
     0, '', 1);
INSERT INTO articles VALUES
    ('article-1', 'norland-gazette', 'https://gazette.example/a', '2025-11-22 09:00:00',
     '2025-11-22 10:00:00', 1);
INSERT INTO article_revisions VALUES
    ('revision-1', 'article-1', 1, 'norland-gazette', 'entry-1', 'norland-gazette',
     'https://gazette.example/a', 'Tolls', '', '', '', 'en',
     'Ana Brod said: "No tolls."', 5, '2025-11-22 09:00:00', 'minute', '', NULL,
     '2025-11-22 10:00:00', 'hash', 'document', 'trafilatura', [], 1);
INSERT INTO analyses VALUES ('revision-1', 'strait-talks', 'v1', 'rules-1', 1);
INSERT INTO statements VALUES
    ('statement-1', 'strait-talks', 'direct', 'No tolls.', 'state', 'asserted', NULL, '',
     '2025-11-22 09:00:00', '2025-11-22 10:00:00', false, NULL, '', 'rules-1', 'active', true, 1);
INSERT INTO statement_appearances VALUES
    ('appearance-1', 'statement-1', 'revision-1', 'article-1', 'strait-talks',
     'norland-gazette', 'https://gazette.example/a', 'No tolls.', 'Ana Brod said: "No tolls."',
     'direct', [{'start': 0, 'end': 8}], [{'start': 9, 'end': 13}], [{'start': 16, 'end': 25}],
     'Ana Brod', 'said', 'say', 'quoted', 'subject', true, 100, '', '2025-11-22 09:00:00',
     '2025-11-22 10:00:00', 1);
INSERT INTO actors VALUES
    ('strait-talks', 'ana-brod', 'person', 'Ana Brod', '', '', '', 'v1', 1);
INSERT INTO terms VALUES ('strait-talks', 'tolls', 'Tolls', '', '', '', '', 'v1', 1);
INSERT INTO statement_actors VALUES
    ('statement-1', 'ana-brod', 'speaker', 'Ana Brod', '', 'Minister', 'label', 1);
INSERT INTO statement_terms VALUES ('statement-1', 'tolls', 1);
INSERT INTO fetches VALUES
    ('fetch-1', 'strait-talks', 'norland-gazette', '', 'https://gazette.example/feed',
     'https://gazette.example/feed', 200, 'read', '', '', '', '', '', 900, 'feed-hash', 0.1,
     '2025-11-22 10:00:00', 1),
    ('fetch-2', 'strait-talks', 'norland-gazette', 'entry-1', 'https://gazette.example/a',
     'https://gazette.example/a', 200, 'read', '', '', '', '', '', 900, 'page-hash', 0.1,
     '2025-11-22 10:00:01', 1);
INSERT INTO entries VALUES
    ('entry-1', 'strait-talks', 'norland-gazette', 'a', 'https://gazette.example/a', 'Tolls',
     'No tolls', '', '', '2025-11-22 09:00:00', 'minute', 'hash', 'fetched', 0, '', false,
     '2025-11-22 10:00:00', '2025-11-22 10:00:00', 1);
"""


def make_older_warehouse(path: Path, last: str = "0005") -> None:
    """Make a warehouse of the version whose last migration begins so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = files("warehouse").joinpath("migrations")
    scripts = sorted(item.name for item in folder.iterdir() if item.name[:4] <= last)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_migrations (name VARCHAR NOT NULL)")
        for name in scripts:
            connection.execute(folder.joinpath(name).read_text("utf-8"))
            connection.execute(
                "INSERT INTO schema_migrations VALUES (?)", [name.removesuffix(".sql")]
            )
        connection.execute(_ROWS)
