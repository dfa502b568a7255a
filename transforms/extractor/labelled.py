"""Speech without a verb: ``NAME: words``, ``Lee: plan not final`` and ``"..." — Ann Lee``."""

import re
from collections.abc import Iterator

from transforms.extractor.cues import CUES
from transforms.extractor.findings import Finding
from transforms.extractor.sentences import Paragraph
from transforms.extractor.speakers import Source
from transforms.extractor.words import words
from transforms.spans import Span

_LABEL = re.compile(
    r"(?P<name>[“\"]?[A-ZÀ-Þ][\w.'’-]*(?:\s(?:[A-ZÀ-Þ(][\w.'’()-]*|of|the|for|and|&|de|von|van|bin|al)){0,5})"
    r"(?P<aside>\s(?:to|on|in|at)\s[^:.,]{2,40}|,[^:.]{2,60}|\s\([^):]{1,30}\))?"
    r"(?P<colon>:)\s*(?=\S)"
)
_NO_SPEAKER = words(
    "age also analysis and are as at background bottom breaking but campaign cc chapter city "
    "correction credit date day editor's editors election example exclusive explainer fact "
    "factbox final finally first for from has have here how if image images in is job key "
    "listen live look loser more myth name news note obituary on opinion or part party photo "
    "photos point points politics preview profile question rating re read recap related "
    "result results revealed review score second section see sent share shocking source "
    "sources step subject subscribe tags that the these third this time timeline tip title to "
    "topics transcript update updated video videos warning was watch week were what when "
    "where who why winner with wow"
)
_SIGNATURE = re.compile(
    r"\s*[—–―-]{1,2}\s?(?P<name>(?:[A-ZÀ-Þ][\w.'’-]*)(?:\s[A-ZÀ-Þ][\w.'’-]*){1,4})"
    r"(?:,\s[^.!?:;]{2,60}\Z)?"
)
_SPEAKS_AFTER_QUOTATION = re.compile(
    r"(?P<colon>:)\s(?P<name>[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,2}?)"
    r"(?:\s(?P<verb>[A-Za-z]+)\b|\Z)"
)
"""``'We will not be bought': Ode hits back``; a title of a work has no verb of saying."""
_MIN_WORDS = 3


def labelled_speech(text: str, paragraph: Paragraph) -> Iterator[Finding]:
    """Yield the statement that a label or a signature gives to a whole paragraph."""
    label = _LABEL.match(text, *paragraph.span)
    if label and _names_a_speaker(label, paragraph):
        content = Span(label.end(), paragraph.span.end)
        answers = label.group("name").isupper() and content.of(text).endswith((".", "?", "!"))
        if len(content.of(text).split()) >= _MIN_WORDS or (answers and paragraph.number):
            rule = "headline" if paragraph.number == 0 else "transcript"
            yield _finding(rule, Span(*label.span("name")), Span(*label.span("colon")), content)
        return
    if paragraph.number == 0:
        yield from _quoted_headline(text, paragraph)
    yield from _signed(text, paragraph)


def _names_a_speaker(label: re.Match[str], paragraph: Paragraph) -> bool:
    name = label.group("name")
    own = name.lower().replace("’", "'").split()
    if name[0] in '“"' or any(word.strip("().") in _NO_SPEAKER for word in own[:1] + own[-1:]):
        return False
    if len(name) == 1:  # Q and A name nobody.
        return False
    if any(word in {"is", "are", "was", "were", "has", "will"} for word in own):
        return False
    # In running text a label in capitals is a transcript's; others are found in headlines only.
    return paragraph.number == 0 or name.isupper() or label.group("aside") is None


def _quoted_headline(text: str, paragraph: Paragraph) -> Iterator[Finding]:
    """``'We will not be bought': Ode hits back at critics``."""
    quotation = paragraph.quotations[0] if paragraph.quotations else None
    if quotation is None or quotation.outer.start > paragraph.span.start:
        return
    speaker = _SPEAKS_AFTER_QUOTATION.match(text, quotation.outer.end, paragraph.span.end)
    if speaker is None or len(quotation.inner.of(text).split()) < _MIN_WORDS:
        return
    verb = speaker.group("verb")
    first = speaker.group("name").split()[0].lower()
    if first not in _NO_SPEAKER and (verb is None or verb.lower() in CUES):
        name, colon = Span(*speaker.span("name")), Span(*speaker.span("colon"))
        yield _finding("headline", name, colon, quotation.inner)


def _signed(text: str, paragraph: Paragraph) -> Iterator[Finding]:
    """``"We are tired." — Ann Lee, farmer``."""
    if len(paragraph.quotations) != 1:
        return
    quotation = paragraph.quotations[0]
    if quotation.outer.start > paragraph.span.start:
        return
    signature = _SIGNATURE.match(text, quotation.outer.end, paragraph.span.end)
    if signature and signature.end() - signature.start() > 0.5 * (
        paragraph.span.end - quotation.outer.end
    ):
        name = Span(*signature.span("name"))
        cue = trim_blanks(text, Span(signature.start(), signature.start("name")))
        yield _finding("signature", name, cue, quotation.inner)


def trim_blanks(text: str, span: Span) -> Span:
    """Take the blanks off the edges of ``span``."""
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip())
    return Span(start, max(start, span.end - len(said) + len(said.rstrip())))


def _finding(rule: str, name: Span, cue: Span, content: Span) -> Finding:
    source = Source((name,), (name,), rule)
    return Finding(rule, "say", "state", source, (cue,), [content])
