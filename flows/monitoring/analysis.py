"""Transform: run the Beam pipeline over this run's documents, into staged Parquet."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.io import ReadFromParquet, WriteToParquet
from apache_beam.metrics.metric import Metrics
from apache_beam.options.pipeline_options import PipelineOptions

from flows.language.extractor import describe_extractor, make_extractor
from flows.monitoring.normaliser import SafeNormaliser
from seeds.story import Story
from transforms.pipeline import Monitor, Reanalyse
from transforms.records import Document, Revision
from warehouse.staged_tables import STAGED
from warehouse.staging import arrow_schema, as_record, as_row, stage

EMBEDDED = (
    "--runner=apache_beam.runners.portability.fn_api_runner.FnApiRunner",
    "--direct_running_mode=in_memory",
    "--direct_num_workers=1",
)
"""Beam's embedded runner, pinned: plain DirectRunner first asks the network for a binary."""

COUNTED = ("revisions", "mentions", "appearances", "quarantine")


def transform(
    story: Story,
    documents: Sequence[Document],
    staging: Path,
    analysed: frozenset[str],
    aliases: Mapping[str, str],
    language_model: str = "",
    options: Sequence[str] = EMBEDDED,
) -> dict[str, int]:
    """Analyse ``documents`` and stage the rows; return how many rows each table got."""
    source = stage(staging, "documents", Document, documents)
    monitor = Monitor(
        story=story,
        normaliser=SafeNormaliser(),
        make_extractor=make_extractor(language_model),
        extractor_version=describe_extractor(language_model),
        analysed=analysed,
        aliases=aliases,
    )
    return _run(source, Document, monitor, staging, options)


def transform_stored(
    story: Story,
    revisions: Sequence[Revision],
    staging: Path,
    language_model: str = "",
    options: Sequence[str] = EMBEDDED,
) -> dict[str, int]:
    """Analyse stored ``revisions`` anew and stage the rows; return how many each table got."""
    source = stage(staging, "stored", Revision, revisions)
    reanalyse = Reanalyse(story, make_extractor(language_model), describe_extractor(language_model))
    return _run(source, Revision, reanalyse, staging, options)


def _run(
    source: Path,
    record: type[Document] | type[Revision],
    analysis: beam.PTransform,
    staging: Path,
    options: Sequence[str],
) -> dict[str, int]:
    pipeline = beam.Pipeline(options=PipelineOptions(list(options)))
    rows = (
        pipeline
        | "Read staged" >> ReadFromParquet(str(source))
        | "As records" >> beam.Map(partial(as_record, record))
        | "Analyse" >> analysis
    )
    for name, table in rows.items():
        _count_and_write(name, table, staging)
    result = pipeline.run()
    result.wait_until_finish()
    return _counts(result)


def _count_and_write(name: str, table: Any, staging: Path) -> None:  # noqa: ANN401
    (
        table
        | f"Count {name}" >> beam.Map(_counter(name))
        | f"As rows of {name}" >> beam.Map(as_row)
        | f"Write {name}"
        >> WriteToParquet(
            str(staging / name),
            arrow_schema(STAGED[name]),
            file_name_suffix=".parquet",
            num_shards=1,
        )
    )


def _counter(name: str) -> Callable[[Any], Any]:
    counter = Metrics.counter("onrecord", name)

    def count(row: Any) -> Any:  # noqa: ANN401
        counter.inc()
        return row

    return count


def _counts(result: Any) -> dict[str, int]:  # noqa: ANN401
    counters = result.metrics().query()["counters"]
    counts = dict.fromkeys(COUNTED, 0)
    for counter in counters:
        if counter.key.metric.namespace == "onrecord":
            counts[counter.key.metric.name] = int(counter.committed or 0)
    return counts
