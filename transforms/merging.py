"""Which appearances are one statement: the same speakers in nearly the same words.

A wire copy, a cut quotation or a later revision is another appearance of a statement, not
another statement. Appearances are taken in a total order (published, fetched, id).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from transforms.identifiers import digest_id
from transforms.records import Appearance
from transforms.statement_records import KnownStatement, Statement, StatementAppearance
from transforms.wording import normalised_words, similarity, stands_within, word_difference

_SPEAKING = ("speaker", "signatory")
OLD_NEWS = timedelta(days=14)
"""What the text says was said longer before its publication is no news ("last year he said")."""


@dataclass(slots=True)
class _Utterance:
    statement_id: str
    text: str
    speech_type: str
    is_new: bool
    wordings: list[tuple[str, ...]]
    appearances: list[Appearance] = field(default_factory=list)
    links: list[StatementAppearance] = field(default_factory=list)


def speakers_of(appearance: Appearance) -> tuple[str, ...]:
    """Return the sorted ids of those who speak or sign."""
    return tuple(
        sorted({part.actor_id for part in appearance.attributions if part.role in _SPEAKING})
    )


def merge(
    appearances: Iterable[Appearance], known: Sequence[KnownStatement]
) -> tuple[list[Statement], list[StatementAppearance]]:
    """Assign each appearance to a known or a new statement.

    Returns the statements that were touched, with what these appearances say of them,
    and the link of each appearance. The similarity is against the statement's words.
    """
    by_speakers: dict[tuple[str, ...], list[_Utterance]] = {}
    for held in known:
        words = normalised_words(held.text)
        utterance = _Utterance(held.statement_id, held.text, held.speech_type, False, [words])
        by_speakers.setdefault(held.speakers, []).append(utterance)
    for appearance in sorted(appearances, key=_order):
        _assign(appearance, by_speakers.setdefault(speakers_of(appearance), []))
    touched = [u for group in by_speakers.values() for u in group if u.appearances]
    parents = {
        appearance.appearance_id: utterance.statement_id
        for utterance in touched
        for appearance in utterance.appearances
    }
    statements = [_statement(utterance, parents) for utterance in touched]
    links = [link for utterance in touched for link in utterance.links]
    return (
        sorted(statements, key=lambda statement: statement.statement_id),
        sorted(links, key=lambda link: link.appearance_id),
    )


def _is_fresh(appearance: Appearance) -> bool:
    """Tell whether an appearance can make news: not of a first sight, not of words long past."""
    said, published = appearance.stated_at, appearance.published_at
    is_past = said is not None and published is not None and published - said > OLD_NEWS
    return not appearance.is_first_sight and not is_past


def _order(appearance: Appearance) -> tuple[datetime, datetime, str]:
    seen = appearance.fetched_at
    return (appearance.published_at or seen, seen, appearance.appearance_id)


def _assign(appearance: Appearance, group: list[_Utterance]) -> None:
    words = normalised_words(appearance.words)
    best, score = None, 0.0
    for utterance in group:
        alike = max(similarity(words, wording) for wording in utterance.wordings)
        if alike > score:
            best, score = utterance, alike
    if best is None:
        best, score = _new_utterance(appearance, words), 100.0
        held = [utterance for utterance in group if utterance.statement_id == best.statement_id]
        if held:
            # Its text has grown, until it no longer resembled the words it was named after.
            best = held[0]
        else:
            group.append(best)
    altered = _altered(best, appearance)
    best.appearances.append(appearance)
    if words not in best.wordings:
        best.wordings.append(words)
    best.links.append(
        StatementAppearance(
            statement_id=best.statement_id,
            appearance_id=appearance.appearance_id,
            is_first=best.is_new and len(best.appearances) == 1,
            similarity=score,
            altered=altered,
        )
    )


def _new_utterance(appearance: Appearance, words: tuple[str, ...]) -> _Utterance:
    statement_id = digest_id(
        "statement", appearance.story_id, *speakers_of(appearance), " ".join(words)
    )
    return _Utterance(statement_id, appearance.words, appearance.speech_type, True, [words])


def _altered(utterance: _Utterance, appearance: Appearance) -> str:
    if utterance.speech_type != "direct" or appearance.speech_type != "direct":
        return ""
    pair = normalised_words(utterance.text), normalised_words(appearance.words)
    if stands_within(*sorted(pair, key=len)):
        return ""  # cut, not altered
    return word_difference(utterance.text, appearance.words)


def _statement(utterance: _Utterance, parents: dict[str, str]) -> Statement:
    first = utterance.appearances[0]
    published = [a.published_at for a in utterance.appearances if a.published_at]
    said = next((a for a in utterance.appearances if a.stated_at), first)
    return Statement(
        statement_id=utterance.statement_id,
        story_id=first.story_id,
        speech_type=utterance.speech_type,
        text=max((a.words for a in utterance.appearances), key=len),
        act=first.act,
        modality=first.modality,
        stated_at=said.stated_at,
        stated_precision=said.stated_precision,
        date_first_published=min(published, default=None),
        first_seen_at=min(a.fetched_at for a in utterance.appearances),
        first_appearance_id=first.appearance_id,
        is_joint=any(a.is_joint for a in utterance.appearances),
        parent_statement_id=parents.get(first.parent_appearance_id, ""),
        medium=next((a.medium for a in utterance.appearances if a.medium), ""),
        extractor_version=first.extractor_version,
        is_new=utterance.is_new,
        is_news=utterance.is_new and any(map(_is_fresh, utterance.appearances)),
    )
