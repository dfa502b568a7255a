"""What is locked: its licences, its bill of materials, and the look-up of vulnerabilities."""

import importlib.util
import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from types import ModuleType

import pytest
from audit import judge
from command_line import ROOT
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PAGE = (ROOT / "docs" / "licences.md").read_text("utf-8")
BILL = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text("utf-8"))
ANEW = "the lock files have changed: run `make licences`"


def inventory() -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "inventory", ROOT / "docs" / "inventory.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


INVENTORY = inventory()
LOCKED = INVENTORY.locked_packages()


def test_the_lock_has_what_each_supported_python_needs_not_only_the_one_that_made_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pythons = ["3.11.0", "3.11.2", "3.11.9", "3.12.0", "3.12.9", "3.13.0", "3.13.9"]
    assert list(SpecifierSet(project["requires-python"]).filter(pythons)) == pythons
    missing = []
    for name in LOCKED:
        try:
            asked = [Requirement(line) for line in distribution(name).requires or []]
        except PackageNotFoundError:
            continue  # as below
        for requirement in asked:
            for python in pythons:
                own = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
                environment = default_environment() | own | {"extra": ""}
                if requirement.marker is None or not requirement.marker.evaluate(environment):
                    continue
                if canonicalize_name(requirement.name) not in LOCKED:
                    missing.append(f"Python {python}: {name} needs {requirement}")
    assert missing == [], "name it in pyproject.toml, then `make lock`"


def test_the_page_of_licences_names_each_locked_package_and_no_other() -> None:
    pinned = {
        (name, version)
        for file in ("requirements.txt", "requirements-dev.txt", "benchmarks/requirements.txt")
        for name, version in re.findall(
            r"^([\w.-]+)==([^\s;\\]+)", (ROOT / file).read_text("utf-8"), re.MULTILINE
        )
    }
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| (?:run|tests|benchmarks) \|$", PAGE, re.M
    )
    assert {(name, version) for name, version, _ in rows} == pinned, ANEW
    assert len(rows) == len(pinned)


def test_licences_are_those_of_the_installed_packages() -> None:
    wrong = []
    for name, package in LOCKED.items():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # the benchmarks' peers are installed by `make bench` alone
        row = INVENTORY.row_of(package, INVENTORY.licence(found))
        if found.version == package.version and row not in PAGE:
            wrong.append(row)
    assert wrong == [], ANEW


def test_licences_that_ask_for_more_were_thought_about() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \| \w+ \|$", PAGE, re.MULTILINE)
    asking = {name for name, terms in rows if INVENTORY.ASKS_FOR_MORE.search(terms)}
    assert asking == set(INVENTORY.REVIEWED)


def test_the_bill_of_materials_has_each_package_once_and_says_who_needs_it() -> None:
    assert (BILL["bomFormat"], BILL["specVersion"]) == ("CycloneDX", "1.6")
    purls = [component["purl"] for component in BILL["components"]]
    assert sorted(purls) == sorted(package.purl for package in LOCKED.values()), ANEW
    assert len(set(purls)) == len(purls)
    own = BILL["metadata"]["component"]["bom-ref"]
    needs = {entry["ref"]: entry["dependsOn"] for entry in BILL["dependencies"]}
    assert set(needs) == {own, *purls}
    reached, waiting = set(), [own]
    while waiting:
        waiting += [ref for ref in needs[waiting.pop()] if ref not in reached]
        reached.update(waiting)
    assert reached == set(purls), "each package is there because another needs it"
    assert all(component["licenses"] for component in BILL["components"])


@pytest.mark.parametrize(
    ("answers", "code", "words"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 of 1 packages"),
        ([{"name": "a", "skip_reason": "not found"}], 2, "0 of 1 packages .* not a: nothing"),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
             {"name": "b", "skip_reason": "not found"}],
            1,
            "a 1: CVE-1, mended in 2",
        ),
    ],
)  # fmt: skip
def test_a_package_that_was_not_looked_up_is_not_taken_for_sound(
    answers: list[dict[str, object]], code: int, words: str
) -> None:
    given, lines = judge(answers, "pypi")
    assert given == code
    assert re.search(words, "\n".join(lines))
