"""docs/stories.md is what analysts work from: it must say what the loader does."""

import re
import shutil
from pathlib import Path

import pytest

from seeds.configuration import parse_configuration
from seeds.load import bundled_story, check_story
from seeds.matchers import MATCHER_LABELS
from seeds.schema import Table, story_tables

PAGE = (Path(__file__).parents[2] / "docs" / "stories.md").read_text("utf-8")


def section(heading: str) -> str:
    return PAGE.split(f"\n{heading}\n")[1].split("\n## ")[0]


def block(language: str) -> str:
    return PAGE.split(f"```{language}\n")[1].split("```")[0]


@pytest.mark.parametrize("table", story_tables().values(), ids=lambda table: table.name)
def test_every_table_is_described_with_its_columns_in_order(table: Table) -> None:
    described = re.findall(r"^\| `(\w+)` \|", section(f"## {table.file}"), re.MULTILINE)
    assert tuple(described[: len(table.columns)]) == table.column_names


def test_every_allowed_value_is_named() -> None:
    values = {
        value
        for table in story_tables().values()
        for column in table.columns
        for value in column.allowed
    }
    assert {value for value in values if f"`{value}`" not in PAGE} == set()


def test_every_label_of_a_matcher_is_named() -> None:
    described = re.findall(r"^\| `(\w+)` \|", section("### Matchers"), re.MULTILINE)
    assert tuple(described) == MATCHER_LABELS


def test_the_example_of_story_toml_holds_every_key_and_is_valid() -> None:
    configuration = parse_configuration(block("toml"))
    assert configuration.problems == []
    assert configuration.description
    assert configuration.ends
    assert configuration.plan_version
    assert configuration.routes[0].matchers


def test_the_example_of_a_check_is_what_the_check_prints(tmp_path: Path) -> None:
    story = shutil.copytree(bundled_story(), tmp_path / "story")
    for file, old, new in [
        ("terms.csv", "donbas,21,territory", "donbas,21,territry"),
        ("roles.csv", "2020-02-11,2025-11-28,yes", "2020-02-11,28.11.2025,TRUE"),
    ]:
        text = (story / file).read_text("utf-8")
        assert text.count(old) == 1
        (story / file).write_text(text.replace(old, new), "utf-8")
    printed = "\n".join(map(str, check_story(story))) + "\n"
    # Rows move when the shipped story grows.
    assert re.sub(r"row \d+", "row", printed) == re.sub(r"row \d+", "row", block("text"))
