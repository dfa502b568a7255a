"""Staging in a place that is no folder of ours: a file system that Beam is taught."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from apache_beam.io.filesystem import FileMetadata
from apache_beam.io.localfilesystem import LocalFileSystem
from making import a_document, strait_talks

from flows.errors import ConfigurationError
from flows.monitoring.analysis import transform
from flows.runners.runner import EMBEDDED, Runner
from transforms.records import Appearance, Document
from warehouse.staged_tables import staged_files
from warehouse.staging import read_staged

WORDS = "Tolls must fall at once, and all of them"
PAGE = (
    "<html lang='en'><head><title>Tolls in the strait</title></head><body><article>"
    "<h1>Tolls in the strait</h1><p>The talks went on in the old port on Tuesday, and the "
    "ferries sailed as they had on every other day of that long month.</p>"
    f"<p>“{WORDS},” Ana Brod said on Tuesday.</p>"
    "<p>MORE</p></article></body></html>"
)


class Depot(LocalFileSystem):
    """An object store as far as Beam is concerned: ``depot://FOLDER/...``."""

    root = Path()

    @classmethod
    def scheme(cls) -> str:
        return "depot"

    def join(self, basepath: str, *paths: str) -> str:
        return "/".join([basepath.rstrip("/"), *paths])

    def split(self, path: str) -> tuple[str, str]:
        head, _, tail = path.rpartition("/")
        return head, tail

    def _here(self, path: str) -> str:
        return str(self.root / path.removeprefix("depot://"))

    def mkdirs(self, path: str) -> None:
        super().mkdirs(self._here(path))

    def has_dirs(self) -> bool:
        return False

    def _list(self, dir_or_prefix: str) -> Iterator[FileMetadata]:
        for path in self.root.rglob("*"):
            name = f"depot://{path.relative_to(self.root)}"
            if path.is_file() and name.startswith(dir_or_prefix):
                yield FileMetadata(name, path.stat().st_size)

    def metadata(self, path: str) -> FileMetadata:
        return FileMetadata(path, self.size(path))

    def create(self, path: str, *arguments: object, **more: object) -> object:
        Path(self._here(path)).parent.mkdir(parents=True, exist_ok=True)
        return super().create(self._here(path), *arguments, **more)

    def open(self, path: str, *arguments: object, **more: object) -> object:
        return super().open(self._here(path), *arguments, **more)

    def rename(self, sources: list[str], targets: list[str]) -> None:
        super().rename([self._here(path) for path in sources], [self._here(p) for p in targets])

    def exists(self, path: str) -> bool:
        return bool(super().exists(self._here(path)))

    def size(self, path: str) -> int:
        return int(super().size(self._here(path)))

    def delete(self, paths: list[str]) -> None:
        super().delete([self._here(path) for path in paths])


def documents() -> list[Document]:
    return [
        a_document(f"story-{number}", PAGE.replace("MORE", f"Part {number}.").encode(),
                   content_type="text/html; charset=utf-8")
        for number in range(5)
    ]  # fmt: skip


def analysed(staging: Path, runner: Runner) -> tuple[dict[str, int], list[Appearance]]:
    staging.mkdir()
    counts = transform(strait_talks(), documents(), staging, frozenset(), {}, runner=runner)
    found = read_staged(staged_files(staging, "appearances"), Appearance)
    return counts, sorted(found, key=lambda appearance: appearance.appearance_id)


@pytest.mark.parametrize("place", ["depot://bucket/staging", "folder"])
def test_rows_that_went_by_another_place_are_the_same_and_nothing_is_left_there(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Depot, "root", tmp_path)
    shared = place if "://" in place else str(tmp_path / place)
    counts, found = analysed(tmp_path / "run-1", Runner(EMBEDDED.options, staging=shared))
    assert (counts, found) == analysed(tmp_path / "run-2", EMBEDDED)
    assert counts["revisions"] == 5
    assert {appearance.words for appearance in found} == {
        "Tolls must fall at once, and all of them"
    }
    left = [path for name in ("bucket", "folder") for path in (tmp_path / name).rglob("*.parquet")]
    assert left == []


def test_a_place_that_cannot_be_written_to_is_told_before_the_analysis(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in ("nowhere://bucket", str(tmp_path / "file")):
        with pytest.raises(ConfigurationError, match="staging in \\[runner\\] cannot be written"):
            analysed(tmp_path / f"run-{len(place)}", Runner(EMBEDDED.options, staging=place))
