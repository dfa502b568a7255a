"""A month of monitoring in minutes, and the exact account of it.

``make soak`` runs 300 feeds over 30 days. Polling, page fetching, revisits, normalising, landing
and publishing are the real ones, every run reads its state from the warehouse's file; the network
is the simulated world, the clock is ours, and the analysis of statements is left out (Beam and
the parser have tests of their own), so that a month takes minutes.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

import duckdb
from making import strait_talks
from simulated_source import SimulatedSource
from simulated_world import DAY, HOUR, Article, Version, World, page_url

import flows.monitoring.analysis
from flows.installation.home import Home
from flows.installation.settings import load_settings
from flows.monitoring.monitor import RunRequest, Tools, monitor
from flows.monitoring.normaliser import normalise_once
from seeds.story import Feed, Story
from transforms.records import Analysis, Document, Quarantined, Revision, Sighting
from transforms.stages import QUARANTINE, ROWS, SIGHTINGS, normalising
from warehouse.staging import stage

START = datetime(2025, 11, 1, tzinfo=UTC)
_COUNTER = re.compile(r"(?:^|\n\n)\d+ views(?=\n\n|$)")
TAIL = timedelta(days=9)
"""Runs go on for so long after the last publication, so that every late edit can be found."""


@dataclass(slots=True)
class Soak:
    """One soak: a world, a home, and the clock between them."""

    world: World
    home: Home
    tick: timedelta
    true_time: datetime = START
    runs: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    def our_time(self) -> datetime:
        """Our clock jumps back three hours on the tenth day, and forward again on the twelfth."""
        jumped = START + 10 * DAY <= self.true_time < START + 12 * DAY
        return self.true_time - 3 * HOUR if jumped else self.true_time

    def run(self) -> None:
        """Make one run, as the service does at each tick."""
        feeds = tuple(
            Feed(feed.feed_id, f"outlet-{feed.number}", feed.url, "en") for feed in self.world.feeds
        )
        settings = load_settings(self.home)
        request = RunRequest(
            replace(strait_talks(), feeds=feeds), feeds, self.home, settings, due_only=True
        )
        tools = Tools(senders={}, clock=self.our_time, make_source=self._source)
        report = monitor(request, tools)
        self.runs += 1
        self.failures.update(
            outcome.fetch.error_kind for outcome in report.feeds if outcome.fetch.error_kind
        )

    def _source(self, *_: object) -> SimulatedSource:
        return SimulatedSource(self.world, self.our_time, lambda: self.true_time)


def plain_transform(
    story: Story,
    documents: Sequence[Document],
    staging: Path,
    analysed: frozenset[str],
    aliases: Mapping[str, str],
    *_model_and_runner: object,
) -> dict[str, int]:
    """Normalise as the pipeline's first stage does, and leave the analysis out."""
    rows: dict[str, list[object]] = {ROWS: [], SIGHTINGS: [], QUARANTINE: []}
    for name, row in normalising(normalise_once, analysed, aliases)(documents):
        rows[name].append(row)
    first: dict[str, Revision] = {}
    for revision in sorted(rows[ROWS], key=lambda row: (row.fetched_at, row.entry_id)):  # type: ignore[attr-defined]
        first.setdefault(revision.revision_id, revision)  # type: ignore[attr-defined, arg-type]
    analyses = [
        Analysis(revision.revision_id, story.story_id, story.version_hash, "none")
        for revision in first.values()
    ]
    stage(staging, "revisions", Revision, first.values())
    stage(staging, "sightings", Sighting, rows[SIGHTINGS])
    stage(staging, "quarantine-normalise", Quarantined, rows[QUARANTINE])
    stage(staging, "analyses", Analysis, analyses)
    return {"revisions": len(first)}


@dataclass(frozen=True, slots=True)
class Account:
    """What was published, held against what is stored."""

    published: int
    must: int
    stored: int
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    invented: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """True when everything is there once, and nothing else."""
        return not (self.missing or self.doubled or self.invented)


def take_account(soak: Soak) -> Account:
    """Compare the ledger with the warehouse, version by version."""
    with duckdb.connect(str(soak.home.private), read_only=True) as connection:
        rows = connection.execute(
            """
            SELECT article_id, title, text, url, extraction FROM article_revisions
            WHERE extraction <> 'feed'
            """
        ).fetchall()
    stored = Counter((title, _body(text, title)) for _, title, text, _, _ in rows)
    articles: dict[str, set[str]] = {}
    for article_id, _, _, url, _ in rows:
        articles.setdefault(url.partition("?")[0], set()).add(article_id)
    known: set[tuple[str, str]] = set()
    missing, must = [], 0
    for article, version, is_due in soak.world.ledger():
        key = (version.title, "\n\n".join(version.sentences))
        known.add(key)
        must += is_due
        if is_due and not stored[key]:
            missing.append(_named(article, version))
    doubled = [f"{key[0]} ({count} times)" for key, count in stored.items() if count > 1]
    doubled += [f"{url} ({len(ids)} articles)" for url, ids in articles.items() if len(ids) > 1]
    invented = [f"{key[0]}: {key[1][:80]}" for key in stored if key not in known]
    return Account(
        len(known), must, sum(stored.values()), tuple(missing), tuple(doubled), tuple(invented)
    )


def run_soak(soak: Soak, *, is_shown: bool) -> Account:
    """Run from the first tick to the last, and take account."""
    begun = time.monotonic()
    flows.monitoring.analysis.transform = plain_transform  # type: ignore[assignment]
    while soak.true_time < soak.world.watched_until:
        soak.run()
        soak.true_time += soak.tick
        if is_shown and soak.runs % 48 == 0:
            day = (soak.true_time - START) / DAY
            took = time.monotonic() - begun
            print(f"day {day:5.1f}: {soak.runs} runs in {took:.0f} s", flush=True)
    return take_account(soak)


def main(arguments: Sequence[str]) -> int:
    """Run it and print the account; return 1 where it is not exact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--tick-minutes", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        world = World(chosen.seed, chosen.feeds, START, chosen.days, TAIL)
        soak = Soak(world, Home(Path(folder) / "home"), timedelta(minutes=chosen.tick_minutes))
        account = run_soak(soak, is_shown=True)
        print(f"{soak.runs} runs; requests that failed, by kind: {dict(soak.failures)}")
    print(
        f"{account.published} versions published, {account.must} of them stood long enough that "
        f"they must be found; {account.stored} stored"
    )
    for name in ("missing", "doubled", "invented"):
        found = getattr(account, name)
        print(f"{name}: {len(found)}")
        for line in found[:10]:
            print(f"  {line}")
    return int(not account.is_exact)


def _body(text: str, title: str) -> str:
    """Return the paragraphs, without the counter that no reader takes for the article's."""
    return _COUNTER.sub("", text.removeprefix(title)).strip()


def _named(article: Article, version: Version) -> str:
    number = article.versions.index(version) + 1
    feed = article.feed
    habits = (
        f"guids churn: {feed.churns_guids}, outages: {len(feed.outages)}, moves: {feed.moves_at}"
    )
    return (
        f"{page_url(article)} version {number} of {version.stands_from:%d %b %H:%M} "
        f"(published {article.published_at:%d %b %H:%M}; volatile: {article.is_volatile}; {habits})"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
