"""Holds transforms/ and warehouse/ to their coverage floor; run after pytest --cov."""

import io
import sys

import coverage

FLOORS = {"transforms": 95.0, "warehouse": 95.0}


def main() -> int:
    """Print each room's coverage; fail when one is under its floor."""
    data = coverage.Coverage()
    data.load()
    failed = False
    for room, floor in FLOORS.items():
        total = data.report(include=f"{room}/*", file=io.StringIO())
        verdict = "ok" if total >= floor else "UNDER THE FLOOR"
        sys.stdout.write(f"coverage of {room}/: {total:.1f} % (floor {floor:.0f} %): {verdict}\n")
        failed |= total < floor
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
