"""The command line, as a user types it."""

import fcntl
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import ROOT, clean_environment, onrecord, rows
from hanging_feed import EmptyFeed, HangingFeed

from flows.installation.home import Home
from flows.sample.site import SampleSite
from seeds.load import bundled_story


def counts(home: Path) -> dict[str, object]:
    tables = ("articles", "article_revisions", "mentions", "statements", "outbox", "entries")
    columns = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
    return rows(home, f"SELECT {columns}")[0]


def test_a_second_run_on_unchanged_feeds_lands_nothing_and_loads_nothing_heavy(
    home: Path, site: SampleSite
) -> None:
    feed = site.feeds[0].url
    first = onrecord("run", "--home", home, "--feed", feed, "--allow-private")
    assert first.returncode == 0, first.stderr
    assert "first sight" in first.stdout
    before = counts(home)
    assert int(str(before["statements"])) > 10
    loaded = (
        "import sys\nfrom flows.command import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'apache_beam', 'spacy', 'prefect', 'trafilatura', 'feedparser'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    second = subprocess.run(
        [sys.executable, "-c", loaded, "run", "--home", home, "--feed", feed, "--allow-private"],
        capture_output=True, text=True, env=clean_environment(), cwd=ROOT, check=False,
    )  # fmt: skip
    assert "LOADED []" in second.stdout, second.stdout + second.stderr
    assert "0 new statements" in second.stdout
    assert counts(home) == before
    assert [row["feeds_unchanged"] for row in rows(home, "FROM runs ORDER BY run_seq")] == [0, 1]


def test_a_failing_feed_is_reported_and_the_run_is_good(home: Path, site: SampleSite) -> None:
    missing, empty = f"{site.base_url}/no-such-feed.xml", EmptyFeed()
    with empty:
        ran = onrecord(
            "run", "--home", home, "--allow-private", "--feed", empty.url, "--feed", missing
        )
    assert ran.returncode == 0, ran.stderr
    assert "404" in ran.stdout
    assert rows(home, "SELECT outcome, status FROM fetches WHERE status = 404") == [
        {"outcome": "failed", "status": 404}
    ]


def test_no_feed_that_can_be_read_is_exit_code_1(home: Path, site: SampleSite) -> None:
    ran = onrecord(
        "run", "--home", home, "--allow-private", "--feed", f"{site.base_url}/nothing.xml"
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    refused = onrecord("run", "--home", home, "--feed", site.feeds[0].url)
    assert refused.returncode == 1
    assert "refused-address" in json.dumps(rows(home, "SELECT error_kind FROM fetches"))


def test_sql_reads_the_last_snapshot_while_a_run_is_under_way(landed_home: Path) -> None:
    home = landed_home
    with HangingFeed() as hanging:
        run = ("run", "--home", home, "--allow-private", "--feed", hanging.url)
        under_way = subprocess.Popen(
            [sys.executable, "-m", "flows.command", *map(str, run)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
            cwd=ROOT,
        )
        try:
            assert hanging.asked.wait(60)
            assert rows(home, "SELECT count(*) AS runs FROM runs") == [{"runs": 1}]
            assert_one_line(onrecord(*run), "is locked")
        finally:
            hanging.may_answer.set()
            under_way.wait(60)
    assert rows(home, "SELECT count(*) AS runs FROM runs") == [{"runs": 2}]


def test_sql_cannot_write_read_other_files_or_unlock_itself(landed: Path) -> None:
    for query in (
        "DELETE FROM statements",
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "COPY statements TO '/tmp/stolen.csv'",
        "SELECT no_such_column FROM statements",
    ):
        refused = onrecord("sql", query, "--home", landed)
        assert refused.returncode == 2, query
        assert refused.stdout == ""
        assert "Traceback" not in refused.stderr


def assert_one_line(ended: subprocess.CompletedProcess[str], words: str) -> None:
    assert ended.returncode == 2, ended.stdout + ended.stderr
    said = [line for line in ended.stderr.splitlines() if line.startswith("onrecord: ")]
    assert len(said) == 1, ended.stderr
    assert words in said[0]
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def without_column(story: Path) -> dict[str, str]:
    table = story / "terms.csv"
    table.write_text(table.read_text("utf-8").replace("broader", "wider", 1), encoding="utf-8")
    return {}


def with_unknown_key(story: Path) -> dict[str, str]:
    toml = story / "story.toml"
    toml.write_text('colour = "red"\n' + toml.read_text("utf-8"), encoding="utf-8")
    return {}


def with_unknown_setting(_: Path) -> dict[str, str]:
    return {"ONRECORD_COLOUR": "red"}


def without_model(_: Path) -> dict[str, str]:
    return {"ONRECORD_LANGUAGE_MODEL": "no_such_model"}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without_column, "terms.csv"),
        (with_unknown_key, "colour"),
        (with_unknown_setting, "ONRECORD_COLOUR"),
        (without_model, "no_such_model"),
    ],
)
def test_bad_configuration_is_one_line_exit_code_2_and_nothing_written(
    home: Path, tmp_path: Path, spoil: Callable[[Path], dict[str, str]], words: str
) -> None:
    story = tmp_path / "story"
    shutil.copytree(bundled_story(), story)
    environment = spoil(story)
    ended = onrecord("run", "--home", home, "--story", story, **environment)
    assert_one_line(ended, words)
    assert not home.exists()


def test_an_unreachable_home_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ended = onrecord("run", "--home", tmp_path / "file" / "home")
    assert_one_line(ended, "cannot be made")


def test_a_locked_warehouse_is_one_line_exit_code_2_and_nothing_written(home: Path) -> None:
    home.mkdir()
    lock = Home(home).lock
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ended = onrecord("run", "--home", home)
    assert_one_line(ended, "is locked")
    assert [path.name for path in home.iterdir()] == [lock.name]


def test_statements_can_be_asked_by_actor_term_and_time(landed: Path) -> None:
    home = landed

    def ask(*options: str) -> list[dict[str, object]]:
        answered = onrecord("statements", "--home", home, "--format", "json", *options)
        assert answered.returncode == 0, answered.stderr
        found: list[dict[str, object]] = json.loads(answered.stdout)
        return found

    everything = ask()
    by_term = ask("--term", "territory")
    assert 0 < len(by_term) < len(everything)
    narrower = {"territory"} | {
        str(row["term_id"])
        for row in rows(home, "SELECT term_id FROM terms WHERE broader = 'territory'")
    }
    for row in by_term:
        assert narrower & set(row["term_ids"])  # type: ignore[call-overload]
    by_actor = ask("--actor", "roger-wicker")
    assert ["highly skeptical" in str(row["text"]) for row in by_actor] == [True]
    assert ask("--since", "2030-01-01") == []
    assert ask("--limit", "3") == everything[:3]
    unknown = onrecord("statements", "--home", home, "--actor", "roger-wickr")
    assert unknown.returncode == 2
    assert "roger-wicker" in unknown.stderr


def test_init_copies_a_story_that_check_finds_good(tmp_path: Path) -> None:
    copied = onrecord("init", "my-story", cwd=tmp_path)
    assert copied.returncode == 0, copied.stderr
    assert onrecord("check", "my-story", cwd=tmp_path).returncode == 0
    again = onrecord("init", "my-story", cwd=tmp_path)
    assert_one_line(again, "is there already")
    without_column(tmp_path / "my-story")
    bad = onrecord("check", "my-story", cwd=tmp_path)
    assert bad.returncode == 2
    assert "terms.csv" in bad.stdout


def test_extract_gives_offsets_into_the_text_with_no_watchlist(tmp_path: Path) -> None:
    text = "A title\n\n“We shall not sign,” said Ann Varn, the foreign minister of Costaguana."
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"doc": "one", "text": text}) + "\n", encoding="utf-8")
    ended = onrecord("extract", source, target)
    assert ended.returncode == 0, ended.stderr
    (line,) = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    (statement,) = line["statements"]
    (start, end) = statement["content"][0]
    assert "We shall not sign" in text[start:end]
    (start, end) = statement["speaker"][0]
    assert "Ann Varn" in text[start:end]
    source.write_text('{"doc": 1}\n', encoding="utf-8")
    assert_one_line(onrecord("extract", source, target), "line 1")


def test_tag_shows_mentions_and_statements_with_the_reason() -> None:
    ended = onrecord(
        "tag", "-", "--date", "2025-11-22",
        given="Ann Varn said on Friday that a cap on the army would stay, Zelenskyy or not.",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "army-limit" in ended.stdout
    assert "volodymyr-zelenskyy" in ended.stdout
    assert "Ann Varn" in ended.stdout


def test_doctor_is_content_with_a_good_home_and_names_what_is_bad(landed_home: Path) -> None:
    home = landed_home
    good = onrecord("doctor", "--home", home)
    assert good.returncode == 0, good.stdout
    assert "all hold" in good.stdout
    Home(home).published.write_bytes(b"no database" * 1000)
    bad = onrecord("doctor", "--home", home)
    assert bad.returncode == 1
    assert "cannot be read" in bad.stdout


def test_every_command_has_help_with_an_example() -> None:
    commands = ("run", "serve", "demo", "sample", "sql", "statements", "tag", "extract", "init",
                "articles", "diff", "search",
                "check", "preview", "retag", "candidates", "doctor", "eval", "health")  # fmt: skip
    for command in commands:
        shown = onrecord(command, "--help")
        assert shown.returncode == 0
        assert f"onrecord {command}" in shown.stdout
        assert "Example" in shown.stdout
        assert "--home" in shown.stdout


def test_the_sample_site_is_served_until_it_is_stopped() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.command", "sample", "--port", "0"],
        stdout=subprocess.PIPE, text=True, env=clean_environment(PYTHONUNBUFFERED="1"), cwd=ROOT,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        time.sleep(0.2)
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()
