import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extraction import Extraction
from transforms.extractor.rules import RuleExtractor
from transforms.spans import Span, Spans

FRAGMENTS = [
    '"', "“", "”", "'", "’", "''", "«", "»", "(", ")", ":", ",", ".", "?", "…", "—", "\n\n", "\n",
    "said", "says", "adding", "told reporters", "according to", "quoted", "as saying", "that",
    "rejected the plan", "vowed to fight", "called it", "a sham", "he", "she", "who", "it",
    "the statement", "the mayor", "Orla Venn", "Jon Ode", "VENN:", "the leaders of Orr and Velm",
    "his claim that", "on Monday", "on X", "did not", "план", "他说", "\x00", "\u202e", "🙂", "é",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(" ".join) | st.text(max_size=200)


def overlap(spans: Spans, others: Spans) -> bool:
    return any(a.start < b.end and b.start < a.end for a in spans for b in others)


def ordered_and_disjoint(spans: Spans) -> bool:
    return all(span.start < span.end for span in spans) and all(
        before.end <= after.start for before, after in pairwise(spans)
    )


def check(text: str, extractions: list[Extraction]) -> None:
    starts = [extraction.content[0].start for extraction in extractions]
    assert starts == sorted(starts)
    for index, extraction in enumerate(extractions):
        spans = (
            extraction.content, extraction.source, extraction.cue, extraction.antecedent,
            extraction.relay, extraction.recipient, extraction.medium, extraction.stated,
        )  # fmt: skip
        assert all(ordered_and_disjoint(piece) for piece in spans)
        assert all(Span(0, 0) <= span <= Span(len(text), len(text)) for s in spans for span in s)
        assert all(span.end <= len(text) for s in spans for span in s)
        assert not overlap(extraction.cue, extraction.content)
        if extraction.speech_type == "direct":
            assert not overlap(extraction.source, extraction.content)
        if extraction.parent is not None:
            assert extraction.parent < index


@settings(max_examples=300)
@given(text=texts)
def test_any_text_keeps_the_invariants(extractor: RuleExtractor, text: str) -> None:
    for extractions in extractor.extract([text]):
        check(text, extractions)


@settings(max_examples=10)
@given(batch=st.lists(texts, max_size=20))
def test_a_text_gives_the_same_alone_and_in_company(
    extractor: RuleExtractor, batch: list[str]
) -> None:
    together = list(extractor.extract(batch))
    assert together == [next(extractor.extract([text])) for text in batch]


HOSTILE = {
    "a megabyte without a full stop": "the mayor told reporters in Orr that it was dead and "
    * 19_000,
    "a megabyte in one word": "a" * 1_000_000,
    "a megabyte of full stops": "." * 1_000_000,
    "ten thousand quotation marks": '"a" said Orla Venn ' * 5_000,
    "ten thousand opening marks": "“a " * 10_000,
    "ten thousand apostrophes": "'a " * 10_000,
    "another script": "Президент сказав: «Ні, план мертвий». Він додав: “так”. " * 4_000,
    "labels without end": "Venn: " * 50_000,
    "brackets and blanks": "([ \t" * 100_000,
    "one paragraph of many names": "Orla Venn and Jon Ode met Petra Hall. " * 10_000,
    "control and bidi characters": "\x00\u202ehe said “\x00a”\u202c" * 2_000,
    "blank lines": "\n" * 500_000,
    "right to left": "قالت المتحدثة «لا» ثم אמר: ”לא“ Orla Venn said, \u200f“no”. " * 4_000,
    "combining marks and emoji": "Ve\u0301\u0308nn sai\u0300d “👩\u200d👧 🇺🇦”, they said. " * 1_000,
    "guillemets without end": "« a » „b “c‘ »d« Ode said, " * 10_000,
    "pairs and they": "Ann Lee and Jon Ode met. They said it was dead. " * 1_000,
    "one open mark and many names": "“" + "We go, Ann Lee Ode Venn Marsh, " * 20_000,
    "quotations within quotations": "Venn said Ode said “Lee said ‘Moe said " * 5_000,
    "in the words of": "in the words of " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_answered_in_bounded_time(extractor: RuleExtractor, text: str) -> None:
    start = time.thread_time()
    (extractions,) = extractor.extract([text])
    assert time.thread_time() - start < 10
    check(text, extractions)


def test_what_is_past_the_limit_of_parsing_is_left_unparsed(extractor: RuleExtractor) -> None:
    sentence = "The plan is dead, Orla Venn said on Monday in the old town hall of Orr. "
    (few,) = extractor.extract([sentence * 10])
    assert len(few) == 10


def test_no_text_gives_no_statement(extractor: RuleExtractor) -> None:
    assert list(extractor.extract(["", " \n\n ", "No cue here."])) == [[], [], []]
    assert list(extractor.extract([])) == []
