"""Writes the rows of several tables as one Parquet file each, wherever the pipeline runs.

Beam's own sink makes some twenty steps a table and costs a tenth of a CPU second for each, also
where there is nothing to write: more, for six tables, than a run of thirty articles costs otherwise
(docs/choices.md). Here the rows of all tables are grouped once, by the table's name.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import PCollection

from warehouse.staged_tables import STAGED
from warehouse.staging import arrow_schema, as_row


class WriteTables(beam.PTransform):
    """Writes rows by the name of their table; a table without rows gets no file.

    Args:
        prefix: Returns how the file of a table begins.
    """

    def __init__(self, prefix: Callable[[str], str]) -> None:
        super().__init__()
        self._paths = {name: f"{prefix(name)}-00000-of-00001.parquet" for name in STAGED}

    def expand(self, tables: Mapping[str, PCollection[Any]]) -> Any:  # noqa: ANN401
        """Give nothing that anyone needs."""
        named = [
            rows | f"Name {name}" >> beam.Map(partial(_named, name))
            for name, rows in tables.items()
        ]
        return (
            named
            | "Join the tables" >> beam.Flatten()
            | "Gather each table" >> beam.GroupByKey()
            | "Write each table" >> beam.MapTuple(partial(_write, self._paths))
        )


def _named(name: str, row: Any) -> tuple[str, Any]:  # noqa: ANN401
    return name, row


def _write(paths: Mapping[str, str], name: str, rows: Iterable[Any]) -> None:
    """Put the file in place whole: a worker that was taken for lost may still be writing it."""
    table = pa.Table.from_pylist([as_row(row) for row in rows], arrow_schema(STAGED[name]))
    draft = f"{paths[name]}.{uuid.uuid4().hex}"
    with FileSystems.create(draft) as file:
        pq.write_table(table, file)
    FileSystems.rename([draft], [paths[name]])
