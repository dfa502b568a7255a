"""Commands for analysts: a copy with its own id, and labels held against stored articles."""

from pathlib import Path

from command_line import onrecord

from seeds.load import load_story


def test_a_copy_with_its_own_id_is_another_story_and_one_without_goes_on(tmp_path: Path) -> None:
    made = onrecord("init", "talks", "--id", "other-talks", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert load_story(tmp_path / "talks").story_id == "other-talks"
    kept = onrecord("init", "same", cwd=tmp_path)
    assert "keeps its id" in kept.stdout
    assert load_story(tmp_path / "same").story_id == "ukraine-plan"


def test_check_tells_which_labels_match_nothing_in_the_stored_articles(landed: Path) -> None:
    checked = onrecord("check", "seeds/ukraine-plan", "--stored", "--home", landed)
    assert checked.returncode == 0, checked.stderr
    (line,) = [line for line in checked.stdout.splitlines() if "match nothing" in line]
    unused, _, rest = line.partition(" of ")
    labels = int(rest.split()[0])
    assert 0 < int(unused) < labels
    assert "in 11 stored articles" in line
