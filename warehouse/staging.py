"""Staged Parquet: the rows of one run, one file a record type, before they land."""

import dataclasses
import types
import typing
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.spans import Span
from warehouse.errors import LandingFailed, StorageFailed

Record = TypeVar("Record")

_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    datetime: pa.timestamp("us"),
    date: pa.date32(),
    Span: _SPAN,
}


def arrow_schema(record: type[Any]) -> pa.Schema:
    """Return the Arrow schema of a record dataclass; times are UTC without a zone."""
    hints = _hints_of(record)
    return pa.schema([(field.name, _arrow_type(hints[field.name])) for field in _fields(record)])


def as_row(record: object) -> dict[str, Any]:
    """Return a record as a plain mapping that Arrow takes."""
    return {field.name: _plain(getattr(record, field.name)) for field in _fields(type(record))}


def stage(folder: Path, name: str, record: type, rows: Iterable[object]) -> Path:
    """Write ``rows`` to ``folder/name.parquet`` and return the path.

    Raises:
        StorageFailed: when the file cannot be written; nothing was landed.
    """
    path = folder / f"{name}.parquet"
    schema = arrow_schema(record)
    table = pa.Table.from_pylist([as_row(row) for row in rows], schema=schema)
    try:
        pq.write_table(table, path)
    except OSError as error:
        reason = str(error).strip().partition("\n")[0]
        raise StorageFailed(
            f"the staged file {path} cannot be written ({reason}). Nothing was landed; mend the "
            "disk or its permissions, and the next run fetches again."
        ) from error
    return path


def read_staged(paths: Sequence[Path], record: type[Record]) -> list[Record]:
    """Read staged files back as records, in the order of the paths.

    Raises:
        LandingFailed: when a file is damaged; nothing was landed.
    """
    return [as_record(record, row) for path in paths for row in _rows(path, record)]


def count_staged(folder: Path, name: str) -> int:
    """Return how many rows of a table the pipeline left in a folder.

    Raises:
        LandingFailed: when a file is damaged; nothing was landed.
    """
    return sum(_length(path) for path in folder.glob(f"{name}-*.parquet"))


def _length(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowException) as error:
        raise LandingFailed(_unreadable(path, error)) from error


def _unreadable(path: Path, error: Exception) -> str:
    reason = str(error).strip().partition("\n")[0]
    return (
        f"the staged file {path} cannot be read ({reason}). Nothing was landed, "
        "and the next run fetches again."
    )


def _rows(path: Path, record: type[Any]) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = pq.read_table(path, schema=arrow_schema(record)).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise LandingFailed(_unreadable(path, error)) from error
    return rows


def as_record(record: type[Record], row: Mapping[str, Any]) -> Record:
    """Return a staged row as the record that it was made from; times become aware, UTC."""
    hints = _hints_of(record)
    return record(**{name: _rich(row[name], hint) for name, hint in hints.items()})


def _hints_of(record: type[Any]) -> dict[str, Any]:
    return _hints(typing.cast(Hashable, record))  # to mypy a class is not hashable


@cache
def _hints(record: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(record)


def _rich(value: Any, hint: Any) -> Any:  # noqa: ANN401
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    if hint is Span:
        return Span(value["start"], value["end"])
    if typing.get_origin(hint) is tuple:
        (inner, _) = typing.get_args(hint)
        return tuple(_rich(item, inner) for item in value)
    if dataclasses.is_dataclass(hint):
        return as_record(typing.cast(type, hint), value)
    return value


def _fields(record: type) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(record)


def _arrow_type(hint: Any) -> pa.DataType:  # noqa: ANN401
    if hint in _SCALARS:
        return _SCALARS[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = [argument for argument in arguments if argument is not type(None)]
        return _arrow_type(inner)
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    if dataclasses.is_dataclass(hint):
        schema = arrow_schema(typing.cast(type, hint))
        return pa.struct(list(schema))
    raise TypeError(f"a record cannot hold {hint}")


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return as_row(value)
    return value
