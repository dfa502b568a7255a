"""Indirect and mixed speech: verbs of saying with their complements, and "according to"."""

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.extractor.contents import Content, content_of
from transforms.extractor.cue_clauses import UNSAID, cue_of, cue_words
from transforms.extractor.cue_table import DOCUMENTS, ISSUING
from transforms.extractor.cues import Cue
from transforms.extractor.findings import Finding
from transforms.extractor.parses import Parse, children, is_verb, to_end_of_quotation
from transforms.extractor.phrases import noun_phrase
from transforms.extractor.speakers import Source, find_source
from transforms.extractor.utterances import is_utterance
from transforms.extractor.words import words as word_set

_CLAUSAL = {"clause", "clause before cue", "cue in mid-sentence"}
_ANSWERING = word_set(
    "comment commenting respond responded responding reply replied replying answer answered "
    "answering speak talk drawn elaborate object objected objecting"
)
"""Who denies these is silent: there is nothing that was said."""
_OPEN_QUESTIONS = word_set("whether if how what who when where why")
_HEADLINE_ATTITUDES = word_set("back support oppose accept offer voice express recognize welcome")
"""With a noun phrase these are in headlines the reporter's summary of deeds and moods."""
_STOPS = frozenset(".?!…”\"'’")


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
            if _says_nothing(parse, verb, cue, found):
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
            yield from _according_to(parse, verb, "to")
        elif verb.lower_ == "words" and verb.dep_ == "pobj" and verb.head.lower_ == "in":
            yield from _according_to(parse, verb, "of")


def _says_nothing(parse: Parse, verb: Token, cue: Cue, found: Content) -> bool:
    """Tell silence, an open question and a headline's attitude from something said."""
    rule, tokens = found
    if cue.lemma in {"decline", "refuse"} and _denies_saying(verb):
        return True
    if rule not in _CLAUSAL and _is_silent(verb):
        return True
    if cue.lemma == "agree" and parse.doc[tokens[0]].lower_ in _OPEN_QUESTIONS:
        return True  # "could not agree whether to go on".
    if rule != "object":
        return False
    if verb.lower_ in ISSUING and any(noun.lower_ in DOCUMENTS for noun in children(verb, "dobj")):
        return True  # "published a declaration": what it says comes after.
    return _is_headline(parse) and cue.lemma in _HEADLINE_ATTITUDES


def _denies_saying(verb: Token) -> bool:
    """``declined to say whether``: the statement is what was not said; "declined" only denies.

    ``declined to comment`` has none at all.
    """
    return any(
        inner.lower_ in _ANSWERING
        or inner.lower_ == "discuss"
        or ((cue := cue_of(inner)) is not None and content_of(inner, cue) is not None)
        for inner in children(verb, "xcomp")
    )


def _is_silent(verb: Token) -> bool:
    """``did not respond to the letter``; ``declined to comment on it``: nothing was said."""
    if verb.dep_ == "xcomp" and verb.head.lower_ in UNSAID:
        return verb.lower_ in _ANSWERING or verb.lower_ == "discuss"
    return verb.lower_ in _ANSWERING and bool(children(verb, "neg"))


def _is_headline(parse: Parse) -> bool:
    """Say whether the sentence is the first line of the text and has no stop."""
    return parse.frame.sentence.paragraph == 0 and parse.frame.text[-1:] not in _STOPS


def _according_to(parse: Parse, according: Token, joint: str) -> Iterator[Finding]:
    """``The talks failed, according to two officials``; ``in the words of two officials``."""
    outermost = according.head if joint == "of" else according
    for to in children(according, "prep", "prt"):
        if to.lower_ != joint:
            continue
        for noun in children(to, "pobj"):
            main = _clause_of(outermost)
            words, last = noun_phrase(parse, noun), according.right_edge.i
            subject = _subject_in_apposition(noun, main)
            if subject is not None:
                last = subject.left_edge.i - 1
                words = parse.spans(range(noun.left_edge.i, last + 1))
            source = Source(words, words, "according to", noun)
            inner = set(range(outermost.left_edge.i, last + 1))
            tokens = [i for i in range(main.left_edge.i, main.right_edge.i + 1) if i not in inner]
            content = list(parse.spans(tokens))
            if content and words:
                cue = parse.spans([according.i, to.i])
                yield Finding(
                    "according to", "according to", "state", source, cue, content, parse, according
                )


def _subject_in_apposition(noun: Token, main: Token) -> Token | None:
    """Return the main clause's subject where the parser read it as an apposition.

    ``According to Ode, a ban on tolls would bind us``: the clause has no other subject.
    """
    if main.i < noun.i or children(main, "nsubj", "nsubjpass", "csubj", "expl"):
        return None
    apposed = children(noun, "appos")
    return apposed[-1] if apposed and (is_verb(main) or main.tag_ == "MD") else None


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
