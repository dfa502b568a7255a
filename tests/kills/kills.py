"""``make kills``: 200 runs killed with -9 at random moments, and the table of where they fell."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from trials import Trials


def main() -> int:
    """Run them; return 1 where one left anything behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder), random.Random(chosen.seed))
        wrong = trials.run(chosen.trials, lambda line: print(line, flush=True))
    print(f"{chosen.trials} runs killed with -9 in {time.monotonic() - begun:.0f} s")
    print("| step | seconds undisturbed | killed in it |")
    print("| --- | --- | --- |")
    for step in ("before the first step", *trials.seconds):
        print(f"| {step} | {trials.seconds.get(step, 0):.2f} | {trials.killed_in[step]} |")
    print(f"ended before their kill, and made again: {trials.ended_before}")
    print(f"wrong: {len(wrong)}")
    for line in wrong[:20]:
        print(f"  {line}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
