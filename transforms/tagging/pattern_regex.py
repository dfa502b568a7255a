"""From a parsed pattern to a regular expression over the normalised view of a sentence."""

import re
from collections.abc import Iterable
from itertools import permutations

from transforms.tagging.patterns import (
    AnyOrder,
    Beginning,
    Choice,
    Condition,
    Filler,
    Gap,
    Item,
    Maybe,
    Number,
    Sequence,
    Words,
)
from transforms.tagging.words import word_set

_POSSESSIVE = "(?: s(?= ))?"
_BESIDE = f"{_POSSESSIVE} {{1,2}}"
"""Between neighbours: a space, or two where a quotation mark or a comma stood."""
_ANY_WORD = f" +[^ ]+{_POSSESSIVE}"
_NUMBER_WORDS = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    "forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half)"
)
_NUMBER = (
    r"(?:\d+(?: \d+)*(?: (?:thousand|million|billion))?"
    rf"|{_NUMBER_WORDS}(?: (?:and )?{_NUMBER_WORDS})*)"
)
_COMMON = word_set(
    "a an the of on in at to by for from with its his her their our as and or not no be is are was "
    "were been have has had would will must should can could may that this it they he she up out "
    "back off over under into all any new more say says said than about after before one two only "
    "their who which what some other also now people year years time make take hold give get go "
    "keep put set come leave end right country state number size part"
)
Anchor = str
"""A piece of the view that every match of a pattern holds: " army " or " demilitari"."""


def compile_body(body: Sequence) -> re.Pattern[str]:
    """Return the expression for what a pattern matches; group 1 is the words."""
    return re.compile(f"(?<= )({_sequence(body)})(?= )")


def compile_condition(condition: Condition) -> re.Pattern[str]:
    """Return the expression for the words of a condition."""
    return re.compile(f"(?<= )(?:{_filler(condition.body)})(?= )")


def anchors(body: Sequence) -> frozenset[Anchor]:
    """Return words of which every match holds at least one; the rarest such choice.

    Empty when the body holds nothing but numbers.
    """
    return _best(_anchor_sets(body))


def _sequence(sequence: Sequence) -> str:
    expression, joint, is_first = "", "", True
    for item in sequence.items:
        if isinstance(item, Gap):
            joint = _gap(item)
            continue
        if isinstance(item, Maybe):
            body = _sequence(item.body)
            expression += f"(?:{body}{_BESIDE})?" if is_first else f"(?:{_BESIDE}{body})?"
            continue
        expression += ("" if is_first else joint or _BESIDE) + _filler(item)
        joint, is_first = "", False
    return expression


def _filler(item: Filler) -> str:
    match item:
        case Words(forms):
            return _alternatives(form.replace(" ", _BESIDE) for form in forms)
        case Beginning(stem):
            return f"{stem}[^ ]*"
        case Number():
            return _NUMBER
        case Choice(options):
            return _alternatives(_sequence(option) for option in options)
        case AnyOrder(parts, gap):
            orders = permutations(_sequence(part) for part in parts)
            return _alternatives(_gap(gap).join(order) for order in orders)


def _gap(gap: Gap) -> str:
    return f"{_POSSESSIVE}(?:{_ANY_WORD}){{0,{gap.most}}}? +"


def _alternatives(expressions: Iterable[str]) -> str:
    """Join alternatives, whole words only, so that a shorter one never shadows a longer."""
    return f"(?:{'|'.join(expressions)})(?= )"


def _anchor_sets(sequence: Sequence) -> list[frozenset[Anchor]]:
    return [found for item in sequence.items if (found := _item_anchors(item))]


def _item_anchors(item: Item) -> frozenset[Anchor]:
    match item:
        case Words(forms):
            return frozenset(f" {max(form.split(), key=_rarity)} " for form in forms)
        case Beginning(stem):
            return frozenset({f" {stem}"})
        case Choice(options):
            best = [_best(_anchor_sets(option)) for option in options]
            return frozenset().union(*best) if all(best) else frozenset()
        case AnyOrder(parts):
            return _best([_best(_anchor_sets(part)) for part in parts])
        case _:
            return frozenset()


def _best(candidates: Iterable[frozenset[Anchor]]) -> frozenset[Anchor]:
    full = [candidate for candidate in candidates if candidate]
    if not full:
        return frozenset()
    return max(full, key=lambda anchor_set: min(_rarity(anchor) for anchor in anchor_set))


def _rarity(anchor: str) -> tuple[bool, int]:
    word = anchor.strip()
    return word not in _COMMON, len(word)
