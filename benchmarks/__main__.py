"""``python -m benchmarks``: every benchmark of this folder as one table, saved and compared.

Each runs in a process of its own. ``--full`` measures the big sizes, for half an hour or more;
names measure only these. What a whole run gives is saved in ``benchmarks/results``, and compared
with the last one that was saved there; ``--record`` makes it the one that docs/performance.md
shows, and ``--page`` alone makes that page's table anew.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring.machine import machine_facts
from benchmarks.measuring.results import Result, Results, results_as_json, results_from_json
from benchmarks.measuring.table import BUSY, markdown, show

FOLDER = Path(__file__).parent
SAVED = FOLDER / "results"
RECORDED = SAVED / "recorded.json"
"""The run that docs/performance.md shows; it alone is kept in the repository."""
PAGE = FOLDER.parent / "docs" / "performance.md"
_MOST_SECONDS = {False: 300, True: 3_600}


def main(arguments: list[str]) -> int:
    """Measure, show, save; return 1 where something stated does not hold or a benchmark fails."""
    known = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    if arguments == ["--page"]:
        put_into(PAGE, results_from_json(json.loads(RECORDED.read_text("utf-8"))))
        return 0
    wanted = [name for name in arguments if not name.startswith("--")]
    if set(wanted) - set(known):
        sys.stderr.write(f"there is no {set(wanted) - set(known)}; there are {', '.join(known)}\n")
        return 2
    before = last_saved(SAVED)
    machine = machine_facts()
    results = Results(machine, tuple(_run(name, arguments) for name in wanted or known))
    show(results.results, before)
    _tell(results, before)
    if not wanted:
        _save(results, SAVED / f"{machine['date'].replace(':', '')[:17]}.json")
    if "--record" in arguments:
        _save(results, RECORDED)
        put_into(PAGE, results)
    failed = any(result.failed for result in results.results)
    return int(failed or any(one.holds is False for one in results.measures().values()))


def last_saved(folder: Path) -> Results | None:
    """Return the newest run in a folder, by its own date."""
    saved = [json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")]
    newest = max(saved, key=lambda one: str(one["machine"]["date"]), default=None)
    return results_from_json(newest) if newest else None


def put_into(page: Path, results: Results) -> None:
    """Put the table of a run between the page's marks."""
    text = page.read_text("utf-8")
    start, end = "<!-- bench -->\n", "<!-- /bench -->"
    head, _, rest = text.partition(start)
    page.write_text(head + start + markdown(results) + "\n" + end + rest.partition(end)[2], "utf-8")


def _run(name: str, arguments: list[str]) -> Result:
    full = "--full" in arguments
    print(f"{name} ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "result.json"
        command = [sys.executable, "-m", f"benchmarks.{name}", "--to", str(told)]
        command += ["--full"] if full else []
        load, began = os.getloadavg()[0], time.monotonic()
        try:
            ended = subprocess.run(
                command, check=False, stdout=subprocess.DEVNULL, timeout=_MOST_SECONDS[full]
            )
            reason = f"FAILED: exit code {ended.returncode}, see above"
        except subprocess.TimeoutExpired:
            reason = f"FAILED: not done after {_MOST_SECONDS[full]} s"
        if told.exists():
            return results_from_json(json.loads(told.read_text("utf-8"))).results[0]
        return Result(name, (), "", reason, time.monotonic() - began, load)


def _tell(results: Results, before: Results | None) -> None:
    seconds = sum(result.seconds for result in results.results)
    under = [one.name for one in results.measures().values() if one.holds is False]
    busy = [result.benchmark for result in results.results if result.load > BUSY]
    print(f"\n{len(results.measures())} figures in {seconds:.0f} s", end="; ")
    print("all that is stated holds" if not under else f"does not hold: {'; '.join(under)}")
    if busy:
        print(f"the load was over {BUSY:g} when these began: {', '.join(busy)}")
    if before:
        other = [
            name
            for name in ("cpu", "cores", "python")
            if before.machine[name] != results.machine[name]
        ]
        print(f"compared with {before.machine['date']}, {before.machine['commit']}", end="")
        print(f"; another {', '.join(other)}: only ratios compare" if other else "")


def _save(results: Results, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results_as_json(results), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
