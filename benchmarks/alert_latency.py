"""From the poll that brings a new article to its alert at a webhook, as ``serve`` runs it.

Run ``python -m benchmarks.alert_latency``; ``--full`` makes five rounds in place of three. Each run
is a Prefect flow in a process of its own, as each tick of ``onrecord serve`` is; the time counts
from the first request to a feed of that run (the warehouse's own clock) until the webhook has the
alert. Every round is a new home: the sample site's first edition, then its second, of which one
feed's two new pages are fetched (the other feeds would only add the time that one host is spared
between two requests).
"""

import base64
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import run
from flows.installation.home import Home
from flows.monitoring.prefect_server import local_server
from flows.sample.demo_receiver import DemoReceiver
from flows.sample.site import SampleSite
from flows.sample.story import write_sample_story
from warehouse.reading import query
from warehouse.snapshot import open_published

MOST_SECONDS = 5.0
_PORT = 48_211
_OUTLET = "the-harbour-post"
_SECRET = "whsec_" + base64.b64encode(b"a secret of this benchmark alone").decode()


class Receiver(DemoReceiver):
    """Notes when each alert came."""

    def __init__(self) -> None:
        super().__init__(_SECRET)
        self.came: list[datetime] = []

    def receive(self, body: bytes, headers: dict[str, str]) -> HTTPStatus:
        """Verify one post, keep it and its time."""
        self.came.append(datetime.now(UTC))
        return super().receive(body, headers)


def measure(full: bool) -> list[Measure]:
    """Return the seconds by the clock: nothing stands beside them, and load shows in them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        server_home = Home(root / "server")
        server_home.prepare()
        with local_server(server_home, _PORT) as api:
            rounds = [_round(root / str(number), api) for number in range(5 if full else 3)]
    name, size = "from the poll to the alert", "2 new pages of one host"
    return [Measure(name, size, "s by the clock", tuple(rounds), at_most=MOST_SECONDS)]


def _round(folder: Path, api: str) -> float:
    home = Home(folder / "home")
    home.prepare()
    with SampleSite(1) as site, Receiver() as receiver:
        story = write_sample_story(folder / "story", site.base_url)
        environment = os.environ | {
            "PREFECT_API_URL": api,
            "ONRECORD_RECEIVERS__WEBHOOK__TYPE": "webhook",
            "ONRECORD_RECEIVERS__WEBHOOK__URL": receiver.url,
            "ONRECORD_RECEIVERS__WEBHOOK__SECRET": _SECRET,
        }
        for edition in (1, 2):
            site.edition = edition
            words = ["run", "--home", str(home.folder), "--story", str(story), "--allow-private"]
            words += ["--feed", next(feed.url for feed in site.feeds if feed.outlet == _OUTLET)]
            ended = subprocess.run(
                [sys.executable, "-m", "flows.command", *words],
                check=False, env=environment, capture_output=True, text=True,
            )  # fmt: skip
            if ended.returncode:
                raise RuntimeError(f"a run failed: {ended.stderr}")
        with open_published(home.published) as connection:
            answer = query(connection, "SELECT min(requested_at) FROM fetches WHERE run_seq = 2")
        polled: datetime = answer.rows[0][0].replace(tzinfo=UTC)
        return (min(receiver.came) - polled).total_seconds()


if __name__ == "__main__":
    sys.exit(run(measure))
