"""Looks the locked packages up among known vulnerabilities: `make audit`, where the network allows.

pip-audit is installed into an environment of its own, which goes afterwards. Exit code 0 when
every package was looked up and none is known to be vulnerable, 1 when one is, 2 when not all
could be looked up: pip-audit itself then says "no known vulnerabilities".
"""

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Collection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt", "benchmarks/requirements.txt")
SERVICES = ("pypi", "osv")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = f"{folder}/bin/python"
        quiet = ["--quiet", "--disable-pip-version-check"]
        if call([python, "-m", "pip", "install", *quiet, "pip-audit"]).returncode:
            print("pip-audit could not be installed: nothing was looked up.")
            return 2
        code = 2
        for service in SERVICES:
            if code == 2:
                code, lines = look_up(python, service)
                print("\n".join(lines))
        return code


def look_up(python: str, service: str) -> tuple[int, list[str]]:
    """Ask one service about all lock files; return the exit code and what to print."""
    answers: dict[str, dict[str, Any]] = {}
    for file in LOCKS:
        ended = call(
            [python, "-m", "pip_audit", "--requirement", str(ROOT / file), "--disable-pip",
             "--require-hashes", "--vulnerability-service", service, "--format", "json",
             "--progress-spinner", "off"]
        )  # fmt: skip
        try:
            listed = json.loads(ended.stdout)["dependencies"]
        except ValueError:
            reason = (ended.stderr.strip().splitlines() or ["no answer"])[-1]
            return 2, [f"{service} could not be asked ({reason[:200]}): nothing was looked up."]
        answers |= {package["name"]: package for package in listed}
    return judge(list(answers.values()), service)


def judge(packages: Collection[dict[str, Any]], service: str) -> tuple[int, list[str]]:
    """Return the exit code for pip-audit's answers, and what to print."""
    vulnerable = [
        f"{package['name']} {package['version']}: {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version yet'}."
        for package in packages
        for found in package.get("vulns", ())
    ]
    skipped = sorted(package["name"] for package in packages if "skip_reason" in package)
    told = f"{len(packages) - len(skipped)} of {len(packages)} packages looked up at {service}"
    if skipped:
        told += f", not {', '.join(skipped[:5])}{' and others' if skipped[5:] else ''}"
    if vulnerable:
        return 1, [*vulnerable, f"{told}: {len(vulnerable)} known vulnerabilities."]
    if skipped:
        return 2, [f"{told}: nothing can be said of these."]
    return 0, [f"{told}: none is known to be vulnerable."]


def call(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
