"""CPU time of the whole Beam transform against a bare ``nlp.pipe`` on the same articles.

Run ``python -m benchmarks.pipeline``; ``--full`` takes all articles in place of 60. Ours is
normalised text in, rows out (Tag, Statements, Resolve) on the embedded runner, one worker,
with the first story; the peer is the full English pipeline with its default settings, in the
same process and run. Only articles that name an actor or term are taken: others cost us nothing.
"""

import os
import resource
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import apache_beam as beam
import spacy
from apache_beam.options.pipeline_options import PipelineOptions

from benchmarks.made.one_run import blank
from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import article_texts, in_turn, run
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

MOST = 0.4
"""The share of the bare pipeline's time that the whole transform may take."""
MOST_MEGABYTES = 2_000
"""Of the process that holds both models."""
_AT = datetime(2016, 9, 1, tzinfo=UTC)


def measure(full: bool) -> list[Measure]:
    """Return the cost of the transform, and the peak of memory with both models loaded."""
    story = load_story(bundled_story())
    tagger = Tagger(story)
    texts = [text for text in article_texts("dev") if tagger.tag(text, _AT.date())]
    texts = texts if full else texts[:60]
    words = sum(len(text.split()) for text in texts)
    make_extractor()()  # both models are warm
    bare = spacy.load(find_model())
    revisions = [_revision(text) for text in texts]
    ours, peer = in_turn(
        3, lambda: _transform(story, revisions), lambda: [len(doc) for doc in bare.pipe(texts)]
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    size = f"{len(texts)} articles, {words:,} words"
    return [
        Measure("Beam transform", size, "s of CPU", ours, "bare nlp.pipe", peer, at_most=MOST),
        Measure("its memory, with both models", size, "MB", (peak,), at_most=MOST_MEGABYTES),
    ]


def _transform(story: Story, revisions: Sequence[Revision]) -> None:
    with quiet_libraries():
        pipeline = beam.Pipeline(options=PipelineOptions(list(EMBEDDED.options)))
        rows = (
            pipeline
            | "Create" >> beam.Create(revisions)
            | "Analyse" >> Reanalyse(story, make_extractor(), "benchmark")
        )
        for name, table in rows.items():
            table | f"Count {name}" >> beam.transforms.combiners.Count.Globally()
        pipeline.run().wait_until_finish()


def _revision(text: str) -> Revision:
    revision: Revision = blank(
        Revision, revision_id=digest_id(text), article_id=digest_id("article", text),
        story_id="ukraine-plan", language="en", text=text, published_at=_AT,
        published_precision="day", fetched_at=_AT,
    )  # fmt: skip
    return revision


if __name__ == "__main__":
    sys.exit(run(measure))
