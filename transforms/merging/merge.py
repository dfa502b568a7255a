"""Assigns appearances to statements: the known ones, new ones, and known ones that prove one.

A wire copy, a cut quotation, a paraphrase or a later revision is another appearance of a
statement, not another statement. Which belong together is decided by ``partition``; here the
parts get their ids, and each wording is held against the words that were spoken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from transforms.identifiers import digest_id
from transforms.merging.likeness import likeness
from transforms.merging.nearness import least_shared
from transforms.merging.partition import Spoken, is_one, partition
from transforms.merging.periods import period_of
from transforms.merging.sought import stem_numbers
from transforms.merging.speakers import speakers_of
from transforms.merging.wordings import Wording, sense_key, wording_of
from transforms.records import Appearance
from transforms.statement_records import (
    Absorbed,
    KnownWording,
    NewStatement,
    StatementAppearance,
    StatementWording,
)
from transforms.wording import normalised_words, stands_within, word_difference

OLD_NEWS = timedelta(days=14)
"""What the text says was said longer before its publication is no news ("last year he said")."""
LATE_NEWS = timedelta(days=3)
"""An article so much older than the latest one of its story makes no news."""

NO_MEMBERS: Mapping[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Merged:
    """What the appearances of a run do to the statements."""

    new: tuple[NewStatement, ...]
    links: tuple[StatementAppearance, ...]
    """One for each appearance of the run."""
    wordings: tuple[StatementWording, ...]
    """Every wording of each touched statement, held against what was spoken."""
    absorbed: tuple[Absorbed, ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """One wording, new in this run or known, in the total order of reports."""

    order: tuple[datetime, datetime, str]
    text: str
    speech_type: str
    spoken: Spoken
    appearance: Appearance | None = None


def merge(
    appearances: Iterable[Appearance],
    known: Sequence[KnownWording],
    *,
    members: Mapping[str, frozenset[str]] = NO_MEMBERS,
    language: str = "en",
    latest: datetime | None = None,
) -> Merged:
    """Assign each appearance to a statement.

    ``known`` holds all wordings of the statements that can be meant: those made in periods
    that touch. ``members`` tells who belongs to a group, ``latest`` when the latest article
    that earlier runs brought was published. The parts do not depend on the order
    of either, nor on what came in earlier runs; only ids do, which are given at first sight
    and never change.
    """
    appearances = list(appearances)
    dates = [appearance.published_at for appearance in appearances]
    present = max((date for date in (latest, *dates) if date), default=None)
    heard = [_known(wording, language) for wording in known if not wording.is_replaced]
    heard += [_new(appearance, language) for appearance in appearances]
    heard.sort(key=lambda item: item.order)
    replaced = [_known(wording, language) for wording in known if wording.is_replaced]
    parts = [
        [heard[place] for place in places]
        for places in partition([item.spoken for item in heard], members)
    ]
    naming = _Naming(members, {item.spoken.statement_id for item in heard}, replaced)
    touched = [part for part in parts if any(item.appearance for item in part)]
    named = [(naming.name(part), part) for part in touched]
    return Merged(
        new=tuple(_new_statement(name, part, present) for name, part in named if name.is_new),
        links=tuple(
            _link(name.statement_id, item.appearance, item.spoken.wording, present)
            for name, part in named
            for item in part
            if item.appearance
        ),
        wordings=tuple(
            wording for name, part in named for wording in _wordings(name.statement_id, part)
        ),
        absorbed=tuple(
            Absorbed(other, name.statement_id) for name, _ in named for other in name.absorbed
        ),
    )


def is_fresh(appearance: Appearance, present: datetime | None) -> bool:
    """Tell whether an appearance can make news.

    Not what a feed held when it was first read, not words long past, not an article that is
    old beside the latest one, which is ``present``: an archive is read with its own clock.
    """
    published, said = appearance.published_at, appearance.stated_at
    if appearance.is_first_sight:
        return False
    if published is None:
        return True
    is_past = said is not None and published - said > OLD_NEWS
    is_late = present is not None and present - published > LATE_NEWS
    return not is_past and not is_late


def order_of(appearance: Appearance) -> tuple[datetime, datetime, str]:
    """Return the place in the total order: published, else fetched; fetched; id."""
    seen = appearance.fetched_at
    return (appearance.published_at or seen, seen, appearance.appearance_id)


def _known(wording: KnownWording, language: str) -> _Heard:
    spoken = Spoken(
        wording_of(wording.words, wording.speech_type, language),
        wording.speakers,
        wording.period,
        wording.statement_id,
        frozenset(wording.article_ids),
    )
    order = (wording.first_reported_at, wording.first_fetched_at, wording.first_appearance_id)
    return _Heard(order, wording.words, wording.speech_type, spoken)


def _new(appearance: Appearance, language: str) -> _Heard:
    spoken = Spoken(
        wording_of(appearance.words, appearance.speech_type, language),
        speakers_of(appearance),
        period_of(appearance),
        articles=frozenset({appearance.article_id}),
    )
    return _Heard(
        order_of(appearance), appearance.words, appearance.speech_type, spoken, appearance
    )


@dataclass(frozen=True, slots=True)
class _Name:
    statement_id: str
    is_new: bool
    absorbed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Naming:
    """Gives utterances their ids."""

    members: Mapping[str, frozenset[str]]
    taken: set[str]
    replaced: Sequence[_Heard]
    """What revisions that are analysed anew had: an utterance found again keeps its id."""

    def name(self, part: Sequence[_Heard]) -> _Name:
        """Return the id of an utterance, and the ids that it makes needless."""
        known = (item.spoken.statement_id for item in part if item.spoken.statement_id)
        # Of several known statements that prove to be one, the first reported keeps its id.
        held = tuple(dict.fromkeys(known))
        if held:
            return _Name(held[0], is_new=False, absorbed=held[1:])
        again = next((item for item in self.replaced if self._is_found_again(item, part)), None)
        name = _Name(again.spoken.statement_id, False) if again else _Name(_new_id(part[0]), True)
        if name.statement_id in self.taken:  # the same words, twice on a day, in two contexts
            name = _Name(digest_id(name.statement_id, part[0].order[2]), is_new=True)
        self.taken.add(name.statement_id)
        return name

    def _is_found_again(self, item: _Heard, part: Sequence[_Heard]) -> bool:
        return item.spoken.statement_id not in self.taken and any(
            is_one(item.spoken, other.spoken, self.members) for other in part
        )


def _new_statement(name: _Name, part: Sequence[_Heard], present: datetime | None) -> NewStatement:
    found = [item.appearance for item in part if item.appearance]
    any_fresh = any(is_fresh(appearance, present) for appearance in found)
    return NewStatement(name.statement_id, found[0].story_id, any_fresh)


def _link(
    statement_id: str, appearance: Appearance, wording: Wording, present: datetime | None
) -> StatementAppearance:
    period = period_of(appearance)
    return StatementAppearance(
        statement_id=statement_id,
        appearance_id=appearance.appearance_id,
        speakers=speakers_of(appearance),
        said_from=period.starts,
        said_until=period.ends,
        sense_key=sense_key(wording),
        stem_numbers=stem_numbers(wording),
        least_shared=least_shared(wording),
        is_fresh=is_fresh(appearance, present),
    )


def _new_id(first: _Heard) -> str:
    """Return the id of a new statement, from what its first report says.

    The same words on another day are another statement.
    """
    day = first.order[0].astimezone(UTC).date().isoformat()
    story_id = first.appearance.story_id if first.appearance else ""
    words = " ".join(first.spoken.wording.words)
    return digest_id("statement", story_id, *first.spoken.speakers, words, day)


def _wordings(statement_id: str, part: Sequence[_Heard]) -> list[StatementWording]:
    spoken = next((item for item in part if item.speech_type == "direct"), part[0])
    distinct = {(item.text, item.speech_type): item for item in reversed(part)}
    return [
        StatementWording(
            statement_id=statement_id,
            words=item.text,
            speech_type=item.speech_type,
            similarity=likeness(item.spoken.wording, spoken.spoken.wording),
            altered=_altered(spoken, item),
        )
        for item in distinct.values()
    ]


def _altered(spoken: _Heard, item: _Heard) -> str:
    """Return how words inside quotation marks differ from those first quoted; "" for a cut."""
    if spoken.speech_type != "direct" or item.speech_type != "direct":
        return ""
    pair = normalised_words(spoken.text), normalised_words(item.text)
    shorter, longer = sorted(pair, key=len)
    is_other_passage = not likeness(spoken.spoken.wording, item.spoken.wording)
    if stands_within(shorter, longer) or is_other_passage:
        return ""
    return word_difference(spoken.text, item.text)
