"""Rules about labels: each wording must lead to one term, and to one actor.

Two labels are the same wording when they differ in no more than case, accents, hyphens
and apostrophes, as the tagger sees them. A surname may be shared, because a surname is
only read after a full name in the same article.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from seeds.problems import Problem
from seeds.suggestions import did_you_mean
from seeds.tables import ReadTable, Row

PatternCheck = Callable[[str], object]
"""Raises ValueError, in words for the analyst, when a pattern does not compile."""

_KINDS_WITH = {"surname": ("person",), "metonym": ("government", "organisation")}
_PATTERN_SIGN = re.compile(r"[~|{}\[\]*]|\.\.|[!+](?:near|before|after|sentence)\d*\(")
"""Signs of the pattern syntax that no name or phrase has."""

_NOT_A_WORD = re.compile(r"[\W_]+")
_EVERYWHERE_LIST = """
    a about after all also an and any are as at be been but by can could do for from had has have
    he her his how i if in into is it its may more most must new no not of on one or other our out
    over said say says she should so some such than that the their them then there they this to
    under up was we were what when which who will with would you
"""
_EVERYWHERE = frozenset(_EVERYWHERE_LIST.split())
"""Words that stand in nearly every article."""


def wording(label: str) -> str:
    """Return what is left of a label when case, accents and marks do not count."""
    bare = label
    if not label.isascii():
        decomposed = unicodedata.normalize("NFKD", label)
        bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return _NOT_A_WORD.sub(" ", bare.casefold()).strip()


def check_labels(
    tables: Mapping[str, ReadTable], languages: Sequence[str], check_pattern: PatternCheck | None
) -> Iterator[Problem]:
    """Yield what is wrong with the labels of terms and actors."""
    terms, actors = tables["term-labels"], tables["actor-labels"]
    yield from _preferred(tables["terms"], terms, "term_id", languages)
    yield from _preferred(tables["actors"], actors, "actor_id", languages)
    for row in chain(terms.rows, actors.rows, tables["feeds"].rows):
        yield from _foreign(row, languages)
    for row in chain(terms.rows, actors.rows):
        if row.good("kind") == "pattern":
            yield from _pattern(row, check_pattern)
        else:
            yield from _too_general(row)
    for row in terms.rows:
        yield from _undeclared_pattern(row)
    yield from _shared_terms(terms.rows)
    yield from _usages(tables)
    yield from _shared_names(tables)


def _foreign(row: Row, languages: Sequence[str]) -> Iterator[Problem]:
    language = row.good("language")
    if language and languages and language not in languages:
        problem = f"{language} is not among the story's languages"
        remedy = did_you_mean(language, languages) or f"write one of {', '.join(languages)}"
        yield row.problem("language", problem, f"{remedy}, or add it to story.toml")


def _preferred(
    things: ReadTable, labels: ReadTable, column: str, languages: Sequence[str]
) -> Iterator[Problem]:
    """Each thing has one label to show, in each language of the story."""
    first: dict[tuple[str, str], Row] = {}
    for row in labels.rows:
        if row.good("kind") != "pref":
            continue
        key = (row.cells[column], row.good("language"))
        if key in first:
            problem = f"{key[0]} has its pref label already in row {first[key].number}"
            yield row.problem("kind", problem, "write alt")
        first.setdefault(key, row)
    # Labels that could not be read must not be called missing.
    for thing in things.rows if labels.complete else ():
        for language in languages:
            identifier = thing.good(column)
            if identifier and (identifier, language) not in first:
                problem = f"{identifier} has no pref label in {language}"
                file = f"{column.removesuffix('_id')}_labels.csv"
                yield thing.problem(column, problem, f"add one to {file}")


def _pattern(row: Row, check_pattern: PatternCheck | None) -> Iterator[Problem]:
    if check_pattern is None or not row.good("label"):
        return
    try:
        check_pattern(row.cells["label"])
    except ValueError as error:
        problem = f"the pattern does not compile ({error})"
        yield row.problem("label", problem, "see docs/patterns.md")


def _undeclared_pattern(row: Row) -> Iterator[Problem]:
    label = row.good("label")
    sign = _PATTERN_SIGN.search(label)
    if sign and row.good("kind") in ("pref", "alt", "hidden"):
        problem = f'"{label}" holds {sign.group()}, and is found only where an article has it'
        yield row.problem("kind", problem, "write pattern, or plain words under label")


def _too_general(row: Row) -> Iterator[Problem]:
    label = row.good("label")
    if not label:
        return
    words = wording(label)
    if not words:
        problem = f'"{label}" has no letter or digit, and matches nothing'
        yield row.problem("label", problem, "write words, or delete the row")
    elif not label.isupper() and (words in _EVERYWHERE or (len(words) == 1 and words.isascii())):
        problem = f'"{label}" stands in nearly every article'
        yield row.problem("label", problem, "write more words, or delete the row")


def _shared_terms(rows: Iterable[Row]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.good("kind") == "pattern" or not row.good("label"):
            continue
        key = (wording(row.cells["label"]), row.good("language"))
        other = first.setdefault(key, row)
        if other.cells["term_id"] != row.cells["term_id"]:
            problem = f"{other.cells['term_id']} has this label too, in row {other.number}"
            yield row.problem("label", problem, "give each term its own words, or delete one row")


def _usages(tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    kinds = {row.cells["actor_id"]: row.good("kind") for row in tables["actors"].rows}
    full = {
        row.cells["actor_id"] for row in tables["actor-labels"].rows if row.good("usage") == "name"
    }
    for row in tables["actor-labels"].rows:
        actor, usage = row.cells["actor_id"], row.good("usage")
        kind = kinds.get(actor, "")
        wanted = _KINDS_WITH.get(usage, ())
        if kind and wanted and kind not in wanted:
            problem = f"{usage} does not go with {actor}, of kind {kind}"
            yield row.problem("usage", problem, "write name")
        elif usage == "surname" and actor not in full:
            problem = f"{actor} has a surname and no full name"
            yield row.problem("usage", problem, "add a row with the full name, of usage name")


def _shared_names(tables: Mapping[str, ReadTable]) -> Iterator[Problem]:
    """Names, and titles of offices, that could mean one actor as well as another."""
    first: dict[tuple[str, str], Row] = {}
    surnames: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in tables["actor-labels"].rows:
        if not row.good("label"):
            continue
        key = (wording(row.cells["label"]), row.good("language"))
        if row.good("usage") == "surname":
            surnames[key].append(row)
            continue
        other = first.setdefault(key, row)
        if other.cells["actor_id"] != row.cells["actor_id"]:
            yield _shared(row, "label", other)
    for key, rows in surnames.items():
        for row in rows:
            if key in first and first[key].cells["actor_id"] != row.cells["actor_id"]:
                yield _shared(row, "label", first[key])
    yield from _shared_titles(tables["roles"].rows, {key[0]: row for key, row in first.items()})


def _shared_titles(rows: Iterable[Row], names: Mapping[str, Row]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in rows:
        forms = [("title", row.good("title"))]
        forms += [("also_called", form) for form in row.good("also_called").split("|")]
        for column, form in forms:
            key = wording(form)
            if not key:
                continue
            other = first.setdefault(key, row)
            if other.cells["office_id"] != row.cells["office_id"]:
                problem = f'"{form}" is a title of {other.cells["office_id"]} too'
                remedy = f"write another title here, or in row {other.number}"
                yield row.problem(column, problem, remedy)
            if key in names:
                yield _shared(row, column, names[key], form)


def _shared(row: Row, column: str, other: Row, form: str = "") -> Problem:
    actor = other.cells["actor_id"]
    problem = (
        f'"{form or row.cells["label"]}" also names {actor} ({other.file}, row {other.number})'
    )
    return row.problem(column, problem, "write what only one of them is called, or delete a row")
