"""The story of the demo: the first story with the sample site's feeds and invented cast."""

import csv
import shutil
from pathlib import Path

import seeds

_SEEDS = Path(seeds.__file__).parent
_SAMPLE = _SEEDS / "sample"
_CAST_TABLES = ("actors.csv", "actor_labels.csv", "roles.csv", "memberships.csv")


def write_sample_story(folder: Path, base_url: str) -> Path:
    """Write a story that watches the sample site at ``base_url``, and return its ``folder``.

    It is ``ukraine-plan`` with the rows of ``sample/cast`` added to its tables, so that the
    invented actors never enter the real story.

    Raises:
        FileExistsError: there is such a folder already.
        ValueError: a table of the cast has other columns than the story's.
    """
    shutil.copytree(_SEEDS / "ukraine-plan", folder)
    for name in _CAST_TABLES:
        _add_rows(folder / name, _SAMPLE / "cast" / name)
    _write_feeds(folder / "feeds.csv", base_url)
    return folder


def _add_rows(table: Path, cast: Path) -> None:
    columns, _, rows = cast.read_text(encoding="utf-8").partition("\n")
    text = table.read_text(encoding="utf-8")
    expected = text.partition("\n")[0]
    if columns != expected:
        raise ValueError(f"{cast} has the columns {columns}: write {expected}, as the story has")
    table.write_text(f"{text.rstrip()}\n{rows}", encoding="utf-8")


def _write_feeds(table: Path, base_url: str) -> None:
    with (_SAMPLE / "feeds.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with table.open("w", encoding="utf-8", newline="") as lines:
        feeds = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        feeds.writeheader()
        feeds.writerows({**row, "url": base_url + row["url"]} for row in rows)
