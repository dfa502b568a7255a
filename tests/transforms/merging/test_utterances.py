"""Pairwise precision and recall of the merging on scenes of invented people."""

import pytest
from utterance_scenes import by_equal_words, by_rules, read_scenes, score


@pytest.mark.parametrize("name", ["utterances.txt", "utterances_unseen.txt"])
def test_utterances_are_parted_nearly_as_a_reader_parts_them(name: str) -> None:
    lines = read_scenes(name)
    ours, baseline = score(lines, by_rules), score(lines, by_equal_words)
    print(f"{name}: {len({line.group for line in lines})} utterances, {len(lines)} wordings")
    for way, found in (("rules", ours), ("equal words", baseline)):
        print(f"  {way}: precision {found.precision:.3f}, recall {found.recall:.3f}")
    assert ours.precision >= 0.97, ours.wrong
    assert ours.recall >= 0.90, ours.missed
    assert baseline.recall < ours.recall


def test_utterances_that_the_rules_were_never_tuned_on_are_not_taken_for_one_another() -> None:
    lines = read_scenes("utterances_later.txt")
    ours, baseline = score(lines, by_rules), score(lines, by_equal_words)
    assert ours.precision >= 0.97, ours.wrong
    assert ours.recall > 5 * baseline.recall
