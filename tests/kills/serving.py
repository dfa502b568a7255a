"""The sample site's second edition and a webhook receiver, in a process of their own.

Run with the edition, the webhook's secret and a file: the addresses go to standard output, each
webhook-id that comes and is rightly signed to the file, a line each. Ends with its standard input.
"""

import sys
from http import HTTPStatus
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from flows.sample.demo_receiver import DemoReceiver
from flows.sample.site import SampleSite


class Writing(DemoReceiver):
    """Writes down every id that comes, repeats too."""

    def __init__(self, secret: str, path: Path) -> None:
        super().__init__(secret)
        self._received = path

    def receive(self, body: bytes, headers: dict[str, str]) -> HTTPStatus:
        status = super().receive(body, headers)
        with self._received.open("a") as lines:
            lines.write(f"{headers['webhook-id']} {int(status)}\n")
        return status


def main() -> None:
    edition, secret, path = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    with SampleSite(edition) as site, Writing(secret, path) as receiver:
        print(site.base_url, receiver.url, flush=True)
        for line in sys.stdin:
            site.edition = int(line)
            print("switched", flush=True)


if __name__ == "__main__":
    main()
