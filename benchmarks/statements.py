"""CPU time of the statement extractor against a bare ``nlp.pipe`` on the same articles.

Run ``python -m benchmarks.statements [ARTICLES.jsonl]``; a line of the file has "text". The
peer is the full English pipeline with its default settings, in the same process and run.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy

from flows.language.language_model import faster_blas, find_model, load_language_model
from transforms.extractor.rules import RuleExtractor

ARTICLES = Path(__file__).parents[2] / "shared" / "eval" / "polnear" / "dev.jsonl"
MOST = 0.4
"""The share of the bare pipeline's time that the whole transform may take."""
_ROUNDS = 3
_TEXTS = 60


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where the share is exceeded."""
    path = Path(arguments[0]) if arguments else ARTICLES
    if not path.exists():
        print(f"skipped: the articles are not at {path}")
        return 0
    lines = path.read_text("utf-8").splitlines()[:_TEXTS]
    texts = [json.loads(line)["text"] for line in lines]
    words = sum(len(text.split()) for text in texts)
    bare = spacy.load(find_model())
    extractor = RuleExtractor(load_language_model())
    peer = _fastest(lambda: bare.pipe(texts))
    ours = _fastest(lambda: extractor.extract(texts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(texts)} articles, {words} words, BLAS {faster_blas()}, peak {peak:.0f} MiB")
    print(f"bare nlp.pipe  {peer:6.2f} s  {words / peer:8.0f} words/s")
    print(f"extractor      {ours:6.2f} s  {words / ours:8.0f} words/s")
    print(f"share {ours / peer:.2f} (at most {MOST})")
    return 1 if ours > MOST * peer else 0


def _fastest(work: Callable[[], Iterable[object]]) -> float:
    seconds = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for _ in work():
            pass
        seconds.append(time.process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
