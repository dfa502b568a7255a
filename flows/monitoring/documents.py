"""Raw documents kept under the home, by content hash and compressed."""

import asyncio
import gzip
import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Self

from flows.fetching.exchange import DocumentSource, Fetched, Gate

SPEED_OVER_SIZE = 6
"""Level of gzip: 9 takes 1.4 times as long for 0.3 % less (docs/choices.md)."""

_DRAFTS = "drafts"
"""One folder for all drafts, so that those of killed runs are found without a look at the rest."""


class Keeping:
    """A source of which every body is kept before it is used."""

    def __init__(self, source: DocumentSource, folder: Path) -> None:
        self._source = source
        self._folder = folder

    async def __aenter__(self) -> Self:
        await self._source.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._source.__aexit__(kind, error, trace)

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        gate: Gate | None = None,
        cut_at: int | None = None,
    ) -> Fetched:
        """Return what the source answers, its body kept and named in the exchange."""
        fetched = await self._source.fetch(
            url, etag=etag, last_modified=last_modified, gate=gate, cut_at=cut_at
        )
        if fetched.not_modified:
            return fetched
        # Compressing and syncing would hold up the other requests of the loop.
        document_id = await asyncio.to_thread(keep_document, self._folder, fetched.body)
        return replace(fetched, exchange=replace(fetched.exchange, document_id=document_id))


def keep_document(folder: Path, body: bytes) -> str:
    """Keep ``body`` and return its id, the SHA-256 in hexadecimal; the same bytes once.

    The file is whole or absent, whenever the process or the machine stops.
    """
    document_id = hashlib.sha256(body).hexdigest()
    path = document_path(folder, document_id)
    if path.exists():
        return document_id
    path.parent.mkdir(parents=True, exist_ok=True)
    drafts = folder / _DRAFTS
    drafts.mkdir(exist_ok=True)
    # Two threads may keep the same bytes at the same time: each writes a draft of its own.
    with NamedTemporaryFile(dir=drafts, suffix=".draft", delete=False) as draft:
        try:
            draft.write(gzip.compress(body, compresslevel=SPEED_OVER_SIZE, mtime=0))
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(draft.name).unlink()
            raise
    return document_id


def remove_drafts(folder: Path) -> None:
    """Remove what killed runs left half written; call when nothing is being kept."""
    shutil.rmtree(folder / _DRAFTS, ignore_errors=True)


def read_document(folder: Path, document_id: str) -> bytes:
    """Return the bytes of a kept document."""
    return gzip.decompress(document_path(folder, document_id).read_bytes())


def document_path(folder: Path, document_id: str) -> Path:
    """Return where a document is kept."""
    return folder / document_id[:2] / f"{document_id}.gz"
