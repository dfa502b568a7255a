from datetime import timedelta
from pathlib import Path

import pytest
from simulated_world import World
from soak import START, Soak, run_soak

from flows.installation.home import Home
from flows.monitoring import analysis


def test_a_few_days_of_a_dozen_feeds_end_in_an_exact_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "transform", analysis.transform)  # put back afterwards
    world = World(7, 12, START, days=3, tail=timedelta(days=5))
    home = Home(tmp_path / "home")
    soak = Soak(world, home, tick=timedelta(hours=9))
    account = run_soak(soak, is_shown=False)
    assert account.must > 20
    assert account.is_exact, account
