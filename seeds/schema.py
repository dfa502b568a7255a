"""The columns of a story folder's tables, read from ``datapackage.json``.

That file is a Frictionless Data Package with Table Schemas
(https://specs.frictionlessdata.io/table-schema/); it is the one source of the column
rules, for this loader and for any other tool. We read the part of the standard that
the file uses: required, unique, pattern, enum, boolean, primary and foreign keys, and
of version 2 fieldsMatch, which tells whether columns may be left out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATE_TYPE = "http://id.loc.gov/datatypes/edtf/EDTF-level0"
"""Marks a date that may lack its day or month (EDTF level 0)."""


@dataclass(frozen=True, slots=True)
class Column:
    """The rules of one column. An empty cell is a missing value."""

    name: str
    required: bool
    unique: bool
    pattern: re.Pattern[str] | None
    allowed: tuple[str, ...]
    """The only values there are; empty when any will do."""
    rdf_type: str
    example: str

    @property
    def is_free_text(self) -> bool:
        """Whether people write it for people, so that its characters are their affair."""
        return self.pattern is None and not self.allowed


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: the values of ``column`` must stand in ``table``.``target``."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rules of one CSV file."""

    name: str
    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    may_lack_columns: bool = False
    """Whether columns that need no value may be left out (fieldsMatch: superset)."""

    @property
    def column_names(self) -> tuple[str, ...]:
        """The whole header of the file."""
        return tuple(column.name for column in self.columns)

    @property
    def needed_names(self) -> tuple[str, ...]:
        """The columns without which the file cannot be read."""
        return tuple(
            column.name for column in self.columns if column.required or not self.may_lack_columns
        )


@cache
def story_tables() -> Mapping[str, Table]:
    """Return the tables of a story folder by name, in reading order."""
    package = json.loads(Path(__file__).with_name("datapackage.json").read_text("utf-8"))
    return {resource["name"]: _table(resource) for resource in package["resources"]}


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    return Table(
        name=resource["name"],
        file=resource["path"],
        columns=tuple(_column(field) for field in schema["fields"]),
        key=(key,) if isinstance(key, str) else tuple(key),
        references=tuple(
            Reference(
                foreign["fields"],
                # An empty resource name is the table itself.
                foreign["reference"]["resource"] or resource["name"],
                foreign["reference"]["fields"],
            )
            for foreign in schema.get("foreignKeys", [])
        ),
        may_lack_columns=schema.get("fieldsMatch") == "superset",
    )


def _column(field: Mapping[str, Any]) -> Column:
    constraints = field.get("constraints", {})
    allowed = constraints.get("enum", [])
    if field["type"] == "boolean":
        allowed = [*field["trueValues"], *field["falseValues"]]
    pattern = constraints.get("pattern")
    return Column(
        name=field["name"],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        pattern=re.compile(pattern) if pattern else None,
        allowed=tuple(allowed),
        rdf_type=field.get("rdfType", ""),
        example=field.get("example", ""),
    )
