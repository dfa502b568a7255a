import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.util import assert_that, equal_to
from making import AT, a_document, strait_talks

from transforms.articles.records import NormalisedArticle
from transforms.extraction import Extraction
from transforms.pipeline import Monitor, Reanalyse
from transforms.records import Appearance, Document, Revision
from transforms.resolve import Resolver, article_date
from transforms.revisions import revision_of
from transforms.spans import Span

EMBEDDED = (
    "--runner=apache_beam.runners.portability.fn_api_runner.FnApiRunner",
    "--direct_running_mode=in_memory",
    "--direct_num_workers=1",
)
Check = Callable[[list[Any]], None]
STORY = strait_talks()
QUOTE = re.compile(r"“([^”]+)”(?: said ([\w ]+)\.)?")


class BadPageError(Exception):
    kind = "bad-page"


def normalise(documents: Sequence[Document]) -> list[NormalisedArticle | Exception]:
    """Takes the body for the text; a body can ask to fail, alone or with its whole batch."""
    if any(b"break the batch" in document.body for document in documents):
        raise ValueError("a batch is broken")
    return [article(document) for document in documents]


def article(document: Document) -> NormalisedArticle | Exception:
    text = document.body.decode()
    if text == "bad page":
        return BadPageError("no text in it")
    return NormalisedArticle(
        canonical_url="", title="", byline="", agency="", section="",
        language=document.feed_language, text=text, published_at=AT, published_precision="day",
        published_raw="", modified_at=None, modified_precision="", modified_raw="",
        extraction="trafilatura", flags=(),
    )  # fmt: skip


class Quotations:
    """An extractor of the simplest kind: “...” said somebody."""

    def extract(self, texts: Iterable[str]) -> Iterator[list[Extraction]]:
        for text in texts:
            if "poison" in text:
                raise RuntimeError("the model choked")
            yield [self._found(match) for match in QUOTE.finditer(text)]

    def _found(self, match: re.Match[str]) -> Extraction:
        source = (Span(*match.span(2)),) if match[2] else ()
        return Extraction(
            speech_type="direct", source=source, cue=(), content=(Span(*match.span(1)),),
            antecedent=(), cue_lemma="say", act="state", modality="asserted", rule="quotation",
            speaker_rule="after",
        )  # fmt: skip


def run(
    documents: Sequence[Document], analysed: frozenset[str] = frozenset(), **checks: Check
) -> None:
    """Run the pipeline and check the rows of each table that is named."""
    with beam.Pipeline(options=PipelineOptions(list(EMBEDDED))) as pipeline:
        monitor = Monitor(STORY, normalise, Quotations, "rules-1", analysed)
        rows = pipeline | beam.Create(documents) | "Monitor" >> monitor
        for name, check in checks.items():
            assert_that(rows[name], check, label=f"check {name}")


def news(name: str, text: str, **values: object) -> Document:
    return replace(a_document(name, text.encode(), feed_language="en"), **values)


GOOD = news("good", "Tolls. “We will pay,” said Ana Brod.")


def holds(fields: str, *expected: tuple[object, ...]) -> Check:
    """Checks that the rows, seen by these fields, are the expected ones in any order."""

    def check(rows: list[Any]) -> None:
        equal_to(list(expected))([tuple(getattr(row, f) for f in fields.split()) for row in rows])

    return check


def revision_id(document: Document) -> str:
    return revision_of(document, normalise([document])[0]).revision_id  # type: ignore[arg-type]


def test_documents_become_revisions_mentions_and_statements_with_their_speakers() -> None:
    copy = news("mirror", GOOD.body.decode(), final_url=GOOD.final_url, entry_id="z")
    foreign = news("fremd", "Tolls. “Wir zahlen,” said Ana Brod.", feed_language="de")
    beside = news("beside", "A recipe: “Stir well,” said the cook.")

    def speakers(rows: list[Any]) -> None:
        (row,) = rows
        assert (row.words, row.attributions[0].actor_id) == ("We will pay", "ana-brod")
        assert (row.extractor_version, row.term_ids) == ("rules-1", ("tolls",))

    run(
        [GOOD, copy, foreign, beside],
        revisions=holds("entry_id language", ("good", "en"), ("fremd", "de"), ("beside", "en")),
        mentions=holds(
            "target_id exact", ("tolls", "Tolls"), ("ana-brod", "Ana Brod"),
            ("tolls", "Tolls"), ("ana-brod", "Ana Brod"),
        ),
        appearances=speakers,
        analyses=holds("revision_id", *((revision_id(d),) for d in (GOOD, foreign, beside))),
        quarantine=holds("stage"),
    )  # fmt: skip


def test_a_poisonous_document_is_quarantined_at_its_stage_and_its_neighbours_pass() -> None:
    good = [replace(GOOD, url=f"u{n}", final_url=f"https://x.example/{n}") for n in range(5)]
    bad_page = news("bad", "bad page")
    broken = news("broken", "break the batch")
    poison = news("poison", "Tolls are poison. “We will pay,” said Ana Brod.")

    def set_aside(rows: list[Any]) -> None:
        by_kind = {row.error_kind: row for row in rows}
        assert set(by_kind) == {"bad-page", "ValueError", "RuntimeError"}
        page, batch, model = (by_kind[kind] for kind in ("bad-page", "ValueError", "RuntimeError"))
        assert (page.stage, page.reason) == ("Normalise", "no text in it")
        assert page.input == f"{bad_page.url} (document {bad_page.document_id})"
        assert (batch.stage, batch.reason) == ("Normalise", "a batch is broken")
        assert (model.stage, model.reason) == ("Statements", "the model choked")
        assert model.input == f"{poison.url} (revision {revision_id(poison)})"
        assert "in extract" in model.traceback
        assert len({row.quarantine_id for row in rows}) == 3

    run(
        [*good[:2], bad_page, broken, poison, *good[2:]],
        appearances=holds("words", *[("We will pay",)] * 5),
        quarantine=set_aside,
    )


def test_every_stage_sets_aside_what_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unnamed(Exception):
        pass

    def unreadable(revision: Revision) -> date:
        if "untaggable" in revision.text:
            raise Unnamed
        return article_date(revision)

    def irresolvable(self: Resolver, revision: Revision, *_: object) -> list[Appearance]:
        raise KeyError(revision.text)

    monkeypatch.setattr("transforms.stages.article_date", unreadable)
    monkeypatch.setattr("transforms.stages.Resolver.appearances", irresolvable)
    untaggable = news("untaggable", "untaggable")
    run(
        [GOOD, untaggable],
        revisions=holds("entry_id", ("good",), ("untaggable",)),
        analyses=holds("revision_id"),
        quarantine=holds(
            "stage input reason",
            ("Tag", f"{untaggable.url} (revision {revision_id(untaggable)})", "Unnamed"),
            ("Resolve", f"{GOOD.url} (revision {revision_id(GOOD)})", repr(GOOD.body.decode())),
        ),
    )


def test_a_revision_that_was_analysed_is_not_analysed_again() -> None:
    run(
        [GOOD],
        frozenset({revision_id(GOOD)}),
        revisions=holds("entry_id"),
        analyses=holds("revision_id"),
        quarantine=holds("stage"),
    )


def test_stored_revisions_give_the_rows_that_their_documents_gave() -> None:
    stored = revision_of(GOOD, normalise([GOOD])[0])  # type: ignore[arg-type]
    with beam.Pipeline(options=PipelineOptions(list(EMBEDDED))) as pipeline:
        reanalyse = Reanalyse(STORY, Quotations, "rules-1")
        rows = pipeline | beam.Create([stored]) | "Reanalyse" >> reanalyse
        assert set(rows) == {"mentions", "appearances", "analyses", "quarantine"}
        for name, check in {
            "mentions": holds("target_id exact", ("tolls", "Tolls"), ("ana-brod", "Ana Brod")),
            "appearances": holds("words", ("We will pay",)),
            "analyses": holds("revision_id", (stored.revision_id,)),
        }.items():
            assert_that(rows[name], check, label=f"check {name}")
