"""Transform: run the Beam pipeline over this run's documents, into staged Parquet."""

import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import apache_beam as beam
from apache_beam.io import ReadFromParquet
from apache_beam.options.pipeline_options import PipelineOptions

from flows.language.extractor import describe_extractor, make_extractor
from flows.monitoring.normaliser import SafeNormaliser
from flows.runners.errors import AnalysisFailed
from flows.runners.lost_workers import explain, is_worth_another
from flows.runners.runner import EMBEDDED, Runner
from flows.runners.shared_staging import Workplace, workplace
from flows.runners.table_files import WriteTables
from seeds.story import Story
from transforms.pipeline import Monitor, Reanalyse
from transforms.records import Document, Revision
from warehouse.staging import as_record, count_staged, stage

# Beam fits a line through how long its batches took, and numpy warns when these hardly differ.
warnings.filterwarnings("ignore", "Polyfit may be poorly conditioned")

COUNTED = ("revisions", "mentions", "appearances", "quarantine")


def transform(
    story: Story,
    documents: Sequence[Document],
    staging: Path,
    analysed: frozenset[str],
    aliases: Mapping[str, str],
    language_model: str = "",
    runner: Runner = EMBEDDED,
) -> dict[str, int]:
    """Analyse ``documents`` and stage the rows; return how many rows each table got.

    Raises:
        AnalysisFailed: the runner gave up; what it wrote is gone.
    """
    source = stage(staging, "documents", Document, documents)
    monitor = Monitor(
        story=story,
        normaliser=SafeNormaliser(),
        make_extractor=make_extractor(language_model),
        extractor_version=describe_extractor(language_model),
        analysed=analysed,
        aliases=aliases,
    )
    return _run(source, Document, monitor, staging, runner)


def transform_stored(
    story: Story,
    revisions: Sequence[Revision],
    staging: Path,
    language_model: str = "",
    runner: Runner = EMBEDDED,
) -> dict[str, int]:
    """Analyse stored ``revisions`` anew and stage the rows; return how many each table got.

    Raises:
        AnalysisFailed: the runner gave up; what it wrote is gone.
    """
    source = stage(staging, "stored", Revision, revisions)
    reanalyse = Reanalyse(story, make_extractor(language_model), describe_extractor(language_model))
    return _run(source, Revision, reanalyse, staging, runner)


def _run(
    source: Path,
    record: type[Document] | type[Revision],
    analysis: beam.PTransform,
    staging: Path,
    runner: Runner,
) -> dict[str, int]:
    with workplace(source, staging, runner.staging) as place:
        if runner.attempts == 1:
            _run_once(place, record, analysis, runner)
        else:
            _run_until_done(place, record, analysis, runner)
        place.bring_back()
    return {name: count_staged(staging, name) for name in (*COUNTED, "sightings", "analyses")}


def _run_until_done(
    place: Workplace,
    record: type[Document] | type[Revision],
    analysis: beam.PTransform,
    runner: Runner,
) -> None:
    """Start again where a worker was lost: the rows depend on the input alone."""
    for attempt in range(1, runner.attempts + 1):
        try:
            _run_once(place, record, analysis, runner)
            return
        except Exception as error:
            place.clear()
            if attempt == runner.attempts or not is_worth_another(error):
                raise AnalysisFailed(explain(error, attempt, runner.workers)) from error
            runner.check()


def _run_once(
    place: Workplace,
    record: type[Document] | type[Revision],
    analysis: beam.PTransform,
    runner: Runner,
) -> None:
    pipeline = beam.Pipeline(options=PipelineOptions(list(runner.options)))
    rows = (
        pipeline
        | "Read staged" >> ReadFromParquet(place.source)
        # One staged file is one piece of work: without this one worker would do all of it.
        | "Spread over the workers" >> beam.Reshuffle()
        | "As records" >> beam.Map(partial(as_record, record))
        | "Analyse" >> analysis
    )
    rows | "Write" >> WriteTables(place.prefix)
    pipeline.run().wait_until_finish()
