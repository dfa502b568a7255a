import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import onrecord
from hostile_server import HostileServer

from flows.sample_site import SampleSite


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the first edition of the whole sample site has landed."""
    home = tmp_path_factory.mktemp("landed") / "home"
    with SampleSite(1) as served:
        feeds = [word for feed in served.feeds for word in ("--feed", feed.url)]
        ended = onrecord("run", "--home", home, "--allow-private", *feeds)
    assert ended.returncode == 0, ended.stderr
    return home


@pytest.fixture
def landed_home(landed: Path, home: Path) -> Path:
    """A copy of it, for tests that write."""
    shutil.copytree(landed, home)
    return home


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with SampleSite(1) as served:
        yield served
