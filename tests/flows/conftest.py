import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import onrecord
from editions import BothEditions
from hostile_server import HostileServer

from flows.sample.demo_receiver import DemoReceiver
from flows.sample.site import SampleSite
from flows.sample.story import write_sample_story


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


@pytest.fixture(scope="session")
def both_editions(tmp_path_factory: pytest.TempPathFactory) -> BothEditions:
    """The story of the demo, with the invented cast, and a webhook that verifies."""
    folder = tmp_path_factory.mktemp("both")
    home = folder / 'the desk\'s "hôme" {1} 100 %'
    secret = "whsec_" + base64.b64encode(b"a secret of the tests, long enough").decode()
    printed, received = [], []
    with SampleSite(1) as site, DemoReceiver(secret) as receiver:
        story = write_sample_story(folder / "story", site.base_url)
        environment = {
            "ONRECORD_RECEIVERS__WEBHOOK__TYPE": "webhook",
            "ONRECORD_RECEIVERS__WEBHOOK__URL": receiver.url,
            "ONRECORD_RECEIVERS__WEBHOOK__SECRET": secret,
        }
        for edition in (1, 2, 2):
            site.edition = edition
            ended = onrecord(
                "run", "--home", home, "--story", story, "--allow-private", **environment
            )
            assert ended.returncode == 0, ended.stderr
            printed.append(ended.stdout)
            received.append(dict(receiver.verified))
    return BothEditions(home, printed, received, receiver.refused)
