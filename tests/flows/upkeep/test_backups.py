"""A backup is whole, holds no secret, and makes the same home again."""

import tarfile
from pathlib import Path

import pytest
from command_line import onrecord, rows
from making import AT, a_revision, an_analysis, an_appearance, land_rows, strait_talks

from flows.installation.home import Home
from flows.upkeep.backups import BackupDamaged, back_up, restore
from warehouse.database import open_private
from warehouse.errors import SchemaTooNew
from warehouse.lock import writer_lock
from warehouse.snapshot import publish

SETTINGS = """
story = "sound-treaty"   # ours
[receivers.desk]
type = "webhook"
url = "https://hooks.example/T0/B0/very-private"
secret = "whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IQ=="
"""


@pytest.fixture
def desk(home: Path) -> Home:
    place = Home(home)
    place.prepare()
    revision = a_revision("Ana Brod said the strait is open.")
    land_rows(
        place.private, "run-1", strait_talks(), [an_appearance("the strait is open", revision)],
        revisions=[revision], analyses=[an_analysis(revision)],
    )  # fmt: skip
    publish(place.private, place.published)
    return place


def test_a_backup_made_during_a_run_makes_the_same_home_again(desk: Home, tmp_path: Path) -> None:
    read = onrecord("new", "--home", desk.folder, "--cursor", "desk", "--format", "json")
    assert read.returncode == 0, read.stderr
    desk.settings_file.write_text(SETTINGS)
    file, other = tmp_path / "desk.tar", tmp_path / "other"
    with writer_lock(desk.lock), open_private(desk.private) as connection:
        connection.execute("DELETE FROM statements")  # a run that has not published yet
        made = onrecord("backup", file, "--home", desk.folder)
    assert made.returncode == 0, made.stderr
    assert "as of run 1 (1 statement), 1 cursor" in made.stdout
    assert "Left out of the settings: receivers.desk." in made.stdout
    assert b"very-private" not in file.read_bytes()

    put_back = onrecord("restore", file, "--home", other)
    assert put_back.returncode == 0, put_back.stderr
    assert "receivers.desk" in put_back.stdout
    question = (
        "SELECT text, speakers, (SELECT max(run_seq) FROM cursors) AS read FROM latest_statements"
    )
    assert rows(other, question) == [
        {"text": "the strait is open", "speakers": ["ana-brod"], "read": 1}
    ]
    nothing = onrecord("new", "--home", other, "--cursor", "desk", "--format", "json")
    assert nothing.stdout.strip() == "[]"
    assert 'story = "sound-treaty"' in (other / "settings.toml").read_text()
    land_rows(Home(other).private, "run-2", revisions=[a_revision("More.", "article-2")])

    again = onrecord("restore", file, "--home", other)
    assert again.returncode == 2
    assert "has a warehouse already" in again.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_damaged_a_foreign_and_a_newer_backup_write_nothing(desk: Home, tmp_path: Path) -> None:
    file = tmp_path / "desk.tar"
    back_up(desk, file, AT, documents=True)
    whole = file.read_bytes()
    other = Home(tmp_path / "other")

    place = len(whole) // 2
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(BackupDamaged, match=r"warehouse\.duckdb in it is not as it was written"):
        restore(file, other)
    file.write_bytes(whole[:place])
    with pytest.raises(BackupDamaged, match="cut off"):
        restore(file, other)
    with tarfile.open(file, "w") as archive:
        archive.add(desk.private, "../escaped")
    with pytest.raises(BackupDamaged, match=r"'\.\./escaped', which no backup does"):
        restore(file, other)
    assert sorted(path.name for path in other.folder.iterdir()) == ["warehouse.lock"]
    assert not (tmp_path / "escaped").exists()

    with open_private(desk.private) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES ('9999_later')")
    publish(desk.private, desk.published)
    with pytest.raises(SchemaTooNew):
        back_up(desk, tmp_path / "newer.tar", AT, documents=False)
    assert not (tmp_path / "newer.tar").exists()
