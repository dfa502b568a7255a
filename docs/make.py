"""Makes the parts of the documentation that are outputs of the program: `make docs`.

A part stands between ``<!-- NAME -->`` and ``<!-- /NAME -->`` and is replaced whole.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from flows.installation.settings import Settings

ROOT = Path(__file__).parents[1]
SHOWN_LINES = 26


def main() -> None:
    """Rewrite the marked parts of README.md; with ``--demo`` also the demo's output."""
    readme = ROOT / "README.md"
    text = replaced(readme.read_text("utf-8"), "settings", settings_table())
    if "--demo" in sys.argv:
        text = replaced(text, "demo", f"```text\n{demo_output()}\n```")
    readme.write_text(text, encoding="utf-8")


def replaced(text: str, name: str, content: str) -> str:
    """Return ``text`` with the marked part replaced.

    Raises:
        ValueError: there is no such part.
    """
    part = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not part.search(text):
        raise ValueError(f"there is no part {name}: write <!-- {name} --> and <!-- /{name} -->")
    return part.sub(lambda found: f"{found[1]}{content}\n{found[2]}", text)


def settings_table() -> str:
    """Return every setting with its default and meaning, as Markdown."""
    lines = ["| key | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        known = str(field.default) if isinstance(field.default, str) else field.default
        is_plain = isinstance(known, str | int | float) and known != ""
        default = repr(known) if is_plain else "none"
        lines.append(f"| `{name}` | {default} | {field.description} |")
    return "\n".join(lines)


def demo_output() -> str:
    """Run the demo and return its end, shortened."""
    environment = {**os.environ, "COLUMNS": "110", "ONRECORD_HOME": str(ROOT / ".onrecord")}
    ran = subprocess.run(  # noqa: S603 - our own program
        [str(ROOT / ".venv/bin/onrecord"), "demo"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    lines = [line.rstrip() for line in ran.stdout.splitlines()]
    start = next(n for n, line in enumerate(lines) if line.startswith("New statements of"))
    proof = next(n for n, line in enumerate(lines) if line.startswith("Alerts: once"))
    shown = lines[start : start + SHOWN_LINES]
    return "\n".join([*shown, " ...", "", *lines[proof:]]).strip()


if __name__ == "__main__":
    main()
