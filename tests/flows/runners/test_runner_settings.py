from pathlib import Path

import pytest

from flows.command.options import runner_flags
from flows.errors import ConfigurationError
from flows.installation.home import Home
from flows.installation.settings import load_settings
from flows.monitoring.run_specification import RunSpecification
from flows.runners.runner_name import RunnerName


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.settings_file.write_text('[runner]\nname = "flink"\nflink_master = "old:8081"\n')
    return home


def test_a_flag_changes_its_key_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_RUNNER__PROCESSES", "6")
    runner = load_settings(home, runner=runner_flags(None, "new:8081")).runner
    assert (runner.name, runner.flink_master, runner.processes) == ("flink", "new:8081", 6)
    runner = load_settings(home, runner=runner_flags(RunnerName.PROCESSES, None)).runner
    assert (runner.name, runner.flink_master) == ("processes", "old:8081")
    assert load_settings(home, runner=runner_flags(None, None) or None).runner.name == "flink"


@pytest.mark.parametrize("line", ['master = "a:1"', 'name = "spark"', 'flink_master = "http://a"'])
def test_a_key_or_value_that_is_none_is_refused_by_name(home: Home, line: str) -> None:
    home.settings_file.write_text(f"[runner]\n{line}\n")
    with pytest.raises(ConfigurationError, match=f"runner.{line.partition(' ')[0]}"):
        load_settings(home)


def test_a_service_gives_its_flags_to_every_run(home: Home) -> None:
    specification = RunSpecification(
        home=str(home.folder), story="ukraine-plan", feeds=[], allow_private=False,
        runner=runner_flags(RunnerName.PROCESSES, None),
    )  # fmt: skip
    kept = RunSpecification.model_validate_json(specification.model_dump_json())
    assert kept.request().settings.runner.name is RunnerName.PROCESSES
