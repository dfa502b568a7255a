"""Parts spoken wordings into utterances: the connected components of "may be one".

Two wordings belong together when their speakers may be one, their periods touch and their
words are alike; whatever hangs together by such pairs is one utterance. The relation is
symmetric and looks at nothing but the two, so the parts are the same in whatever order the
wordings come, all at once or run by run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.merging.likeness import likeness
from transforms.merging.nearness import Keys, NearUtterances, keys_of
from transforms.merging.speakers import Speakers, is_open, may_be_one, may_complete
from transforms.merging.wordings import Wording
from transforms.statement_records import Period

_COMPLETED = 80.0
"""How alike words without a speaker must be to those that the same article has with one."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A wording in somebody's mouth in a period."""

    wording: Wording
    speakers: Speakers
    period: Period
    statement_id: str = ""
    """The statement that earlier runs took it for; those of one statement stay together."""
    articles: frozenset[str] = frozenset()
    """Where it stands: within one article, words without a speaker are completed."""


@dataclass(slots=True)
class _Segment:
    """Spoken wordings with the very same words and speakers whose periods form one stretch."""

    wording: Wording
    speakers: Speakers
    period: Period
    articles: set[str]
    is_new: bool
    places: list[int] = field(default_factory=list)


def is_one(
    one: Spoken | _Segment, other: Spoken | _Segment, members: Mapping[str, frozenset[str]]
) -> bool:
    """Tell whether two spoken wordings are of one utterance."""
    if not one.period.touches(other.period):
        return False
    if may_be_one(one.speakers, other.speakers, members):
        return likeness(one.wording, other.wording) > 0
    is_completed = not one.articles.isdisjoint(other.articles)
    return (
        is_completed
        and may_complete(one.speakers, other.speakers)
        and likeness(one.wording, other.wording) >= _COMPLETED
    )


def partition(spoken: Sequence[Spoken], members: Mapping[str, frozenset[str]]) -> list[list[int]]:
    """Return the utterances, each as the places of its wordings in ``spoken``, ascending."""
    roots = _Roots(len(spoken))
    segments = list(_segments(spoken))
    for segment in segments:
        for place in segment.places[1:]:
            roots.join(segment.places[0], place)
    _join_known(spoken, roots)
    _join_alike(segments, roots, members)
    groups: dict[int, list[int]] = {}
    for place in range(len(spoken)):
        groups.setdefault(roots.find(place), []).append(place)
    return list(groups.values())


def _segments(spoken: Sequence[Spoken]) -> Iterator[_Segment]:
    """Yield the same words of the same speakers once for each stretch of time.

    This is what keeps thousands of copies of one text from being compared with each other.
    """
    by_words: dict[tuple[Speakers, tuple[str, ...], bool], list[int]] = {}
    for place, item in enumerate(spoken):
        key = (item.speakers, item.wording.words, item.wording.is_direct)
        by_words.setdefault(key, []).append(place)
    for places in by_words.values():
        places.sort(key=lambda place: (spoken[place].period.starts, spoken[place].period.ends))
        segment: _Segment | None = None
        for place in places:
            item = spoken[place]
            if segment is not None and segment.period.touches(item.period):
                segment.period = segment.period.joined(item.period)
                segment.articles |= item.articles
                segment.is_new |= not item.statement_id
                segment.places.append(place)
                continue
            if segment is not None:
                yield segment
            segment = _Segment(
                item.wording, item.speakers, item.period, set(item.articles),
                not item.statement_id, [place],
            )  # fmt: skip
        if segment is not None:
            yield segment


def _join_known(spoken: Sequence[Spoken], roots: "_Roots") -> None:
    first: dict[str, int] = {}
    for place, item in enumerate(spoken):
        if item.statement_id:
            roots.join(first.setdefault(item.statement_id, place), place)


def _join_alike(
    segments: Sequence[_Segment], roots: "_Roots", members: Mapping[str, frozenset[str]]
) -> None:
    without = [segment.articles for segment in segments if is_open(segment.speakers)]
    incomplete = frozenset().union(*without)
    index, groups = NearUtterances(), _Groups(roots)
    # Known ones were held against each other when the later of them arrived.
    for segment in sorted(segments, key=lambda segment: segment.is_new):
        place = segment.places[0]
        keys = keys_of(segment.wording, segment.speakers, segment.period, members)
        articles = segment.articles & incomplete
        if segment.is_new:
            for name in index.near(keys, articles):
                if any(
                    (keys.meets(other.keys) or not articles.isdisjoint(other.segment.articles))
                    and is_one(segment, other.segment, members)
                    for other in groups.others(name, place)
                ):
                    groups.join(name, place)
        index.add(roots.find(place), keys, articles)
        groups.add(_Placed(segment, keys))


@dataclass(frozen=True, slots=True)
class _Placed:
    segment: _Segment
    keys: Keys


class _Groups:
    """The segments of each part so far; a part is named by any place in it."""

    def __init__(self, roots: "_Roots") -> None:
        self._roots = roots
        self._placed: dict[int, list[_Placed]] = {}

    def add(self, placed: _Placed) -> None:
        root = self._roots.find(placed.segment.places[0])
        self._placed.setdefault(root, []).append(placed)

    def others(self, name: int, place: int) -> Sequence[_Placed]:
        """Return what a part holds; nothing where the place is in it already."""
        root = self._roots.find(name)
        return () if root == self._roots.find(place) else self._placed[root]

    def join(self, name: int, place: int) -> None:
        """Make one part of two; the smaller list is put to the larger, so that this stays cheap."""
        held = (self._placed.pop(self._roots.find(one), []) for one in (name, place))
        smaller, larger = sorted(held, key=len)
        larger.extend(smaller)
        self._roots.join(name, place)
        self._placed[self._roots.find(place)] = larger


class _Roots:
    """Union-find over places; the smallest place stands for its part."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def find(self, place: int) -> int:
        """Return the place that stands for the part."""
        root = place
        while self._above[root] != root:
            root = self._above[root]
        while self._above[place] != root:
            self._above[place], place = root, self._above[place]
        return root

    def join(self, one: int, other: int) -> None:
        """Make one part of two."""
        lower, higher = sorted((self.find(one), self.find(other)))
        self._above[higher] = lower
