"""CPU time of the whole Beam transform against a bare ``nlp.pipe`` on the same articles.

Run ``python -m benchmarks.pipeline [ARTICLES.jsonl]``; a line of the file has "text". Ours is
normalised text in, rows out (Tag, Statements, Resolve) on the embedded runner, one worker,
with the first story; the peer is the full English pipeline with its default settings, in the
same process and run. Only articles that name an actor or term are taken: others cost us nothing.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import apache_beam as beam
import spacy
from apache_beam.options.pipeline_options import PipelineOptions

from flows.installation.logs import quiet_libraries
from flows.language.extractor import make_extractor
from flows.language.language_model import find_model
from flows.runners.runner import EMBEDDED
from seeds.load import bundled_story, load_story
from seeds.story import Story
from transforms.identifiers import digest_id
from transforms.pipeline import Reanalyse
from transforms.records import Revision
from transforms.tagging.tagger import Tagger

ARTICLES = Path(__file__).parents[2] / "shared" / "eval" / "polnear" / "dev.jsonl"
MOST = 0.4
"""The share of the bare pipeline's time that the whole transform may take."""
_ROUNDS = 3
_TEXTS = 60
_AT = datetime(2016, 9, 1, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where the share is exceeded."""
    path = Path(arguments[0]) if arguments else ARTICLES
    if not path.exists():
        print(f"skipped: the articles are not at {path}")
        return 0
    story = load_story(bundled_story())
    tagger = Tagger(story)
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    texts = [text for text in texts if tagger.tag(text, _AT.date())][:_TEXTS]
    words = sum(len(text.split()) for text in texts)
    make_extractor()()  # both models are warm
    bare = spacy.load(find_model())
    revisions = [_revision(text) for text in texts]
    peer = _fastest(lambda: sum(1 for _ in bare.pipe(texts)))
    ours = _fastest(lambda: _transform(story, revisions))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(texts)} articles, {words} words, peak {peak:.0f} MiB")
    for name, seconds in (("bare nlp.pipe", peer), ("Beam transform", ours)):
        speed = f"{len(texts) / seconds:7.1f} articles/s  {words / seconds:8.0f} words/s"
        print(f"{name:15} {seconds:6.2f} s  {speed}")
    print(f"share {ours / peer:.2f} (at most {MOST})")
    return 1 if ours > MOST * peer else 0


def _transform(story: Story, revisions: Sequence[Revision]) -> None:
    with quiet_libraries():
        pipeline = beam.Pipeline(options=PipelineOptions(list(EMBEDDED.options)))
        rows = (
            pipeline
            | "Create" >> beam.Create(revisions)
            | "Analyse" >> Reanalyse(story, make_extractor(), "benchmark")
        )
        for name, table in rows.items():
            table | f"Count {name}" >> beam.combiners.Count.Globally()
        pipeline.run().wait_until_finish()


def _revision(text: str) -> Revision:
    return Revision(
        revision_id=digest_id(text),
        article_id=digest_id("article", text),
        story_id="ukraine-plan",
        feed_id="",
        entry_id="",
        outlet="",
        url="",
        canonical_url="",
        title="",
        byline="",
        agency="",
        section="",
        language="en",
        text=text,
        word_count=0,
        published_at=_AT,
        published_precision="day",
        published_raw="",
        modified_at=None,
        fetched_at=_AT,
        content_hash="",
        document_id="",
        extraction="",
        flags=(),
        is_first_sight=False,
    )


def _fastest(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
