"""The staged rows of one made run: 100 new articles with 1,000 mentions and 400 appearances."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.made.stored_year import STORY
from transforms.feed_records import Entry
from transforms.identifiers import digest_id
from transforms.merging.merge import merge
from transforms.merging.sought import sought_of
from transforms.records import Analysis, Appearance, Attribution, Mention, Revision
from transforms.spans import Span
from transforms.statement_records import NewStatement, StatementAppearance, StatementWording
from warehouse.staging import stage
from warehouse.statement_state import known_wordings

ARTICLES, MENTIONS_EACH, STATEMENTS_EACH = 100, 10, 4
_SENTENCE = "the harbour lamps were lit before noon and nobody in the long hall said why"
_WORDS = _SENTENCE.split()


def stage_run(
    connection: duckdb.DuckDBPyConnection, folder: Path, run: str, day: int, known: str = ""
) -> None:
    """Stage what one run of that day of 2025 brings, merged with what is stored.

    A quarter of its articles report again what those of the stored run ``known`` did.
    """
    folder.mkdir()
    at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day)
    revisions = [_revision(run, number, at) for number in range(ARTICLES)]
    appearances = [
        _appearance(
            revision, number, digest_id(known, str(place + 1)) if known and place % 4 == 0 else ""
        )
        for place, revision in enumerate(revisions)
        for number in range(STATEMENTS_EACH)
    ]
    stored = known_wordings(connection, STORY, sought_of(appearances))
    merged = merge(appearances, stored, members={})
    stage(folder, "entries", Entry, [_entry(revision) for revision in revisions])
    stage(folder, "revisions", Revision, revisions)
    stage(
        folder,
        "analyses",
        Analysis,
        [Analysis(found.revision_id, STORY, "v1", "rules-1") for found in revisions],
    )
    stage(
        folder,
        "mentions",
        Mention,
        [_mention(found, number) for found in revisions for number in range(MENTIONS_EACH)],
    )
    stage(folder, "appearances", Appearance, appearances)
    stage(folder, "new_statements", NewStatement, merged.new)
    stage(folder, "statement_appearances", StatementAppearance, merged.links)
    stage(folder, "wordings", StatementWording, merged.wordings)  # fmt: skip


def blank(record: type, **values: object) -> Any:  # noqa: ANN401
    """Return a record whose fields are empty but for ``values``."""
    empty: dict[str, object] = {"str": "", "int": 0, "float": 0.0, "bool": False, "Spans": ()}
    for field in fields(record):
        name = field.type.__name__ if isinstance(field.type, type) else str(field.type)
        values.setdefault(field.name, None if "None" in name else empty.get(name, ()))
    return record(**values)


def _revision(run: str, number: int, at: datetime) -> Any:  # noqa: ANN401
    text = " ".join(_WORDS * 34)
    key = digest_id(run, str(number))
    return blank(
        Revision, revision_id=digest_id("r", key), article_id=key, story_id=STORY, entry_id=key,
        outlet=f"outlet-{number % 40}", url=f"https://outlet.example/{key}", title="Lamps",
        canonical_url=f"https://outlet.example/{key}", text=text, published_at=at,
        published_precision="minute", fetched_at=at,
    )  # fmt: skip


def _entry(revision: Revision) -> Any:  # noqa: ANN401
    return blank(
        Entry, entry_id=revision.entry_id, story_id=STORY, feed_id=revision.outlet,
        url=revision.url, page_state="fetched", seen_at=revision.fetched_at,
    )  # fmt: skip


def _mention(revision: Revision, number: int) -> Any:  # noqa: ANN401
    return blank(
        Mention, mention_id=digest_id("m", revision.revision_id, str(number)),
        revision_id=revision.revision_id, story_id=STORY, kind="actor",
        target_id=f"actor-{number}", exact="lamps", start=number * 5, end=number * 5 + 5,
        confidence=1.0,
    )  # fmt: skip


def _appearance(revision: Revision, number: int, said_in: str) -> Any:  # noqa: ANN401
    about = said_in or revision.article_id
    words = f"{' '.join(_WORDS[number:])} {about} {' '.join(_WORDS[: number + 3])}"
    speaker = f"actor-{int(about[:4], 16) % 60}"
    part = Attribution(speaker, "speaker", "An Actor", "", "President of Actoria", "label")
    return blank(
        Appearance, appearance_id=digest_id("p", revision.revision_id, str(number)),
        revision_id=revision.revision_id, article_id=revision.article_id, story_id=STORY,
        outlet=revision.outlet, url=revision.url, words=words, sentence=words,
        speech_type="direct", content=(Span(number, number + 90),), act="state",
        modality="asserted", attributions=(part,), term_ids=(f"term-{number}",),
        published_at=revision.published_at, fetched_at=revision.fetched_at,
    )  # fmt: skip
