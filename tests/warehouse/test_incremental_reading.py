"""Any order of runs, crashes, re-tags and reads, against a plain model of three readers."""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import duckdb
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from making import (
    a_feed_state,
    a_mention,
    a_revision,
    an_analysis,
    an_appearance,
    an_entry,
    land_in,
    speaking,
    strait_talks,
)

from transforms.records import Appearance, Mention, Revision
from warehouse import Changes, open_reader
from warehouse.database import open_private
from warehouse.invariants import broken_invariants
from warehouse.snapshot import publish

SENTENCES = "Ana Brod met Petr. Tolls must fall. Tolls must fall by half. Ships wait."
TEXTS = (SENTENCES, f"{SENTENCES} Corrected.")
Row = dict[str, object]
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Finding:
    """What an analysis finds in one text of an article; other findings are a correction."""

    text: str
    named: frozenset[str]
    said: frozenset[str]
    speaker: str
    terms: tuple[str, ...]

    def rows(self, article: str) -> tuple[Revision, list[Mention], list[Appearance]]:
        revision = a_revision(self.text, article)
        mentions = [a_mention(revision, words) for words in sorted(self.named)]
        appearances = [
            an_appearance(
                words, revision, attributions=(speaking(self.speaker),), term_ids=self.terms
            )
            for words in sorted(self.said)
        ]
        return revision, mentions, appearances


FINDINGS = st.dictionaries(
    st.sampled_from(("a", "b", "c")),
    st.builds(
        Finding,
        text=st.sampled_from(TEXTS),
        named=st.frozensets(st.sampled_from(("Ana", "Brod", "Petr"))),
        said=st.frozensets(
            st.sampled_from(("Tolls must fall", "Tolls must fall by half", "Ships wait"))
        ),
        speaker=st.sampled_from(("ana-brod", "petr-brod")),
        terms=st.sampled_from((("tolls",), ("tolls", "patrols"), ())),
    ),
    min_size=1,
)


READERS = st.lists(
    st.tuples(st.sampled_from((0, 0, 1, 2)), st.sampled_from(("whole", "whole", "crash", "peek"))),
    max_size=2,
)


@dataclass
class ModelReader:
    """A reader's own copy of some tables; what it does to it counts when its block ends."""

    name: str
    tables: Sequence[str]
    copy: dict[tuple[str, Key], Row] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    run_seq: int = 0

    def applied(
        self, changes: Changes, keys: dict[str, tuple[str, ...]]
    ) -> tuple[dict[tuple[str, Key], Row], set[str]]:
        copy, seen = dict(self.copy), set(self.seen)
        assert changes.since == self.run_seq, "it begins where it ended"
        last: dict[tuple[str, bool], int] = {}
        for batch in changes.batches(rows=7):
            for row in batch.rows.to_pylist():
                place = (batch.table, key_of(row, keys[batch.table]))
                run_seq = int(str(row["run_seq"]))
                assert changes.since < run_seq <= changes.until
                assert last.get((batch.table, batch.is_removal), 0) <= run_seq, "in order"
                last[batch.table, batch.is_removal] = run_seq
                if batch.is_removal:
                    copy.pop(place, None)
                    continue
                assert int(str(copy.get(place, {}).get("run_seq", 0))) < run_seq
                version = repr((place, row))
                assert version not in seen, "each version once"
                seen.add(version)
                copy[place] = row
        return copy, seen


class Crash(Exception):
    """A process that ends in the middle."""


class IncrementalReading(RuleBasedStateMachine):
    template: ClassVar[Path]

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="readers-"))
        self.private = self.home / "warehouse.duckdb"
        self.published = self.home / "published.duckdb"
        shutil.copyfile(self.template, self.private)
        self.story = strait_talks()
        self.findings: dict[str, Finding] = {}
        self.started = self.landed = self.shown = 0
        self.publish()
        with open_reader(self.home) as opened:
            tables = [table for table in opened.tables() if table != "latest_statements"]
        self.readers = [
            ModelReader("all", tables),
            ModelReader("mentions", ("mentions",)),
            ModelReader("desk", ("statements", "statement_actors", "statement_appearances")),
        ]

    def teardown(self) -> None:
        if hasattr(self, "home"):
            with open_private(self.private) as connection:
                assert broken_invariants(connection) == []
            shutil.rmtree(self.home)

    @rule(
        work=st.sampled_from(("run", "run", "retag", "crash")),
        findings=FINDINGS,
        kept=st.booleans(),
        moment=st.sampled_from(("land_vocabulary", "_assert_unique", "record_changes")),
        publishes=st.sampled_from((True, True, False)),
        readers=READERS,
    )
    def work_and_read(
        self,
        work: str,
        findings: dict[str, Finding],
        kept: bool,
        moment: str,
        publishes: bool,
        readers: list[tuple[int, str]],
    ) -> None:
        """A run or re-tag that is published, or killed before its commit or its publishing.

        One rule for all: of several, Hypothesis leaves some out of each example.
        """
        if work == "run":
            self.land(findings)
        elif work == "retag":
            self.retag(kept=kept)
        else:
            with patch(f"warehouse.landing.{moment}", side_effect=Crash), suppress(Crash):
                self.land(findings)
        if publishes:
            self.publish()
        for which, ends in readers:
            self.read(which, ends)

    def read(self, which: int, ends: str) -> None:
        reader = self.readers[which]
        with open_reader(self.home) as opened:
            assert opened.run_seq == self.shown >= reader.run_seq
            if ends == "peek":
                assert opened.peek(reader.name, reader.tables).since == reader.run_seq
                return
            keys = {table: opened.key(table) for table in opened.tables()}
            with suppress(Crash), opened.changes(reader.name, reader.tables) as changes:
                copy, seen = reader.applied(changes, keys)
                if ends == "crash":
                    raise Crash
            if ends == "crash":
                return
            reader.copy, reader.seen, reader.run_seq = copy, seen, changes.until
            assert reader.copy == {
                (table, key_of(row, keys[table])): row
                for table in reader.tables
                for row in opened.query(f"FROM {table}").arrow().to_pylist()
            }

    def retag(self, *, kept: bool) -> None:
        """An edited vocabulary: memberships go or come, and mentions with them."""
        members = () if self.story.memberships else strait_talks().memberships
        version = f"version {self.started}"
        self.story = replace(self.story, memberships=members, version_hash=version)
        edited = {
            article: found if kept else replace(found, named=frozenset(sorted(found.named)[:1]))
            for article, found in self.findings.items()
        }
        self.land(edited)

    def publish(self) -> None:
        publish(self.private, self.published)
        self.shown = self.landed

    def land(self, findings: dict[str, Finding]) -> None:
        self.started += 1
        run_id = f"run-{self.started}"
        found = [finding.rows(article) for article, finding in sorted(findings.items())]
        with open_private(self.private) as connection:
            before = contents(connection)
            landed = land_in(
                connection, self.home / run_id, run_id, self.story,
                [said for _, _, appearances in found for said in appearances],
                revisions=[revision for revision, _, _ in found],
                analyses=[
                    an_analysis(revision, self.story.version_hash) for revision, _, _ in found
                ],
                mentions=[mention for _, mentions, _ in found for mention in mentions],
                entries=[an_entry(article) for article in findings],
                feeds=[a_feed_state(consecutive_failures=self.started % 2)],
            )  # fmt: skip
            after = contents(connection)
        assert landed.run_seq == self.landed + 1, "run_seq grows by one"
        assert {row: after[row] for row in before.keys() & after} == {
            row: before[row] for row in before.keys() & after
        }, "a row that stays as it was keeps its run_seq"
        self.landed = landed.run_seq
        self.findings |= findings


def contents(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """The run_seq of each row that analysis may replace, by its table and other values."""
    tables = (
        "analyses", "entries", "feeds", "mentions", "memberships", "statements",
        "statement_actors", "statement_appearances", "statement_terms",
    )  # fmt: skip
    found = {}
    for table in tables:
        query = f"SELECT run_seq, * EXCLUDE (run_seq) FROM {table}"
        for run_seq, *row in connection.execute(query).fetchall():
            found[table, repr(row)] = run_seq
    return found


def key_of(row: Row, columns: tuple[str, ...]) -> Key:
    """A row's key as ``removals`` holds it: text."""
    values = (row[column] for column in columns)
    return tuple(None if value is None else str(value) for value in values)


def test_every_reader_sees_each_row_version_once_and_holds_what_is_published(
    empty_database: Path,
) -> None:
    IncrementalReading.template = empty_database
    run_state_machine_as_test(
        IncrementalReading,
        # Without shrinking, which takes minutes here: the failing steps are printed as they were.
        settings=settings(
            max_examples=7, stateful_step_count=10, phases=(Phase.explicit, Phase.generate)
        ),
    )
