"""Exports: Parquet for other programs' tables, JSON-LD for the web of data."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from flows.errors import ConfigurationError
from flows.installation.home import Home
from transforms.linked_data import CONTEXT, nodes_of
from warehouse.durable import put_in_place, sync_folder
from warehouse.export import Exported, export_parquet, published_facts, statement_reports
from warehouse.snapshot import open_published


@dataclass(frozen=True, slots=True)
class Linked:
    """What a JSON-LD file holds."""

    statements: int
    reports: int


def to_parquet(home: Home, folder: Path, since: int, now: datetime) -> Exported:
    """Write the published tables as Parquet into a new folder, which is there when it is whole.

    Raises:
        ConfigurationError: the folder holds something, or ``since`` is a run that has not been.
        NothingPublished: nothing is published in this home.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(
            f"{folder} is not empty: name a new folder for each export; nothing was written."
        )
    with open_published(home.published) as connection:
        last, _ = published_facts(connection)
        if not 0 <= since <= last:
            raise ConfigurationError(
                f"there is no run {since}: the last one is {last}; nothing was written."
            )
        with tempfile.TemporaryDirectory(
            dir=folder.absolute().parent, prefix=".onrecord-"
        ) as drafts:
            draft = Path(drafts) / "export"
            draft.mkdir()
            facts = {"made_at": now.isoformat(), "onrecord": version("onrecord")}
            exported = export_parquet(connection, draft, since, facts)
            draft.replace(folder)
            sync_folder(folder.absolute().parent)
    return exported


def to_json_ld(home: Home, file: Path) -> Linked:
    """Write all statements as one JSON-LD document, a node a line.

    Raises:
        NothingPublished: nothing is published in this home.
    """
    statements = reports = 0
    with (
        open_published(home.published) as connection,
        _drafted(file) as draft,
        draft.open("w", encoding="utf-8") as out,  # closed before the draft gets its name
    ):
        out.write(f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [')
        before = "\n"
        for statement in statement_reports(connection):
            statements += 1
            reports += len(statement["reports"])
            for node in nodes_of(statement):
                out.write(before + json.dumps(node, ensure_ascii=False))
                before = ",\n"
        out.write("\n]}\n")
    return Linked(statements, reports)


@contextmanager
def _drafted(file: Path) -> Iterator[Path]:
    """Give a file to write, which takes its name when the block ends well."""
    descriptor, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=".onrecord-")
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o644)
        put_in_place(draft, file.absolute())
    finally:
        draft.unlink(missing_ok=True)
