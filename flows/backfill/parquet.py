"""Articles as rows of Parquet files."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.backfill.met import Met
from transforms.backfill.records import DAMAGED, Place, Unusable
from transforms.backfill.rows import KEYS, article_of_row, missing_keys

_BATCH = 100
_BROKEN = (OSError, pa.ArrowException)


def read_rows(file: Path, name: str) -> Iterator[Met]:
    """Yield every row in order; of a damaged row group the rest is left out as one."""
    size = file.stat().st_size
    with pq.ParquetFile(file, pre_buffer=False) as parquet:
        columns = [column for column in KEYS if column in parquet.schema_arrow.names]
        total, first = max(parquet.metadata.num_rows, 1), 1
        for group in range(parquet.num_row_groups):
            after = first + parquet.metadata.row_group(group).num_rows
            number = first
            try:
                for batch in parquet.iter_batches(_BATCH, row_groups=[group], columns=columns):
                    for row in batch.to_pylist():
                        item = article_of_row(row, Place(name, number, "row"))
                        yield Met(item, size * number // total)
                        number += 1
            except _BROKEN as error:
                reason = f"rows {number} to {after - 1} cannot be read ({_first_line(error)})"
                damaged = Unusable(Place(name, number, "row"), DAMAGED, reason)
                yield Met(damaged, size * (after - 1) // total)
            first = after


def why_not_rows(file: Path) -> str:
    """Return why a file has no articles as Parquet, judged by its columns; or ""."""
    try:
        names = pq.read_schema(file).names
    except _BROKEN as error:
        return f"it cannot be read as Parquet ({_first_line(error)})"
    lacking = missing_keys(names)
    return f"it lacks the column {lacking} (it has: {', '.join(names)})" if lacking else ""


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]
