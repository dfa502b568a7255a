"""One long backfill, part by part: CPU of an article as the warehouse grows under it.

``python -m benchmarks.scale.growing COUNT`` prints a JSON line on the analysis alone (CPU of an
article, bytes it stages), then one for each part (articles stored before it, CPU of an article with
all that landing takes, peak memory, bytes of the warehouse), and one on publishing the snapshot.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from benchmarks.made.invented_news import invented_articles
from benchmarks.measuring.running import cpu_with_children
from benchmarks.scale.one import documents_of
from flows.backfill.reading import open_files
from flows.backfill.tagging import Backfill
from flows.clock import system_clock
from flows.installation.finding import find_home
from flows.installation.home import Home
from flows.installation.logs import quiet_libraries
from flows.installation.settings import load_settings
from flows.monitoring.monitor import RunRequest
from flows.sample.story import write_sample_story
from seeds.load import load_story
from seeds.story import Story
from warehouse.snapshot import publish

ALONE = 500
"""Articles of the analysis alone: as many as a part has."""
A_DAY = 25
"""Articles of one day: the archive goes through time, and a longer one covers more of it."""


def main(count: int) -> None:
    """Make an archive of ``count`` short articles, tag it, print what each part cost."""
    with tempfile.TemporaryDirectory() as folder, quiet_libraries():
        archive = Path(folder) / "made.jsonl"
        archive.write_text("\n".join(_lines(count)), encoding="utf-8")
        story = load_story(write_sample_story(Path(folder) / "story", "http://localhost"))
        home = find_home(Path(folder) / "home")
        work = Backfill(RunRequest(story, (), home, load_settings(home)), system_clock)
        print(json.dumps(_analysis(story, Path(folder))), flush=True)
        stored, began = 0, cpu_with_children()
        for part in work.run(open_files([archive])):
            now = cpu_with_children()
            if not part.articles:
                continue
            told = {
                "stored": stored,
                "cpu_ms": 1000 * (now - began) / part.articles,
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "statements": part.landed.statements if part.landed else 0,
                "bytes": sum(path.stat().st_size for path in home.files if path.exists()),
            }
            print(json.dumps(told), flush=True)
            stored, began = stored + part.articles, cpu_with_children()
        print(json.dumps(_publishing(home)), flush=True)


def _publishing(home: Home) -> dict[str, float]:
    private, published = home.own_files("the benchmark")
    began = time.monotonic()
    publish(private, published)
    return {"seconds": time.monotonic() - began, "bytes": private.stat().st_size}


def _analysis(story: Story, folder: Path) -> dict[str, float]:
    from flows.monitoring.analysis import transform

    documents = documents_of(story, islice(invented_articles(ALONE, 2, 2), ALONE))
    cost = 0.0
    for name in ("cold", "warm"):
        staging = folder / name
        staging.mkdir()
        began = cpu_with_children()
        transform(story, documents, staging, frozenset(), {})
        cost = cpu_with_children() - began
    written = sum(path.stat().st_size for path in staging.iterdir())
    return {"analysis_ms": 1000 * cost / ALONE, "staged_bytes": written / ALONE}


def _lines(count: int) -> Iterator[str]:
    for number, (title, text) in enumerate(islice(invented_articles(count, 2, 2), count)):
        day = time.strftime("%Y-%m-%d", time.gmtime(1_500_000_000 + number // A_DAY * 86_400))
        url = f"https://gazette.example/{number}"
        yield json.dumps({"url": url, "title": title, "text": text, "published": day})


if __name__ == "__main__":
    main(int(sys.argv[1]))
