"""Backup and restore: one tar file with the warehouse, the cursors and the plain settings."""

import hashlib
import json
import re
import shutil
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.errors import CommandError, ConfigurationError
from flows.installation.home import Home
from transforms.plain_settings import without_secrets
from warehouse.durable import put_in_place
from warehouse.errors import NothingPublished
from warehouse.lock import writer_lock
from warehouse.stored_files import Contents, contents_of

FORMAT = 1
_MANIFEST, _WAREHOUSE, _SETTINGS = "manifest.json", "warehouse.duckdb", "settings.toml"
_MEMBER = re.compile(
    r"manifest\.json|warehouse\.duckdb|settings\.toml|cursors/[a-z0-9][a-z0-9._-]{0,63}\.json"
    r"|documents/[0-9a-f]{2}/[0-9a-f]{64}\.gz"
)


class BackupDamaged(CommandError):
    """A file is no backup, or not as it was written; exit 2, nothing was written."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds, read back from it."""

    contents: Contents
    cursors: int
    documents: int
    left_out: tuple[str, ...]
    """Keys of the settings that may be secret."""
    size: int
    """Bytes of the file."""


def back_up(home: Home, target: Path, now: datetime, *, documents: bool) -> BackupReport:
    """Write a backup of a home; also while a run is under way there.

    It holds the published snapshot, which is whole at any moment, with the cursors as they stood
    before it was copied: a reader may be told something twice and never misses anything. The
    file takes its name when it is whole and its warehouse was opened.

    Raises:
        NothingPublished: nothing is published in this home.
        WarehouseDamaged: the snapshot cannot be read.
    """
    _, published = home.own_files("onrecord backup")
    if not published.exists():
        raise NothingPublished(
            f"nothing is published in {home.folder} yet, so there is nothing to back up: start "
            "with `onrecord run`, or name another --home."
        )
    with _beside(target) as folder:
        left_out = _gather(home, published, folder)
        contents = contents_of(folder / _WAREHOUSE)
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        members = {path.relative_to(folder).as_posix(): path for path in paths}
        if documents:
            kept = sorted(home.documents.glob("??/*.gz"))
            members |= {f"documents/{path.parent.name}/{path.name}": path for path in kept}
        manifest = _manifest(contents, members, now, left_out)
        (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
        draft = folder / "backup.draft"
        with tarfile.open(draft, "w") as archive:
            archive.add(folder / _MANIFEST, _MANIFEST)
            for name, path in members.items():
                archive.add(path, name)
        put_in_place(draft, target)
    held = sum(name.startswith("documents/") for name in members)
    cursors = sum(name.startswith("cursors/") for name in members)
    return BackupReport(contents, cursors, held, left_out, target.stat().st_size)


def restore(file: Path, home: Home) -> dict[str, Any]:
    """Put a backup into a home that has no warehouse; return its manifest.

    Every file is checked against the manifest and the warehouse is opened before the first one
    takes its place. Where the process is killed on the way, call it again.

    Raises:
        BackupDamaged: it is no backup, or a file in it is not as it was written.
        ConfigurationError: the home has a warehouse.
        SchemaTooNew: a newer onrecord has written it.
    """
    private, published = home.own_files("onrecord restore")
    if private.exists():
        raise ConfigurationError(
            f"{home.folder} has a warehouse already: name another --home, or move "
            f"{private.name} away first; nothing was written."
        )
    home.prepare()
    with writer_lock(home.lock), _beside(home.folder / "restored") as folder:
        manifest = _unpack(file, folder)
        contents_of(folder / _WAREHOUSE)
        shutil.copyfile(folder / _WAREHOUSE, folder / "published")
        put_in_place(folder / "published", published)
        for path in sorted(folder.glob("cursors/*")) + sorted(folder.glob("documents/??/*")):
            target = home.folder / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            put_in_place(path, target)
        if (folder / _SETTINGS).exists() and not home.settings_file.exists():
            put_in_place(folder / _SETTINGS, home.settings_file)
        # Last, since it is what makes a home of the folder.
        put_in_place(folder / _WAREHOUSE, private)
    return manifest


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a temporary folder on the disk of ``target``."""
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".onrecord-") as folder:
        yield Path(folder)


def _gather(home: Home, published: Path, folder: Path) -> tuple[str, ...]:
    """Copy cursors, snapshot and settings, in this order; return the keys left out."""
    (folder / "cursors").mkdir()
    for path in sorted(home.cursors.glob("*.json")):
        shutil.copyfile(path, folder / "cursors" / path.name)
    shutil.copyfile(published, folder / _WAREHOUSE)
    if not home.settings_file.exists():
        return ()
    try:
        text, left_out = without_secrets(home.settings_file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{home.settings_file} is no TOML file ({error}): mend that line; nothing was written."
        ) from error
    (folder / _SETTINGS).write_text(text, "utf-8")
    return left_out


def _manifest(
    contents: Contents, members: dict[str, Path], now: datetime, left_out: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "onrecord": version("onrecord"),
        "schema": contents.schema,
        "run_seq": contents.run_seq,
        "rows": contents.rows,
        "settings_left_out": list(left_out),
        "sha256": {name: _digest(path) for name, path in members.items()},
    }


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                if not member.isfile() or not _MEMBER.fullmatch(member.name):
                    raise BackupDamaged(
                        f"{file} holds {member.name!r}, which no backup does; nothing was written."
                    )
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                content = archive.extractfile(member)
                assert content is not None
                with path.open("wb") as target:
                    shutil.copyfileobj(content, target)
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf-8"))
        listed = dict(manifest["sha256"])
    except (tarfile.TarError, EOFError, ValueError, KeyError, FileNotFoundError) as error:
        if not file.exists():
            raise
        raise BackupDamaged(
            f"{file} is no backup, or was cut off ({error}): take another; nothing was written."
        ) from error
    for name, digest in listed.items():
        if not (folder / name).exists() or _digest(folder / name) != digest:
            raise BackupDamaged(
                f"{file} is damaged: {name} in it is not as it was written. Take another backup; "
                "nothing was written."
            )
    if _WAREHOUSE not in listed:
        raise BackupDamaged(f"{file} is no backup: it has no warehouse; nothing was written.")
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
