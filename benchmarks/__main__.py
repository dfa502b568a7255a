"""``python -m benchmarks``: every benchmark of this folder, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> int:
    """Run them one after another; return how many did not reach what they state."""
    names = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    failed = 0
    for name in names:
        print(f"== {name}", flush=True)
        ended = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        failed += ended.returncode != 0
    print(f"{len(names)} benchmarks, {failed} under what they state")
    return failed


if __name__ == "__main__":
    sys.exit(main())
