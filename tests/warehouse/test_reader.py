import re
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pyarrow
import pytest
from making import AT, a_mention, a_revision, an_analysis, an_appearance, land_rows

import warehouse as package
from warehouse import Reader, open_reader
from warehouse.cursors import drop_cursor, hold_cursor, mirror_cursors
from warehouse.database import open_private
from warehouse.errors import CursorHeld, CursorRefused, LibraryMissing, QueryRefused
from warehouse.snapshot import publish

HERE = Path(__file__).parents[1]
WORDS = "Tolls must fall"


def land(home: Path, run_id: str, *articles: str, mentioned: bool = True) -> None:
    """A published run that found one statement, the same in each article, and a mention."""
    revisions = [a_revision(f"Ana Brod: {WORDS}", article) for article in articles]
    land_rows(
        home / "warehouse.duckdb", run_id, None,
        [an_appearance(WORDS, revision) for revision in revisions],
        revisions=revisions, analyses=[an_analysis(revision) for revision in revisions],
        mentions=[a_mention(revision, "Ana Brod") for revision in revisions if mentioned],
    )  # fmt: skip
    publish(home / "warehouse.duckdb", home / "published.duckdb")


@pytest.fixture
def home(database: Path) -> Path:
    """A home in which two runs have landed: one article, then another."""
    land(database.parent, "run-1", "a")
    land(database.parent, "run-2", "b")
    return database.parent


def stands_at(home: Path, name: str) -> int:
    with open_reader(home) as reader:
        return {cursor.name: cursor.run_seq for cursor in reader.cursors()}.get(name, 0)


def landed(reader: Reader, cursor: str, table: str) -> list[int]:
    with reader.changes(cursor, [table]) as changes:
        found: list[int] = changes.rows(table).arrow().column("run_seq").to_pylist()
    return found


def test_the_package_exports_its_reading_api_and_nothing_else() -> None:
    assert sorted(package.__all__) == [
        "Batch", "Changes", "Cursor", "Reader", "Rows", "WarehouseError", "open_reader",
    ]  # fmt: skip
    for name in package.__all__:
        assert getattr(package, name).__module__.startswith("warehouse.")
    with pytest.raises(AttributeError, match="no attribute 'land'"):
        package.land  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_neither_duckdb_nor_arrow() -> None:
    script = "import sys, warehouse; print({'duckdb', 'pyarrow', 'pandas'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=HERE.parent, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"


def test_a_cursor_moves_when_its_block_ends_and_not_when_it_fails(home: Path) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    with open_reader(home, lambda: AT) as reader:
        with suppress(KeyboardInterrupt), reader.changes("desk", ["mentions"]) as changes:
            assert changes.rows("mentions").arrow().num_rows == 2
            fail()
        assert stands_at(home, "desk") == 0
        assert landed(reader, "desk", "mentions") == [1, 2]
        assert landed(reader, "desk", "mentions") == []
    land(home, "run-3", "a", mentioned=False)
    with open_reader(home) as reader:
        (cursor,) = reader.cursors()
        assert (cursor.run_seq, cursor.run_id, cursor.moved_at) == (2, "run-2", AT)
        with reader.changes("desk", ["mentions"]) as changes:
            (batch,) = changes.batches()
        assert (batch.table, batch.is_removal) == ("mentions", True)
        gone = a_mention(a_revision(f"Ana Brod: {WORDS}", "a"), "Ana Brod").mention_id
        assert batch.rows.to_pylist() == [{"mention_id": gone, "run_seq": 3}]
    assert stands_at(home, "desk") == 3


def test_a_peek_and_a_place_of_ones_own_move_nothing(home: Path) -> None:
    with open_reader(home) as reader:
        with hold_cursor(home / "cursors", "desk"):
            assert reader.peek("desk", ["statements"]).rows("statements").arrow().num_rows == 1
        assert reader.changes_since(1, ["mentions"]).rows("mentions").arrow().num_rows == 1
        assert reader.changes_since(2).rows("mentions").arrow().num_rows == 0
    assert stands_at(home, "desk") == 0


def test_a_cursor_that_is_held_is_told_at_once(home: Path) -> None:
    with (
        open_reader(home) as reader,
        hold_cursor(home / "cursors", "desk"),
        pytest.raises(CursorHeld, match=r"^process \d+ is reading with the cursor desk\. Wait"),
    ):
        landed(reader, "desk", "mentions")


def test_a_cursor_keeps_to_its_tables_and_story(home: Path) -> None:
    with open_reader(home) as reader:
        assert landed(reader, "desk", "mentions") == [1, 2]
        with pytest.raises(CursorRefused, match="desk reads mentions, not statements: it would"):
            landed(reader, "desk", "statements")
        with (
            pytest.raises(CursorRefused, match="not mentions of strait-talks"),
            reader.changes("desk", ["mentions"], "strait-talks"),
        ):
            pass
        reader.reset("desk", 1)
        assert landed(reader, "desk", "statements") == []


def test_changes_of_one_story_leave_the_others_out(home: Path) -> None:
    with open_reader(home) as reader:
        mine = reader.changes_since(0, ["mentions"], "strait-talks")
        assert mine.rows("mentions").arrow().num_rows == 2
        theirs = reader.changes_since(0, ["mentions", "latest_statements"], "other-talks")
        assert list(theirs.batches()) == []
        with pytest.raises(QueryRefused, match="rows of articles belong to no single story"):
            reader.changes_since(0, ["articles"], "strait-talks")


def test_another_copy_of_the_warehouse_is_noticed(home: Path) -> None:
    with open_reader(home) as reader:
        assert landed(reader, "desk", "mentions") == [1, 2]
    with open_private(home / "warehouse.duckdb") as connection:
        connection.execute("UPDATE runs SET run_id = 'elsewhere' WHERE run_seq = 2")
    publish(home / "warehouse.duckdb", home / "published.duckdb")
    with open_reader(home) as reader:
        with pytest.raises(CursorRefused, match=r"stands at run 2, run-2, which this snapshot"):
            landed(reader, "desk", "mentions")
        with pytest.raises(CursorRefused, match="there is no run 9: this snapshot has 2 runs"):
            reader.reset("desk", 9)
        reader.reset("desk", 0)
        assert landed(reader, "desk", "mentions") == [1, 2]


@pytest.mark.parametrize("name", ["", "Desk", "../desk", "a b", "x" * 65])
def test_a_name_that_is_no_file_name_is_refused(home: Path, name: str) -> None:
    with open_reader(home) as reader, pytest.raises(CursorRefused, match="is no name of a cursor"):
        landed(reader, name, "mentions")


def test_a_damaged_cursor_says_what_to_do_and_can_be_reset(home: Path) -> None:
    with open_reader(home) as reader:
        reader.reset("desk", 1)
        (home / "cursors" / "desk.json").write_text('{"name": "desk", "run_')
        assert reader.cursors() == []
        with pytest.raises(CursorRefused, match=r"desk\.json is no cursor .* --reset RUN_SEQ"):
            landed(reader, "desk", "mentions")
        reader.reset("desk", 1)
        assert landed(reader, "desk", "mentions") == [2]


def test_sql_sees_where_the_cursors_stand_now_and_the_table_where_they_stood(home: Path) -> None:
    def in_sql() -> list[dict[str, object]]:
        with open_reader(home) as reader:
            found: list[dict[str, object]] = (
                reader.query("SELECT name, run_seq FROM cursors").arrow().to_pylist()
            )
        return found

    with open_reader(home) as reader:
        reader.reset("desk", 1)
    with open_private(home / "warehouse.duckdb") as connection:
        mirror_cursors(connection, home / "cursors")
        mirror_cursors(connection, home / "cursors")
        assert connection.execute("SELECT name, run_seq FROM cursors").fetchall() == [("desk", 1)]
    publish(home / "warehouse.duckdb", home / "published.duckdb")
    with open_reader(home) as reader:
        assert landed(reader, "desk", "mentions") == [2]
    assert in_sql() == [{"name": "desk", "run_seq": 2}]
    assert drop_cursor(home / "cursors", "desk")
    assert not drop_cursor(home / "cursors", "desk")
    assert in_sql() == [{"name": "desk", "run_seq": 1}], "the table's own"


def test_a_statement_comes_again_for_people_when_its_speaker_or_words_change(home: Path) -> None:
    with open_reader(home) as reader:
        latest = reader.changes_since(0).rows("latest_statements").arrow().to_pylist()
        assert [(row["run_seq"], row["outlets"]) for row in latest] == [(1, 1)]
    longer = a_revision(f"Ana Brod: {WORDS} by half", "c")
    land_rows(
        home / "warehouse.duckdb", "run-3", None, [an_appearance(f"{WORDS} by half", longer)],
        revisions=[longer], analyses=[an_analysis(longer)],
    )  # fmt: skip
    publish(home / "warehouse.duckdb", home / "published.duckdb")
    with open_reader(home) as reader:
        (again,) = reader.changes_since(2).rows("latest_statements").arrow().to_pylist()
    assert (again["run_seq"], again["text"]) == (3, f"{WORDS} by half")


def test_rows_come_as_arrow_pandas_and_polars_and_in_batches(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_reader(home) as reader:
        rows = reader.changes_since(0, ["mentions"]).rows("mentions")
        arrow = rows.arrow()
        assert isinstance(arrow, pyarrow.Table)
        assert list(rows.pandas()["exact"]) == ["Ana Brod"] * 2
        assert rows.polars()["run_seq"].to_list() == [1, 2]
        assert [batch.num_rows for batch in rows.batches(1)] == [1, 1]
        monkeypatch.setattr("warehouse.changed_rows.PART_ROWS", 1)
        parted = reader.changes_since(0, ["mentions"]).rows("mentions")
        assert parted.arrow().equals(arrow), "parts are in order and whole"
        (stated,) = reader.query("SELECT first_seen_at FROM statements").arrow().to_pylist()
        assert stated == {"first_seen_at": datetime(2025, 11, 22, 10)}  # noqa: DTZ001
        monkeypatch.setitem(sys.modules, "polars", None)
        with pytest.raises(LibraryMissing, match=r"^polars is not installed: .* \.arrow\(\)"):
            rows.polars()


def test_a_wrong_table_or_query_is_one_clear_line(home: Path) -> None:
    with open_reader(home) as reader:
        with pytest.raises(QueryRefused, match=r"no table 'mention' whose changes .* mentions,"):
            reader.key("mention")
        with pytest.raises(QueryRefused, match="was not carried out: Binder Error"):
            reader.query("SELECT nothing FROM mentions").arrow()
        with (
            pytest.raises(QueryRefused, match="no table 'cursors'"),
            reader.changes("x", ["cursors"]),
        ):
            pass
    assert not (home / "cursors").exists(), "a mistake leaves no cursor"


def test_a_reader_that_is_killed_before_it_commits_reads_the_same_again(home: Path) -> None:
    script = (
        "import sys, time\nfrom warehouse import open_reader\n"
        "with open_reader(sys.argv[1]) as reader, reader.changes('desk', ['mentions']) as new:\n"
        "    print(new.rows('mentions').arrow().num_rows, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home)], cwd=HERE.parent, stdout=subprocess.PIPE
    ) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"2\n"
        with open_reader(home) as reader:
            told = rf"^process {killed.pid} is reading with the cursor desk"
            with pytest.raises(CursorHeld, match=told):
                landed(reader, "desk", "mentions")
        land(home, "run-3", "c")
        killed.kill()
    with open_reader(home) as reader:
        assert landed(reader, "desk", "mentions") == [1, 2, 3]
        assert landed(reader, "desk", "mentions") == []


def test_the_page_names_the_key_of_each_table_that_it_lists(home: Path) -> None:
    page = (HERE.parent / "docs" / "incremental.md").read_text("utf-8")
    listed = re.findall(r"^\| `(\w+)` \| (`.*`) \|$", page, re.MULTILINE)
    assert len(listed) > 5
    with open_reader(home) as reader:
        for table, columns in listed:
            assert reader.key(table) == tuple(re.findall(r"`(\w+)`", columns)), table


def test_the_python_of_the_page_runs_as_it_stands(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (HERE.parent / "docs" / "incremental.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, object] = {"home": home}
    exec(compile(block, "docs/incremental.md", "exec"), names)
    assert "mentions put 2 by ('mention_id',)" in capsys.readouterr().out
    assert isinstance(names["latest"], pyarrow.Table)
    assert (stands_at(home, "copy"), stands_at(home, "desk")) == (2, 2)
