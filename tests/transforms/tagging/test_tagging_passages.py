import pytest
from marked import read_passages, score, total

from transforms.tagging.tagger import Tagger
from transforms.tags import TargetKind

PRECISION_FLOOR, RECALL_FLOOR = 0.98, 0.96


def test_there_are_at_least_thirty_annotated_passages_of_either_kind() -> None:
    passages = read_passages()
    assert len(passages) >= 30
    assert len({passage.name for passage in passages}) == len(passages)
    for kind in ("actor", "term"):
        assert sum(mention.kind == kind for p in passages for mention in p.mentions) >= 60


@pytest.mark.parametrize("kind", ["actor", "term"])
def test_mentions_are_found_as_a_person_marked_them(tagger: Tagger, kind: TargetKind) -> None:
    passages = read_passages()
    result = total([score(p, tagger.tag(p.text, p.on), kind) for p in passages])
    print(
        f"\n{kind} mentions in {len(passages)} passages: "
        f"precision {result.precision:.3f}, recall {result.recall:.3f}"
    )
    report = "\n".join(("missed:", *result.missed, "false:", *result.false))
    assert result.precision >= PRECISION_FLOOR, report
    assert result.recall >= RECALL_FLOOR, report
