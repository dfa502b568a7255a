"""Indirect and mixed speech: verbs of saying with their complements, and "according to"."""

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.extractor.contents import content_of
from transforms.extractor.cue_clauses import cue_of, cue_words
from transforms.extractor.findings import Finding
from transforms.extractor.parses import Parse, children, to_end_of_quotation
from transforms.extractor.phrases import noun_phrase
from transforms.extractor.speakers import Source, find_source
from transforms.extractor.utterances import is_utterance

_CLAUSAL = {"clause", "clause before cue", "cue in mid-sentence"}


def indirect_speech(parse: Parse, taken: set[int]) -> Iterator[Finding]:
    """Yield the statements whose content is words of the sentence.

    ``taken`` are the token numbers of the verbs that introduce direct speech already.
    """
    for verb in parse.doc:
        if verb.i in taken or verb.dep_ == "amod":
            continue
        cue = cue_of(verb)
        if cue is not None:
            found = content_of(verb, cue)
            if found is None:
                continue
            rule, tokens = found
            if cue.lemma in {"decline", "refuse"} and _denies_saying(verb):
                continue
            words = cue_words(parse, verb, cue)
            source = find_source(parse, verb)
            if rule == "cue in mid-sentence" and not source.words:
                continue  # "as reported", "as is said": nobody says it.
            if rule not in _CLAUSAL and not is_utterance(verb, cue, source):
                continue
            content = [
                to_end_of_quotation(parse, span)
                for span in parse.spans(token for token in tokens if token != verb.i)
            ]
            if content:
                yield Finding(rule, cue.lemma, cue.act, source, words, content, parse, verb)
        elif verb.lower_ == "according":
            yield from _according_to(parse, verb)


def _denies_saying(verb: Token) -> bool:
    """``declined to say whether``: the statement is what was not said; "declined" only denies."""
    return any(
        (cue := cue_of(inner)) is not None and content_of(inner, cue) is not None
        for inner in children(verb, "xcomp")
    )


def _according_to(parse: Parse, according: Token) -> Iterator[Finding]:
    """``The talks failed, according to two officials``."""
    for to in children(according, "prep", "prt"):
        for noun in children(to, "pobj"):
            words = noun_phrase(parse, noun)
            source = Source(words, words, "according to", noun)
            inner = set(range(according.left_edge.i, according.right_edge.i + 1))
            main = _clause_of(according)
            tokens = [i for i in range(main.left_edge.i, main.right_edge.i + 1) if i not in inner]
            content = list(parse.spans(tokens))
            if content and words:
                cue = parse.spans([according.i, to.i])
                yield Finding(
                    "according to", "according to", "state", source, cue, content, parse, according
                )


def _clause_of(according: Token) -> Token:
    """Climb to the verb of the clause that "according to" speaks of."""
    token = according.head
    while token.head.i != token.i and not _heads_clause(token):
        token = token.head
    return token


def _heads_clause(token: Token) -> bool:
    if token.dep_ in {"ccomp", "relcl", "advcl", "parataxis"}:
        return True
    return token.dep_ == "conj" and bool(children(token, "nsubj", "nsubjpass"))
