"""Statements found in annotated articles and their cost, beside textacy and a bare ``nlp.pipe``.

Run ``python -m benchmarks.statements``; ``--full`` takes 60 articles in place of 20 for the
cost. The peers run in the same process, both on the full English pipeline with its default
settings: alone, and with textacy's ``direct_quotations``, which finds direct quotations only. F1
is end to end, of all articles, by the measure of ``onrecord eval``.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from textacy.extract.triples import direct_quotations

from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import annotated, in_turn, run
from flows.language.evaluation import Article, read_gold
from flows.language.language_model import find_model, load_language_model
from transforms.extraction import SpeechType
from transforms.extractor.rules import RuleExtractor
from transforms.scoring.measure import Marked, compare, score
from transforms.spans import Span

MOST = 0.4
"""The share of the bare pipeline's time that the whole transform may take."""
LEAST_F1 = {None: 0.72, "direct": 0.90}
"""What is to be reached of all speech, and of direct speech."""
Find = Callable[[list[str]], Iterable[list[Marked]]]


def measure(full: bool) -> list[Measure]:
    """Return the cost against both peers, and F1."""
    articles = list(read_gold(annotated("dev")))
    extractor = RuleExtractor(load_language_model())
    bare = spacy.load(find_model())

    def ours(texts: list[str]) -> Iterable[list[Marked]]:
        for found in extractor.extract(texts):
            yield [Marked(item.source, item.cue, item.content) for item in found]

    def theirs(texts: list[str]) -> Iterable[list[Marked]]:
        return map(_quotations, bare.pipe(texts))

    texts = [article.text for article in articles[: 60 if full else 20]]
    return [*_costs(bare, ours, theirs, texts), *_quality(ours, theirs, articles)]


def _costs(bare: Language, ours: Find, theirs: Find, texts: list[str]) -> list[Measure]:
    words = sum(len(text.split()) for text in texts)
    size = f"{len(texts)} articles, {words:,} words"
    mine, spacys, textacys = in_turn(
        3,
        lambda: list(ours(texts)),
        lambda: [len(doc) for doc in bare.pipe(texts)],
        lambda: list(theirs(texts)),
    )
    name, unit = "finding statements", "s of CPU"
    return [
        Measure(name, size, unit, mine, "bare nlp.pipe", spacys, at_most=MOST),
        Measure(f"{name}, beside textacy", size, unit, mine, "textacy", textacys, at_most=MOST),
    ]


def _quality(ours: Find, theirs: Find, articles: Sequence[Article]) -> list[Measure]:
    texts = [article.text for article in articles]
    found = [list(ours(texts)), list(theirs(texts))]
    kinds: tuple[SpeechType | None, ...] = (None, "direct")
    measures = []
    for kind in kinds:
        mine, textacy = (_f1(articles, one, kind) for one in found)
        measures.append(
            Measure(
                f"F1 of {kind or 'all'} speech", f"{len(articles)} articles", "",
                (mine,), "textacy", (textacy,), at_least=LEAST_F1[kind], bounds_ours=True,
            )
        )  # fmt: skip
    return measures


def _f1(
    articles: Sequence[Article], found: Sequence[list[Marked]], kind: SpeechType | None
) -> float:
    compared = [
        compare(article.text, article.statements, predicted)
        for article, predicted in zip(articles, found, strict=True)
    ]
    gold = [outcome for outcomes, _ in compared for outcome in outcomes]
    return score(gold, [outcome for _, outcomes in compared for outcome in outcomes], kind).f1


def _quotations(doc: Doc) -> list[Marked]:
    """Return what textacy finds; where a mark is odd it finds nothing in the whole text."""
    try:
        return [
            Marked(
                _spans(quotation.speaker),
                _spans(quotation.cue),
                (Span(quotation.content.start_char, quotation.content.end_char),),
            )
            for quotation in direct_quotations(doc)
        ]
    except ValueError:
        return []


def _spans(tokens: Iterable[Token]) -> tuple[Span, ...]:
    return tuple(Span(token.idx, token.idx + len(token)) for token in tokens)


if __name__ == "__main__":
    sys.exit(run(measure))
