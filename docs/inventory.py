"""Lists what is locked: licences (docs/licences.md) and a bill of materials: `make licences`.

The bill, docs/sbom.cdx.json, is CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Names,
versions and who needs whom are read from the lock files, licences from the installed packages.
"""

import json
import re
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = {
    "run": "requirements.txt",
    "tests": "requirements-dev.txt",
    "benchmarks": "benchmarks/requirements.txt",
}
"""Lock files by what they are for; a package is listed under the first that has it."""

REVIEWED = {
    "certifi": "MPL-2.0: files of it that are changed must be published; none is changed",
    "hypothesis": "MPL-2.0; tests alone",
    "orjson": "MPL-2.0 in part; unchanged",
    "pathspec": "MPL-2.0; unchanged",
    "pyphen": "taken under MPL-1.1 of its three; benchmarks alone",
    "text-unidecode": "taken under the Artistic License of its two",
    "tld": "taken under MPL-1.1 of its three; unchanged",
    "tqdm": "MPL-2.0 in part; unchanged",
}
"""What was thought of licences that ask for more than to be named."""

ASKS_FOR_MORE = re.compile(
    r"GPL|General Public|MPL|Mozilla|EPL|Eclipse|CDDL|EUPL|SSPL", re.IGNORECASE
)

_SPDX = {
    "MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0", "PSF-2.0",
}  # fmt: skip
_SAME = {"MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0"}
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


@dataclass
class Locked:
    """A package of the lock files."""

    name: str
    version: str
    purpose: str
    needed_by: set[str] = field(default_factory=set)

    @property
    def purl(self) -> str:
        """Its package URL (https://github.com/package-url/purl-spec), which is its id."""
        return f"pkg:pypi/{self.name.lower().replace('_', '-')}@{self.version}"


def main() -> None:
    """Write both files."""
    locked = locked_packages()
    licences = {name: licence(distribution(name)) for name in locked}
    (ROOT / "docs" / "licences.md").write_text(licence_page(locked, licences), encoding="utf-8")
    bill = json.dumps(bill_of_materials(locked, licences), indent=1, ensure_ascii=False)
    (ROOT / "docs" / "sbom.cdx.json").write_text(bill + "\n", encoding="utf-8")


def locked_packages() -> dict[str, Locked]:
    """Return every package of the lock files by name, sorted."""
    found: dict[str, Locked] = {}
    for purpose, file in LOCKS.items():
        current = None
        for line in (ROOT / file).read_text("utf-8").splitlines():
            if pinned := _PINNED.match(line):
                current = found.setdefault(pinned[1], Locked(pinned[1], pinned[2], purpose))
            elif current and (via := re.match(r"    #\s+(?:via )?([^\s(]+)", line)):
                current.needed_by |= {via[1]} - {"via", "-c", "-r"}
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """Return the licence as the package's metadata has it: SPDX where it says so, else words."""
    metadata = package.metadata
    if metadata.get("License-Expression"):
        return str(metadata["License-Expression"])
    named = [
        words.rpartition(" :: ")[2]
        for words in metadata.get_all("Classifier") or []
        if words.startswith("License :: ") and not words.endswith("OSI Approved")
    ]
    short = str(metadata.get("License") or "")
    if short in _SPDX or (not named and len(short) < 40):
        return short
    return " or ".join(_SAME.get(words, words) for words in named)


def licence_page(locked: Mapping[str, Locked], licences: Mapping[str, str]) -> str:
    """Return docs/licences.md."""
    lines = [
        "# Licences of what is locked",
        "",
        "Made by `make licences` from the lock files and the metadata of the installed packages.",
        "The same as a bill of materials: [sbom.cdx.json](sbom.cdx.json) (CycloneDX 1.6).",
        "onrecord itself is under Apache-2.0.",
        "",
        "Licences that ask for more than to be named:",
        "",
        "| package | what was thought |",
        "| --- | --- |",
        *(f"| {name} | {thought} |" for name, thought in REVIEWED.items()),
        "",
        "All:",
        "",
        "| package | version | licence | locked for |",
        "| --- | --- | --- | --- |",
        *(row_of(package, licences[name]) for name, package in locked.items()),
    ]
    return "\n".join(lines) + "\n"


def row_of(package: Locked, terms: str) -> str:
    """Return a package's row of the page."""
    return f"| {package.name} | {package.version} | {terms} | {package.purpose} |"


def bill_of_materials(locked: Mapping[str, Locked], licences: Mapping[str, str]) -> dict[str, Any]:
    """Return the bill: the same for the same lock files, so it names no time."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    components = [_component(package, licences[name]) for name, package in locked.items()]
    direct = [package for package in locked.values() if project["name"] in package.needed_by]
    needs = [{"ref": own, "dependsOn": _purls(direct)}] + [
        {
            "ref": package.purl,
            "dependsOn": _purls(other for other in locked.values() if name in other.needed_by),
        }
        for name, package in locked.items()
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": own,
            }
        },
        "components": components,
        "dependencies": needs,
    }


def _component(package: Locked, terms: str) -> dict[str, Any]:
    is_expression = bool(re.fullmatch(r"\S+(?: (?:AND|OR|WITH) \S+)+", terms))
    named = {"id": terms} if terms in _SPDX else {"name": terms}
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "scope": "required" if package.purpose == "run" else "excluded",
        "licenses": [{"expression": terms} if is_expression else {"license": named}],
        "purl": package.purl,
    }


def _purls(packages: Iterable[Locked]) -> list[str]:
    return sorted(package.purl for package in packages)


if __name__ == "__main__":
    main()
