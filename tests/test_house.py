"""Imports run one way: flows -> warehouse, transforms -> seeds."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("flows", "warehouse", "transforms", "seeds")
RECORD_TYPES = {
    "transforms.records",
    "transforms.copies.records",
    "transforms.feed_records",
    "transforms.notification_records",
    "transforms.statement_records",
    "transforms.spans",
    "seeds.story",
}
ALLOWED = {
    "flows": {"flows", "warehouse", "transforms", "seeds"},
    "warehouse": {"warehouse"},
    "transforms": {"transforms", "seeds"},
    "seeds": {"seeds"},
}
EFFECTS = {"os", "socket", "subprocess", "httpx", "duckdb", "prefect", "time", "random", "shutil"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_lies_before_it(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in sorted(imports(path))
        if name.split(".")[0] in ROOMS
        and name.split(".")[0] not in ALLOWED[room]
        and not (room == "warehouse" and name in RECORD_TYPES)
    ]
    assert wrong == []


def test_no_two_files_of_tests_have_one_name() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, number in names.items() if number > 1] == [], "pytest takes one of them"


def test_no_file_imports_itself_by_way_of_others() -> None:
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): imports(path)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if path.name != "__init__.py"
    }
    while leaves := [name for name, wanted in files.items() if not wanted & set(files)]:
        for name in leaves:
            del files[name]
    assert sorted(files) == [], "these, or some of them, stand in a circle"


def test_transforms_touch_neither_files_nor_clock_nor_network() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "transforms").rglob("*.py"))
        for name in sorted(imports(path))
        if name.split(".")[0] in EFFECTS
    ]
    assert wrong == []


def test_only_the_warehouse_speaks_sql() -> None:
    words = ("SELECT ", "INSERT INTO", "CREATE TABLE", "DELETE FROM")
    wrong = [
        f"{path.relative_to(ROOT)}: {node.value[:60]!r}"
        for room in ("flows", "transforms", "seeds")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.lstrip().startswith(words)
    ]
    # The demo and the examples of a command's help show queries; they run none.
    assert [line for line in wrong if not line.startswith("flows/sample/demo.py")] == []


def test_no_package_registry_is_named_in_the_repository() -> None:
    hosts = (
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "index-" + "url =",
        "registry.npmjs" + ".org",
    )
    text_files = [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".md", ".toml", ".txt", ".csv", ".json", ".sql", ""}
        and not {".venv", ".git", ".onrecord"} & set(path.relative_to(ROOT).parts)
    ]
    wrong = [
        f"{path.relative_to(ROOT)} names {host}"
        for path in text_files
        for host in hosts
        if host in path.read_text("utf-8", "replace")
    ]
    assert wrong == []


def test_the_page_about_architecture_says_the_same_and_names_what_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rules = page.partition("## Who may import whom")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", rules, re.MULTILINE)
    assert {room: set(re.findall(r"`(\w+)`", allowed)) for room, allowed in rows} == ALLOWED
    records, effects = rules.partition("nothing but records")[2].split("touches the world")
    assert set(re.findall(r"`(\w+\.[\w.]+)`", records)) == RECORD_TYPES
    assert set(re.findall(r"`(\w+)`", effects)) == EFFECTS
    paths = re.findall(r"\b(?:flows|warehouse|transforms|seeds|tests)/[\w/]+\.\w+", page)
    assert [path for path in paths if not (ROOT / path).is_file()] == []
