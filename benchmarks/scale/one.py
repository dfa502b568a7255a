"""One runner, measured in a process of its own: ``python -m benchmarks.scale.one NAME COUNT``.

Prints JSON: seconds until the runner is there, for ``FEW`` articles (the start of a pipeline with
its workers and models) and for COUNT. ``nlp.pipe-1`` and ``nlp.pipe-2`` are spaCy alone, the full
English pipeline as it is published, with as many processes.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from benchmarks.made.invented_news import invented_articles
from flows.clock import system_clock
from flows.installation.logs import quiet_libraries
from flows.language.language_model import find_model
from flows.runners.runner_settings import RunnerSettings
from flows.runners.starting import running
from flows.sample.story import write_sample_story
from seeds.load import load_story
from seeds.story import Story
from transforms.backfill.choosing import document_of
from transforms.backfill.records import ArchivedArticle, Place
from transforms.backfill.rows import article_of_row
from transforms.records import Document

FEW = 8
RUNNERS = {
    "embedded": {},
    "processes-2": {"name": "processes", "processes": 2},
    "flink-1": {"name": "flink", "processes": 1},
    "flink-2": {"name": "flink", "processes": 2},
}
BARE = {"nlp.pipe-1": 1, "nlp.pipe-2": 2}


def main(name: str, count: int) -> None:
    """Measure and print."""
    told = _bare(BARE[name], count) if name in BARE else _ours(RUNNERS[name], count)
    print(json.dumps(told))


def _ours(settings: dict[str, object], count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, quiet_libraries():
        from flows.monitoring.analysis import transform

        story = load_story(write_sample_story(Path(folder) / "story", "http://localhost"))
        documents = documents_of(story, invented_articles(count))
        began = time.monotonic()
        log = Path(folder) / "log"
        with running(RunnerSettings.model_validate(settings), "", log) as runner:
            there = time.monotonic() - began

            def seconds(some: Sequence[Document]) -> float:
                staging = Path(folder) / f"run-{len(some)}"
                staging.mkdir()
                start = time.monotonic()
                counts = transform(story, some, staging, frozenset(), {}, "", runner)
                if counts["revisions"] != len(some) or counts["quarantine"]:
                    raise AssertionError(f"{len(some)} documents gave {counts}")
                return time.monotonic() - start

            return {"there": there, "few": seconds(documents[:FEW]), "all": seconds(documents)}


def _bare(processes: int, count: int) -> dict[str, float]:
    import spacy

    texts = [text for _, text in invented_articles(count)]
    began = time.monotonic()
    bare = spacy.load(find_model())
    there = time.monotonic() - began

    def seconds(some: Sequence[str]) -> float:
        start = time.monotonic()
        sum(1 for _ in bare.pipe(some, n_process=processes, batch_size=16))
        return time.monotonic() - start

    return {"there": there, "few": seconds(texts[:FEW]), "all": seconds(texts)}


def documents_of(story: Story, articles: Iterable[tuple[str, str]]) -> list[Document]:
    """Return made articles as the documents of an archive."""
    documents = []
    for number, (title, text) in enumerate(articles):
        url = f"https://gazette.example/{number}"
        row = {"url": url, "title": title, "text": text, "published": "2025-11-20"}
        article = article_of_row(row, Place("made", number))
        if not isinstance(article, ArchivedArticle):
            raise AssertionError(article.reason)
        documents.append(document_of(article, story, system_clock()))
    return documents


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
