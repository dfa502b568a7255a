import pytest
from marked import read_passages, score, total

from seeds.load import bundled_story, load_story
from transforms.tagging.tagger import Tagger
from transforms.tags import TargetKind

FLOORS = {
    ("mended", "actor"): (0.98, 0.96),
    ("mended", "term"): (0.98, 0.96),
    ("unseen-2", "actor"): (0.98, 0.96),
    # The words for terms in this set were left as they were first seen.
    ("unseen-2", "term"): (0.85, 0.31),
}
"""Least precision and recall, by set and kind."""


@pytest.fixture(scope="module")
def taggers(tagger: Tagger) -> dict[str, Tagger]:
    second = load_story(bundled_story("sound-treaty"))
    return {"ukraine-plan": tagger, "sound-treaty": Tagger(second)}


def test_there_are_at_least_thirty_annotated_passages_of_either_kind() -> None:
    passages = read_passages()
    assert len(passages) >= 30
    assert len({passage.name for passage in passages}) == len(passages)
    for kind in ("actor", "term"):
        assert sum(mention.kind == kind for p in passages for mention in p.mentions) >= 60


@pytest.mark.parametrize(("group", "kind"), FLOORS)
def test_mentions_are_found_as_a_person_marked_them(
    taggers: dict[str, Tagger], group: str, kind: TargetKind
) -> None:
    passages = [p for p in read_passages() if (p.group == "unseen-2") == (group == "unseen-2")]
    result = total([score(p, taggers[p.story_id].tag(p.text, p.on), kind) for p in passages])
    least_precision, least_recall = FLOORS[group, kind]
    print(
        f"\n{kind} mentions in {len(passages)} passages ({group}): "
        f"precision {result.precision:.3f}, recall {result.recall:.3f}"
    )
    report = "\n".join(("missed:", *result.missed, "false:", *result.false))
    assert result.precision >= least_precision, report
    assert result.recall >= least_recall, report
