"""The head of the words that name a speaker.

"Zelenskyy's chief of staff Andriy Yermak, standing beside Rubio" has the head "Andriy
Yermak": what comes before a possessive, after a comma, or after a preposition describes.
"""

import re
from collections.abc import Iterator

from transforms.spans import Span
from transforms.tagging.offices import full_title
from transforms.tagging.words import NUMBERS, OPENERS, RANKS

_CLAUSE = re.compile(
    r"[\s,]+(?:who|whom|whose|which|that|when|where|while|as|whether)\b"
    r"|[\s,]+(?:standing|speaking|sitting|flanked|including|citing|quoting|known|acting|based|"
    r"accompanied|appearing|according)\b"
    r"|\s*[\[;:—–]|\s+-{1,2}\s"
)
_PREPOSITION = re.compile(
    r"\s+(?:of|in|at|for|from|with|on|to|near|by|about|inside|within|close|familiar|briefed|under|"
    r"over|against|behind|among|across|after|before|during|without|like|than|via|beside|"
    r"alongside)\b"
)
_TITLE_PREPOSITIONS = frozenset({"of", "for", "from", "on"})
_TITLE_COMPLEMENT = re.compile(
    r"(?:\s+[\w’'-]+)*?\s+(?!the\b|an?\b)(?P<before>[\w’'-]+)"
    r"\s+[A-ZÀ-Þ][\w’'.-]+(?:\s+(?:de|der|von|van)\b)*(?:\s+[A-ZÀ-Þ][\w’'-]+)+$"
)
"""The rest of a title, then a first name and a surname."""
_QUANTITY = re.compile(
    r"(?:an?\s+|the\s+)?(?:[\w-]+\s+)?(?:group|trio|pair|couple|number|handful|majority|dozens?|"
    r"scores|team|bloc|club|coalition)\s+of\s+(?=\w+\s)",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?:an?\s+|the\s+|in\s+)?(?:[\w-]+\s+)?(?:statement|letter|report|post|tweet|message|note|"
    r"communique|communiqué|declaration|memo|open letter|text|paper)\s+"
    r"(?:signed by|written by|issued by|by|from|of)\s+",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+|\s*\((?=[A-ZÀ-Þ])")
_CONJUNCTION = re.compile(r",?\s+(?:and|or)\s+|\s*&\s*")
_APPOSITION = re.compile(
    r"(?:and\s+)?(?:the|a|an|one|his|her|their|its|then|now|also|both|himself|herself|formerly|"
    r"former)\b|[a-z\d]"
)
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])\s+")
_LEADING = re.compile(r"(?:[\s\"“”‘’'(\[]|(?:the|a|an|both|and|either)\b)+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s?|[\s\"“”‘’'.,()\]])+$")
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]*\.?\s+(?:(?:de|del|der|den|di|la|van|von|al|bin|ibn|du|da|dos)\s+)*)*"
    r"[A-ZÀ-Þ][\w’'-]+$"
)


def trimmed(text: str, span: Span) -> Span:
    """Return the span without articles before and marks or a possessive ending after."""
    words = span.of(text)
    leading = _LEADING.match(words)
    start = span.start + (leading.end() if leading else 0)
    trailing = _TRAILING.search(text[start : span.end])
    end = start + trailing.start() if trailing else span.end
    return Span(start, max(start, end))


def speaking_part(text: str, span: Span) -> Span:
    """Return the words for those who speak in "a group of ..." and "a statement by ..."."""
    for wrapper in (_DOCUMENT, _QUANTITY):
        match = wrapper.match(text, span.start, span.end)
        if match and match.end() < span.end:
            span = Span(match.end(), span.end)
    return span


def coordinates(text: str, span: Span) -> list[Span]:
    """Return the coordinated namings within a span, without what only describes them.

    "Starmer, Macron and Merz" has three; "Ann Lee, mayor of Varn" has one.
    """
    naming = _until(text, span, _CLAUSE)
    pieces = [
        piece for part in _split(text, naming, _COMMA) for piece in _split(text, part, _CONJUNCTION)
    ]
    kept: list[Span] = []
    for piece in pieces:
        joined = not kept or _CONJUNCTION.fullmatch(text[kept[-1].end : piece.start]) is not None
        if not joined and _APPOSITION.match(piece.of(text)):
            continue
        kept.append(piece)
    return kept


def head(text: str, naming: Span) -> Span:
    """Return the head of one naming: no prepositional phrase after it, no owner before it."""
    plain = _without_modifiers(text, naming)
    start = plain.start
    for match in _POSSESSIVE.finditer(text, plain.start, plain.end):
        start = match.end()
    return trimmed(text, Span(start, plain.end))


def name_in(words: str) -> str:
    """Return the proper name that a head ends with, without its titles; empty if it has none.

    "Ukrainian President Petro Hal" gives "Petro Hal", "Mayor Lee" gives "Lee", "many
    Ukrainians" and "Prime Minister" give nothing.
    """
    match = _NAME.search(words)
    if match is None:
        return ""
    parts = match.group().split()
    ranks = [index for index, part in enumerate(parts) if full_title(part) in RANKS]
    name = parts[ranks[-1] + 1 :] if ranks else parts
    is_common = len(name) == 1 and not ranks and (match.start() > 0 or _is_no_name(name[0]))
    return "" if is_common else " ".join(name)


def _is_no_name(word: str) -> bool:
    return word.lower() in OPENERS or word.lower() in NUMBERS


def _without_modifiers(text: str, naming: Span) -> Span:
    """Cut at the first preposition, unless it belongs to a title before the name.

    "chief of staff Ann Lee" and "Secretary of State Ann Lee" are Lee; "an aide of
    President Lee" and "a spokesman for the Kremlin" are not who comes last.
    """
    for match in _PREPOSITION.finditer(text, naming.start + 1, naming.end):
        complement = _TITLE_COMPLEMENT.match(text, match.end(), naming.end)
        in_title = match.group().strip() in _TITLE_PREPOSITIONS and complement is not None
        if complement is None or not in_title or full_title(complement["before"]) in RANKS:
            return Span(naming.start, match.start())
    return naming


def _until(text: str, span: Span, stop: re.Pattern[str]) -> Span:
    match = stop.search(text, span.start + 1, span.end)
    return Span(span.start, match.start() if match else span.end)


def _split(text: str, span: Span, joint: re.Pattern[str]) -> Iterator[Span]:
    start = span.start
    for match in joint.finditer(text, span.start, span.end):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if span.end > start:
        yield Span(start, span.end)
