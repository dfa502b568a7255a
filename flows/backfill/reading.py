"""Archives as parts of a few hundred articles: memory is bounded by one part."""

import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.backfill.met import Met
from flows.errors import ConfigurationError
from transforms.backfill.choosing import part_id
from transforms.backfill.records import ArchivedArticle, Unusable

PART_ARTICLES = 500
"""Articles of one part: what a killed backfill may have to do again."""
PART_BYTES = 64_000_000
"""A part ends sooner where its articles are so large together."""

_HEAD_BYTES = 4_096
_PACKED = {b"(\xb5/\xfd": "zstd", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"PK\x03\x04": "zip"}
"""How files begin that are compressed in a way that is not read."""


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file of an archive that can be read."""

    path: Path
    name: str
    """Its name; with its folders where another file of the archive has the same one."""
    read: Callable[[Path, str], Iterator[Met]]
    size: int


@dataclass(slots=True)
class Part:
    """Articles that are analysed and landed together."""

    articles: list[ArchivedArticle] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)
    others: int = 0
    """Records of WARC files that are no pages."""
    bytes_read: int = 0
    """Of all files, up to the part's end."""
    most: int = PART_ARTICLES
    _size: int = 0

    @property
    def part_id(self) -> str:
        """Deterministic, by what it holds."""
        return part_id([*self.articles, *self.unusable])

    @property
    def is_full(self) -> bool:
        """Say whether no more goes into it."""
        count = len(self.articles) + len(self.unusable)
        return count >= self.most or self._size >= PART_BYTES

    def add(self, met: Met, bytes_before: int) -> None:
        """Take one more in."""
        match met.item:
            case ArchivedArticle():
                self.articles.append(met.item)
                self._size += len(met.item.body)
            case Unusable():
                self.unusable.append(met.item)
            case None:
                self.others += 1
        self.bytes_read = bytes_before + met.bytes_read


def open_files(paths: Sequence[Path]) -> list[ArchiveFile]:
    """Look at the head of each file.

    Raises:
        ConfigurationError: one cannot be read, is of no known form, or has no articles.
    """
    paths = list({path.resolve(): path for path in paths}.values())
    names = _names(paths)
    return [_opened(path, name) for path, name in zip(paths, names, strict=True)]


def read_parts(files: Sequence[ArchiveFile], most: int = PART_ARTICLES) -> Iterator[Part]:
    """Yield the parts of an archive in its order; the last one may have no article."""
    part, before = Part(most=most), 0
    for file in files:
        for met in file.read(file.path, file.name):
            part.add(met, before)
            if part.is_full:
                yield part
                part = Part(bytes_read=part.bytes_read, most=most)
        before += file.size
    part.bytes_read = before
    yield part


def _opened(path: Path, name: str) -> ArchiveFile:
    try:
        head, size = _head(path), path.stat().st_size
        _refuse_packed(path, head)
        read, why_not = _form(head)
        reason = why_not(path)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigurationError(
            f"{path} cannot be read ({reason}); nothing was written."
        ) from error
    if reason:
        raise ConfigurationError(
            f"{path} cannot be tagged: {reason}; docs/backfill.md says what files may hold. "
            "Nothing was written."
        )
    return ArchiveFile(path, name, read, size)


def _refuse_packed(path: Path, head: bytes) -> None:
    for beginning, name in _PACKED.items():
        if head.startswith(beginning):
            raise ConfigurationError(
                f"{path} is compressed with {name}, which is not read here: unpack it, or use "
                "gzip; nothing was written."
            )


def _form(
    head: bytes,
) -> tuple[Callable[[Path, str], Iterator[Met]], Callable[[Path], str]]:
    """Return what reads a file of this form, and what says why it cannot be used.

    What stands in a file counts, not how it is named. Only the form in question is loaded.
    """
    if head.startswith(b"PAR1"):
        from flows.backfill.parquet import read_rows, why_not_rows

        return read_rows, why_not_rows
    if head.startswith(b"WARC/"):
        from flows.backfill.warc import read_pages, why_not_records

        return read_pages, why_not_records
    from flows.backfill.json_lines import read_lines, why_not_lines

    return read_lines, why_not_lines


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, _HEAD_BYTES)
    return head


def _names(paths: Sequence[Path]) -> list[str]:
    names = [path.name for path in paths]
    if len(set(names)) == len(names):
        return names
    full = [str(path.absolute()) for path in paths]
    return [os.path.relpath(path, os.path.commonpath(full)) for path in full]
