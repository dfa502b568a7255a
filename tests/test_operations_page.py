"""docs/operations.md: each kind of failure has its entry, and its commands are ones that exist."""

import ast
import importlib
import re
import shlex
from typing import Any

import typer
from command_line import ROOT, require_command

from flows.command.application import application
from flows.failures import explain
from flows.fetching.errors import Unreadable
from transforms.backfill.records import DAMAGED, NOT_AN_ARTICLE

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
FAMILIES = ("CommandError", "WarehouseError", "LanguageModelError", "StoryError")


def classes() -> dict[str, tuple[str, ast.ClassDef]]:
    """Every class of ours by name, with its module; read, since to import all takes seconds."""
    return {
        node.name: (".".join(path.relative_to(ROOT).with_suffix("").parts), node)
        for room in ("flows", "warehouse", "transforms", "seeds")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }


CLASSES = classes()


def with_heirs(family: str) -> set[str]:
    """The name of a class and of all that are made of it."""
    heirs = (
        name
        for name, (_, node) in CLASSES.items()
        if family in {base.id for base in node.bases if isinstance(base, ast.Name)}
    )
    return {family}.union(*map(with_heirs, heirs))


def loaded(name: str) -> Any:  # noqa: ANN401
    return getattr(importlib.import_module(CLASSES[name][0]), name)


def entries(head: str) -> list[str]:
    """The first column of the table that begins with this head."""
    table = PAGE.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)


def test_what_stops_a_command_has_an_entry() -> None:
    known = set().union(*map(with_heirs, FAMILIES))
    listed = entries("error kind")
    assert set(listed) == known | {"OSError"}
    assert len(listed) == len(set(listed))


def test_what_costs_one_feed_or_page_has_an_entry() -> None:
    families = {"InputError", "Retry", "Quarantine"}
    kinds = {loaded(name).kind for name in with_heirs("InputError") - families}
    kinds |= set(re.findall(r"[a-z]+-[a-z-]+", (Unreadable.__doc__ or "").partition("one of")[2]))
    sources = [path.read_text("utf-8") for path in (ROOT / "flows").rglob("*.py")]
    kinds |= set(re.findall(r'(?:kind=|entry, None, )"([a-z-]+)"', "\n".join(sources)))
    kinds |= {DAMAGED, NOT_AN_ARTICLE}
    listed = entries("kind")
    assert set(listed) == kinds
    assert len(listed) == len(set(listed))


def test_the_exit_codes_are_those_of_the_command() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d) \|", PAGE, re.MULTILINE)
    codes = {name: int(code) for name, code in rows}
    for name in set().union(*map(with_heirs, FAMILIES)) - {"StoryError"}:
        explained = explain(loaded(name)("something; nothing was written"))
        assert explained is not None
        assert codes[name] == explained[1], name
    assert codes["StoryError"] == 2


def test_its_commands_are_ones_that_onrecord_takes() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    called = [line.partition("onrecord ")[2] for line in lines if re.match(r"onrecord ", line)]
    quoted = re.findall(r"`onrecord ([^`]+)`", PAGE)
    assert len(called) >= 8
    assert len(quoted) >= 8
    names = set(typer.main.get_command(application).commands)  # type: ignore[attr-defined]
    for words in (*called, *quoted):
        line = shlex.split(words.partition(" | ")[0].replace("RUN_SEQ", "7"))
        if len(line) == 1:  # a mention of the command
            assert line[0] in names
        else:
            require_command(line)
