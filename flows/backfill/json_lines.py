"""Articles as JSON Lines (https://jsonlines.org), plain or compressed with gzip."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from flows.backfill.met import Met
from transforms.backfill.records import DAMAGED, NOT_AN_ARTICLE, ArchivedArticle, Place, Unusable
from transforms.backfill.rows import article_of_row, missing_keys

MOST_LINE_BYTES = 10_000_000
"""As the fetcher takes at most of a page."""
_LOOKED_AT = 100
"""Lines at the head of a file of which one must be an article."""
_GZIP = b"\x1f\x8b"
_BROKEN = (OSError, EOFError, zlib.error)
"""What a damaged gzip file raises."""


def read_lines(file: Path, name: str) -> Iterator[Met]:
    """Yield every line but blank ones, in order; what is no article stops nothing.

    Where a compressed file is damaged, what follows cannot be found again: it ends there.
    """
    with file.open("rb") as raw:
        lines, number = _opened(raw), 0
        while True:
            number += 1
            place = Place(name, number)
            try:
                line, is_whole = _next_line(lines)
            except _BROKEN as error:
                reason = f"the file is damaged from here on ({error}), and is read no further"
                yield Met(Unusable(place, DAMAGED, reason), raw.tell())
                return
            if not line:
                return
            if line.strip() or not is_whole:
                yield Met(_item(line, place, is_whole=is_whole), raw.tell())


def why_not_lines(file: Path) -> str:
    """Return why a file has no articles as JSON Lines, judged by its first lines; or ""."""
    reasons = []
    for met, _ in zip(read_lines(file, file.name), range(_LOOKED_AT), strict=False):
        if isinstance(met.item, ArchivedArticle):
            return ""
        if isinstance(met.item, Unusable):
            reasons.append(f"{met.item.place.unit} {met.item.place.number}: {met.item.reason}")
    if not reasons:
        return "it has no line"
    return f"of its first lines none is an article; {reasons[0]}"


def _opened(raw: IO[bytes]) -> IO[bytes]:
    is_compressed = raw.read(2) == _GZIP
    raw.seek(0)
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if is_compressed else raw


def _next_line(lines: IO[bytes]) -> tuple[bytes, bool]:
    """Return the next line, and whether it is whole; of an endless one no more is held."""
    line = lines.readline(MOST_LINE_BYTES)
    if len(line) < MOST_LINE_BYTES or line.endswith(b"\n"):
        return line, True
    rest = line
    while rest and not rest.endswith(b"\n"):
        rest = lines.readline(MOST_LINE_BYTES)
    return line, False


def _item(line: bytes, place: Place, *, is_whole: bool) -> ArchivedArticle | Unusable:
    if not is_whole:
        return Unusable(place, NOT_AN_ARTICLE, f"the line is over {MOST_LINE_BYTES:,} bytes")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Unusable(place, NOT_AN_ARTICLE, f"it is not UTF-8 ({error.reason})")
    except (json.JSONDecodeError, RecursionError) as error:
        return Unusable(place, NOT_AN_ARTICLE, f"it is no JSON ({error})")
    if isinstance(row, dict) and (lacking := missing_keys(row)):
        return Unusable(place, NOT_AN_ARTICLE, f"it lacks {lacking}")
    return article_of_row(row, place)
