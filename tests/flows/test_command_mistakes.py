"""Mistakes at the command line: one line each, with what to do, and nothing spoilt."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, clean_environment, onrecord
from hanging_feed import HangingFeed


def assert_told(ended: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    said = [line for line in ended.stderr.splitlines() if line.startswith("onrecord: ")]
    assert len(said) == 1, ended.stderr
    assert words in said[0]


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "the query is empty"), (";", "the query is empty"), ("SELECT 1; SELECT 2", "2 st")],
)
def test_sql_answers_one_statement_and_says_so(landed: Path, query: str, words: str) -> None:
    assert_told(onrecord("sql", query, "--home", landed), 2, words)


def test_a_trailing_semicolon_is_no_second_statement(landed: Path) -> None:
    assert onrecord("sql", "SELECT 1;", "--home", landed).returncode == 0


def test_an_empty_since_is_no_time(landed: Path) -> None:
    assert_told(onrecord("statements", "--since", "", "--home", landed), 2, "is no time")


def test_extract_does_not_overwrite_its_input(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    line = json.dumps({"doc": "one", "text": "Ann Varn said no."})
    texts.write_text(line, encoding="utf-8")
    assert_told(onrecord("extract", texts, texts), 2, "is the input itself")
    assert texts.read_text("utf-8") == line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "(No such file or directory): name a file"),
        (b"\xff", "not UTF-8"),
        (b"", "holds no article"),
        (b"not JSON\n", "line 1 is no annotated article"),
        (b'{"doc": "one"}\n', "line 1 is no annotated article"),
    ],
)
def test_eval_says_what_its_file_lacks(tmp_path: Path, content: bytes | None, words: str) -> None:
    gold = tmp_path / "gold.jsonl"
    if content is not None:
        gold.write_bytes(content)
    assert_told(onrecord("eval", gold), 2, words)


def test_a_file_is_no_home(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    for command in (["run"], ["doctor"], ["statements"], ["sql", "SELECT 1"]):
        assert_told(onrecord(*command, "--home", file), 2, "is a file")


def test_retag_without_a_warehouse_says_so_and_makes_none(home: Path) -> None:
    assert_told(onrecord("retag", "--home", home), 2, "nothing has landed")
    assert not home.exists()


def test_doctor_looks_for_the_model_that_the_settings_name(home: Path) -> None:
    ended = onrecord("doctor", "--home", home, ONRECORD_LANGUAGE_MODEL="no_such_model")
    assert ended.returncode == 1
    assert "BAD language model: no language model 'no_such_model'" in ended.stdout


def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_told(onrecord("sample", "--port", port), 2, "name another with --port")


_AT_A_TERMINAL = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("flows.command", run_name="__main__")
"""
"""Tests that a shell has started in the background inherit that SIGINT is ignored."""


def test_ctrl_c_in_the_middle_of_a_run_is_one_line_and_lands_nothing(home: Path) -> None:
    with HangingFeed() as hanging:
        run = ("run", "--home", str(home), "--allow-private", "--feed", hanging.url)
        process = subprocess.Popen(
            [sys.executable, "-c", _AT_A_TERMINAL, *run],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(),
            cwd=ROOT,
        )
        assert hanging.asked.wait(60)
        process.send_signal(signal.SIGINT)
        try:
            printed, told = process.communicate(timeout=30)
        finally:
            hanging.may_answer.set()
            process.kill()
    assert_told(subprocess.CompletedProcess(run, process.returncode, printed, told), 130, "stopped")
    assert not (home / "published.duckdb").exists()


def test_without_a_network_each_feed_says_why_it_failed_and_when_it_is_tried_again(
    home: Path,
) -> None:
    feeds = [word for name in "abc" for word in ("--feed", f"https://{name}.invalid/feed.xml")]
    ended = onrecord("run", "--home", home, *feeds)
    assert_told(ended, 1, "no feed could be read, of 3")
    assert ended.stdout.count("does not resolve") == 3
    assert len(re.findall(r"failed +\d\d \w{3} \d\d:\d\d ", ended.stdout)) == 3


def test_a_narrow_terminal_gets_statements_as_paragraphs(landed: Path) -> None:
    wide = onrecord("statements", "--home", landed)
    narrow = onrecord("statements", "--home", landed, COLUMNS="60")
    assert "speaker, office" in wide.stdout
    assert "speaker, office" not in narrow.stdout
    assert max(map(len, narrow.stdout.splitlines())) <= 60
    assert re.findall(r"\d+ statements?$", wide.stdout) == re.findall(
        r"\d+ statements?$", narrow.stdout
    )


def test_a_text_without_words_gives_no_empty_tables() -> None:
    ended = onrecord("tag", "-", given=" \n")
    assert ended.returncode == 0
    assert ended.stdout == "0 mentions, 0 statements\n"


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"onrecord \d+\.\d+\S*\n", onrecord("--version").stdout)


def test_a_reader_of_the_output_that_goes_early_is_nothing_to_tell() -> None:
    writing = """
import sys
from flows.command import main
from flows.command.application import application
application.command("chat")(lambda: sys.stdout.write("more than anybody wants"))
main(["chat"])
"""
    read_end, write_end = os.pipe()
    os.close(read_end)
    ended = subprocess.run(
        [sys.executable, "-c", writing],
        cwd=ROOT, stdout=write_end, stderr=subprocess.PIPE, text=True, check=False,
        env={**clean_environment(), "PYTHONUNBUFFERED": ""},
    )  # fmt: skip
    os.close(write_end)
    assert (ended.returncode, ended.stderr) == (0, "")
