"""Rows and stories of invented people, with defaults for what a test does not care about."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb

from seeds.load import load_story
from seeds.story import Route, Story
from transforms.feed_records import Entry, FeedState, Fetch, PageVisit
from transforms.identifiers import digest_id
from transforms.merging.merge import merge
from transforms.merging.sought import sought_of
from transforms.merging.speakers import members_by_group
from transforms.records import Analysis, Appearance, Attribution, Document, Mention, Revision
from transforms.spans import Span
from transforms.statement_records import Event, RunFacts
from warehouse.database import open_private
from warehouse.landing import Landed, land
from warehouse.staged_tables import STAGED
from warehouse.staging import stage
from warehouse.statement_state import known_wordings

AT = datetime(2025, 11, 22, 10, 0, tzinfo=UTC)
"""When everything happens, unless a test says otherwise."""

Record = TypeVar("Record")

STRAIT_TALKS = Path(__file__).with_name("seeds") / "strait-talks"


def strait_talks(*routes: Route) -> Story:
    """The small story of the tests, with these routes."""
    return replace(load_story(STRAIT_TALKS), routes=routes)


def blank(record: type[Record], **values: object) -> Record:
    """A record whose fields are empty but for ``values``."""
    empty = {
        "str": "", "int": 0, "float": 0.0, "bool": False, "bytes": b"", "datetime": AT,
        "Spans": (), "Span": Span(0, 0),
    }  # fmt: skip
    for field in fields(cast(Any, record)):
        name = field.type.__name__ if isinstance(field.type, type) else str(field.type)
        default = None if "None" in name else empty.get(name, ())
        values.setdefault(field.name, default)
    return cast(Record, cast(Any, record)(**values))


def a_document(name: str, body: bytes = b"", **values: object) -> Document:
    url = f"https://gazette.example/{name}"
    return blank(
        Document, document_id=digest_id(name), story_id="strait-talks", entry_id=name,
        feed_id="norland-gazette", outlet="norland-gazette", url=url, final_url=url, body=body,
        **values,
    )  # fmt: skip


def a_revision(text: str, article: str = "article-1", **values: object) -> Revision:
    settings: dict[str, object] = {
        "revision_id": digest_id(article, text),
        "article_id": article,
        "story_id": "strait-talks",
        "feed_id": "norland-gazette",
        "entry_id": f"entry of {article}",
        "outlet": "norland-gazette",
        "url": f"https://gazette.example/{article}",
        "canonical_url": f"https://gazette.example/{article}",
        "language": "en",
        "text": text,
        "published_at": AT,
    }
    return blank(Revision, **(settings | values))


def a_mention(
    revision: Revision, words: str, target: str = "ana-brod", **values: object
) -> Mention:
    start = revision.text.index(words)
    settings: dict[str, object] = {
        "mention_id": digest_id(revision.revision_id, revision.story_id, target, str(start)),
        "revision_id": revision.revision_id,
        "story_id": revision.story_id,
        "kind": "actor",
        "target_id": target,
        "exact": words,
        "start": start,
        "end": start + len(words),
        "confidence": 1.0,
    }
    return blank(Mention, **(settings | values))


def speaking(actor_id: str, role: str = "speaker", name: str = "") -> Attribution:
    return blank(Attribution, actor_id=actor_id, role=role, name=name or actor_id, method="label")


def an_appearance(
    words: str, revision: Revision | None = None, *speakers: str, **values: object
) -> Appearance:
    """Words as they stand in a revision; by default Ana Brod speaks them, in direct speech."""
    revision = revision or a_revision(words)
    start = max(revision.text.find(words), 0)
    role = "signatory" if len(speakers) > 1 else "speaker"
    settings: dict[str, object] = {
        "appearance_id": digest_id(revision.revision_id, revision.story_id, words),
        "revision_id": revision.revision_id,
        "article_id": revision.article_id,
        "story_id": revision.story_id,
        "outlet": revision.outlet,
        "url": revision.url,
        "words": words,
        "speech_type": "direct",
        "act": "state",
        "modality": "asserted",
        "content": (Span(start, start + len(words)),),
        "attributions": tuple(speaking(actor, role) for actor in speakers or ("ana-brod",)),
        "is_joint": len(speakers) > 1,
        "published_at": revision.published_at,
        "fetched_at": revision.fetched_at,
    }
    return blank(Appearance, **(settings | values))


def an_analysis(revision: Revision, story_version: str = "v1") -> Analysis:
    return Analysis(revision.revision_id, revision.story_id, story_version, "rules-1")


def an_entry(key: str, **values: object) -> Entry:
    settings: dict[str, object] = {
        "entry_id": digest_id("strait-talks", "norland-gazette", key),
        "story_id": "strait-talks",
        "feed_id": "norland-gazette",
        "entry_key": key,
        "url": f"https://gazette.example/{key}",
        "page_state": "pending",
        "seen_at": AT,
    }
    return blank(Entry, **(settings | values))


def a_fetch(url: str, **values: object) -> Fetch:
    settings: dict[str, object] = {
        "fetch_id": digest_id(url),
        "story_id": "strait-talks",
        "url": url,
    }
    return blank(Fetch, **(settings | {"outcome": "read"} | values))


def a_visit(**values: object) -> PageVisit:
    settings: dict[str, object] = {
        "story_id": "strait-talks", "page_id": "article-1", "article_id": "article-1",
        "url": "https://gazette.example/article-1", "visits": 1,
    }  # fmt: skip
    return blank(PageVisit, **(settings | values))


def a_feed_state(**values: object) -> FeedState:
    url = "https://gazette.example/feed"
    settings: dict[str, object] = {
        "story_id": "strait-talks", "feed_id": "norland-gazette", "url": url, "listed_url": url
    }  # fmt: skip
    return blank(FeedState, **(settings | values))


def run_facts(run_id: str, story: Story) -> RunFacts:
    return RunFacts(run_id, story.story_id, story.version_hash, AT, AT, 1, 0, 0, 1)


def land_rows(
    database: Path,
    run_id: str,
    story: Story | None = None,
    appearances: Sequence[Appearance] = (),
    **tables: Sequence[object],
) -> Landed:
    """Land rows as one run does: staged as Parquet, statements merged with the known ones."""
    with open_private(database) as connection:
        return land_in(connection, database.parent / run_id, run_id, story, appearances, **tables)


def land_in(
    connection: duckdb.DuckDBPyConnection,
    staging: Path,
    run_id: str,
    story: Story | None = None,
    appearances: Sequence[Appearance] = (),
    **tables: Sequence[object],
) -> Landed:
    story = story or strait_talks()
    staging.mkdir(exist_ok=True)
    known = known_wordings(
        connection, story.story_id, sought_of(appearances),
        [analysis.revision_id for analysis in cast(Any, tables.get("analyses", ()))],
    )  # fmt: skip
    merged = merge(appearances, known, members=members_by_group(story))
    tables |= {
        "appearances": appearances, "new_statements": merged.new, "wordings": merged.wordings,
        "statement_appearances": merged.links, "absorbed": merged.absorbed,
    }  # fmt: skip
    alerts = cast(Sequence[Event], tables.pop("outbox", ()))
    for name, rows in tables.items():
        stage(staging, name, STAGED[name], rows)
    return land(connection, story, run_facts(run_id, story), staging, decide=lambda _: alerts)
