from collections.abc import Iterator

import pytest
from hostile_server import HostileServer, answer
from watching import HONEST, NEWS, item, page, rss


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    """A server that holds the honest feeds; the modules add their hostile ones."""
    with HostileServer() as running:
        for name in HONEST:
            article = running.on(
                f"/{name}/1", answer(page(f"{name} reports", *NEWS), content_type="text/html")
            )
            running.on(f"/{name}", answer(rss(item(f"{name} reports", article))))
        yield running
