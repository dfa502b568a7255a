"""The warehouse in a lake: what a file has, for several machines at once."""

import dataclasses
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest
from command_line import onrecord
from comparing import NOT_REPLAYED
from editions import BothEditions
from making import (
    AT,
    a_revision,
    an_analysis,
    an_appearance,
    an_entry,
    land_in,
    run_facts,
    strait_talks,
)

from benchmarks.made.own_postgres import Server, running_postgres, why_not
from flows.command import main
from flows.monitoring.landing import Harvest, land_run
from transforms.records import Analysis, Appearance, Revision
from warehouse import changes, landing
from warehouse.asking import Reading
from warehouse.changes import table_shapes
from warehouse.errors import (
    LakeRefused,
    LakeUnreachable,
    LandingFailed,
    NothingPublished,
    QueryRefused,
    WarehouseLocked,
)
from warehouse.invariants import broken_invariants
from warehouse.lake import _writer, read_lake, write_lake
from warehouse.lake_address import SCHEME, Lake, lake_at
from warehouse.landing import Landed
from warehouse.lock import writer_lock
from warehouse.reader import open_reader
from warehouse.snapshot import open_published
from warehouse.staging import stage

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

WORDS = "The strait is open to all"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_postgres() as running:
        yield running
        _writer.cache_clear()


@pytest.fixture
def lake(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Lake:
    name = f"lake_{abs(hash(request.node.name))}"
    return lake_at(SCHEME + server.new_database(name), str(tmp_path / "data"), tmp_path / "home")


def write_settings(home: Path, lake: Lake) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(
        f'[warehouse]\nurl = "{SCHEME}{lake.connection}"\ndata_path = "{lake.data}"\n'
    )


def differing(home: Path, lake: Lake) -> dict[str, int]:
    """How many rows of each table and view stand in one of the two and not in the other."""
    found = {}
    with read_lake(lake) as connection:
        path = str(home / "published.duckdb").replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS file (READ_ONLY)")
        names = connection.execute(
            """
            SELECT table_name FROM duckdb_tables() WHERE database_name = 'file'
            UNION ALL
            SELECT view_name FROM duckdb_views() WHERE database_name = 'file' AND NOT internal
            """
        ).fetchall()
        for (name,) in names:
            ((count,),) = connection.execute(
                f"""
                SELECT count(*) FROM (
                    (FROM file.{name} EXCEPT ALL FROM lake.{name})
                    UNION ALL (FROM lake.{name} EXCEPT ALL FROM file.{name})
                )
                """
            ).fetchall()
            if count:
                found[name] = count
        assert len(names) > 40
    return found


def test_the_runs_of_a_home_give_the_same_rows_in_a_lake(
    both_editions: BothEditions, lake: Lake, capsys: pytest.CaptureFixture[str]
) -> None:
    write_settings(lake.parent, lake)
    story = both_editions.home.parent / "story"
    replay = ("replay", "--home", both_editions.home, "--story", story, "--into", lake.parent)
    ended = onrecord(*replay)
    assert ended.returncode == 0, ended.stderr
    # A replay chooses no alert and asks no robots.txt.
    assert set(differing(both_editions.home, lake)) <= NOT_REPLAYED | {"alerts"}
    assert not (lake.parent / "warehouse.duckdb").exists()
    with read_lake(lake) as connection:
        assert broken_invariants(connection) == []
        for name in table_shapes(connection):
            numbered = f"SELECT count(*), count(DISTINCT rowid), count(*) FROM {name}"
            assert len(set(connection.execute(numbered).fetchall()[0])) == 1, name

    again = asked(capsys, *map(str, replay))
    assert "already" in again
    assert set(differing(both_editions.home, lake)) <= NOT_REPLAYED | {"alerts"}

    home = ("--home", str(lake.parent))
    assert "Tomas Arrel" in asked(capsys, "statements", "--format", "json", *home)
    assert "Donbas" in asked(capsys, "search", "donbas", *home)
    new = ("new", "--cursor", "desk", "--format", "json", *home)
    assert len(json.loads(asked(capsys, *new))) > 100
    assert asked(capsys, *new) == "[]\n"
    query = ("SELECT count(*) > 100 AS many FROM latest_statements", "--format", "json")
    answered = onrecord("sql", *query, *home)
    assert json.loads(answered.stdout) == [{"many": True}], answered.stderr
    assert asked(capsys, "compact", *home, code=2).count("works on the home's own file") == 1


def asked(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints, in this process: each of its own would take a second."""
    with pytest.raises(SystemExit) as end:
        main(words)
    printed = capsys.readouterr()
    assert end.value.code == code, printed.err
    return printed.out + printed.err


def staged(lake: Lake, number: int) -> Path:
    """What a run found: a statement that its outlet alone has, and one that all have."""
    folder = lake.parent / f"run-{number}"
    folder.mkdir(parents=True)
    revision = a_revision(f"“{WORDS},” Ana Brod said.", f"article-{number}", outlet=f"o{number}")
    stage(folder, "revisions", Revision, [revision])
    stage(folder, "analyses", Analysis, [an_analysis(revision)])
    stage(folder, "appearances", Appearance, [an_appearance(WORDS, revision)])
    return folder


def test_of_two_landings_at_once_the_second_is_made_again(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = threading.Barrier(2)
    real = changes.record_changes

    def meet(connection: duckdb.DuckDBPyConnection, run_seq: int) -> None:
        real(connection, run_seq)
        if run_seq == 1:
            together.wait(30)

    monkeypatch.setattr(landing, "record_changes", meet)
    landed: list[Landed] = []

    def one(number: int) -> None:
        story = strait_talks()
        facts, nothing = run_facts(f"run-{number}", story), Harvest((), (), (), ())
        machine = dataclasses.replace(lake, parent=lake.parent / f"machine-{number}")
        run = staged(machine, number)
        landed.append(land_run(machine, run, story, facts, nothing, (), lambda: AT))

    with write_lake(lake):
        pass
    threads = [threading.Thread(target=one, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.run_seq for report in landed) == [1, 2]
    # It was merged again too: the second landing joins the statement of the first.
    assert sorted(report.statements for report in landed) == [0, 1]
    with read_lake(lake) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchall() == [(2,)]
        assert connection.execute("SELECT outlets FROM latest_statements").fetchall() == [(2,)]
        assert broken_invariants(connection) == []


def test_a_writer_on_another_machine_has_to_wait(lake: Lake, tmp_path: Path) -> None:
    here, there = writer_lock(tmp_path / "here", lake), writer_lock(tmp_path / "there", lake)
    with here, pytest.raises(WarehouseLocked, match="being written"), there:
        pass
    with writer_lock(tmp_path / "there", lake):
        pass


def test_what_breaks_the_model_is_refused_as_in_a_file(lake: Lake) -> None:
    with write_lake(lake) as connection:
        staging = lake.parent / "run-1"
        staging.parent.mkdir()
        with pytest.raises(LandingFailed, match="page_state"):
            land_in(connection, staging, "run-1", entries=[an_entry("a", page_state="?")])
        assert connection.execute("SELECT count(*) FROM entries").fetchall() == [(0,)]


def test_a_reader_keeps_the_view_of_its_moment(lake: Lake) -> None:
    lake.parent.mkdir()
    with pytest.raises(NothingPublished), open_published(lake):
        pass
    with write_lake(lake) as writer, ExitStack() as readers:
        land_in(writer, lake.parent / "run-1", "run-1")
        reader = readers.enter_context(open_reader(lake.parent, lake=lake))
        writer.execute("INSERT INTO runs FROM (SELECT * REPLACE (2 AS run_seq) FROM runs)")
        later = readers.enter_context(open_reader(lake.parent, lake=lake))
        asked = "SELECT count(*) AS runs FROM runs"
        assert [r.query(asked).arrow().to_pylist() for r in (reader, later)] == [
            [{"runs": 1}], [{"runs": 2}],
        ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "FROM postgres_scan('host=192.0.2.1', 'public', 'secrets')",
        "FROM \"Postgres_Query\"('__ducklake_metadata_lake', 'SELECT 1')",
        "FROM query /* quietly */ ('FROM post' || 'gres_attach(1)')",
        "FROM ducklake_add_data_files('lake', 'statements', '/etc/hostname')",
        "FROM read_text('/etc/hostname')",
        "CREATE TABLE mine (a INTEGER)",
    ],
)
def test_a_query_reaches_neither_other_servers_nor_other_files(readable: Lake, query: str) -> None:
    with open_published(readable) as connection, pytest.raises(QueryRefused):
        Reading(connection, query)


@pytest.fixture(scope="module")
def readable(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    home = tmp_path_factory.mktemp("readable")
    lake = lake_at(SCHEME + server.new_database("readable"), str(home / "data"), home)
    with write_lake(lake):
        pass
    return lake


def test_a_lake_of_another_version_is_refused(lake: Lake) -> None:
    with write_lake(lake) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES ('9999_later')")
    _writer.cache_clear()  # as in another process
    for opening in (write_lake, read_lake):
        with pytest.raises(LakeRefused, match="its schema ends at 9999_later"), opening(lake):
            pass


def test_a_server_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    nowhere = lake_at(f"{SCHEME}dbname=a host={tmp_path}", str(tmp_path / "data"), home)
    with (
        pytest.raises(LakeUnreachable, match="see that PostgreSQL runs"),
        write_lake(nowhere),
    ):
        pass
    write_settings(home, nowhere)
    ended = onrecord("statements", "--home", home)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


def test_a_folder_that_is_not_mounted_is_not_begun_anew(readable: Lake, tmp_path: Path) -> None:
    elsewhere = dataclasses.replace(readable, data=f"{tmp_path}/")
    for opening in (write_lake, read_lake):
        with pytest.raises(LakeUnreachable, match="is not the folder of"), opening(elsewhere):
            pass
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "data", "words"),
    [
        ("duckdb:lake", "/data", "is to begin with ducklake:postgres:"),
        (f"{SCHEME}dbname=a password=opensesame", "/data", "put it into ~/.pgpass"),
        (f"{SCHEME}postgresql://desk:opensesame@db/a", "/data", "put it into ~/.pgpass"),
        (f"{SCHEME}dbname=a", "", "a folder that every machine mounts"),
        (f"{SCHEME}dbname=a", "s3://bucket/lake", "object stores are not supported"),
    ],
)
def test_an_address_is_checked_and_no_password_is_repeated(
    tmp_path: Path, url: str, data: str, words: str
) -> None:
    with pytest.raises(LakeRefused) as refused:
        lake_at(url, data, tmp_path)
    assert words in str(refused.value)
    assert "opensesame" not in str(refused.value)
