"""A small valid story of invented countries, and a way to spoil it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Spoil = Callable[[str, str, str], None]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A copy of the valid story folder."""
    return shutil.copytree(Path(__file__).with_name("strait-talks"), tmp_path / "strait-talks")


@pytest.fixture
def spoil(story: Path) -> Spoil:
    """Replace words in a file of the story; they must be there, once."""

    def replace(file: str, old: str, new: str) -> None:
        text = (story / file).read_text("utf-8")
        assert text.count(old) == 1
        (story / file).write_text(text.replace(old, new), "utf-8")

    return replace
