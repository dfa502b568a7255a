from transforms.scoring.measure import Marked, compare, score
from transforms.spans import Span

TEXT = '"We will not sign," said Orla Venn. Jon Ode, the mayor, said that the plan was dead.'


def span_of(words: str) -> tuple[Span, ...]:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


QUOTED = Marked(span_of("Orla Venn"), span_of("said"), span_of('"We will not sign,"'))
TOLD = Marked(span_of("Jon Ode, the mayor"), span_of("said"), span_of("that the plan was dead"))


def test_the_same_statements_are_all_right() -> None:
    annotated, predicted = compare(TEXT, [QUOTED, TOLD], [QUOTED, TOLD])
    assert [outcome.kind for outcome in annotated] == ["direct", "indirect"]
    assert score(annotated, predicted).f1 == 1.0


def test_half_of_the_words_in_common_are_enough() -> None:
    shorter = Marked(TOLD.speaker, TOLD.cue, span_of("the plan was"))
    annotated, predicted = compare(TEXT, [TOLD], [shorter])
    assert annotated[0].right
    assert predicted[0].other == TOLD


def test_less_than_half_is_a_miss_and_a_false_one() -> None:
    shorter = Marked(TOLD.speaker, TOLD.cue, span_of("dead"))
    annotated, predicted = compare(TEXT, [TOLD], [shorter])
    assert annotated[0].other is None
    assert predicted[0].other is None


def test_a_speaker_is_right_by_head_word_and_wrong_by_another_name() -> None:
    by_head = Marked(span_of("Ode"), TOLD.cue, TOLD.content)
    by_other = Marked(span_of("Orla Venn"), TOLD.cue, TOLD.content)
    assert compare(TEXT, [TOLD], [by_head])[0][0].right
    assert not compare(TEXT, [TOLD], [by_other])[0][0].right


def test_where_no_speaker_is_annotated_none_may_be_predicted() -> None:
    unnamed = Marked((), TOLD.cue, TOLD.content)
    assert compare(TEXT, [unnamed], [unnamed])[0][0].right
    assert not compare(TEXT, [unnamed], [TOLD])[0][0].right


def test_precision_counts_what_is_predicted_beside_the_annotations() -> None:
    annotated, predicted = compare(TEXT, [QUOTED], [QUOTED, TOLD])
    result = score(annotated, predicted)
    assert (result.precision, result.recall) == (0.5, 1.0)
    assert score(annotated, predicted, "direct").f1 == 1.0


def test_nothing_annotated_and_nothing_found_is_zero_not_an_error() -> None:
    assert score(*compare(TEXT, [], [])).f1 == 0.0
