"""Clusters of copies: stars around originals, whatever the order of arrival.

Articles are taken in the order in which they appeared. One that has about half of an earlier
original in it follows that one, and each other such original; one that stands by half in
earlier originals follows the one that has most of it; any other is an original. So everything
in a cluster resembles its first article, and articles that each resemble only the next never
chain into one. The order of arrival does not matter: when an earlier article arrives late,
those whose place may change are asked for and compared again.

The index keeps an original's shingles, and of a follower only those that none of its
originals has. So a story with thousands of copies is held once, and a shingle's holders
are articles that tell different stories.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.copies.naming import cluster_ids
from transforms.copies.records import (
    ClusterArticle,
    Comparison,
    IndexedArticle,
    Neighbourhood,
    Sampled,
    Stored,
)

CONTAINED_FROM = 0.45
"""Share of either article's sampled shingles that makes a copy; measured, see docs/choices.md."""
SHARED_FROM = 4
"""Fewer sampled shingles, about 35 words, are shared by chance or by a quotation."""
COMMON_IN_OUTLET, COMMON_IN_ALL = 5, 20
"""A shingle that so many different stories have is boilerplate of an outlet, or a phrase of all."""
_SURE_FROM = 0.8
"""Who shares so much is one story, boilerplate or not; for telling the boilerplate of a run."""


def compare(arrivals: Iterable[Sampled], known: Neighbourhood) -> Comparison:
    """Place the arrivals among what is known; the order of either does not matter.

    Where ``reconsider`` is not empty, the rest is empty: the caller adds those articles to
    the arrivals, looks up what is known of all, and compares again.
    """
    ordered = sorted(arrivals, key=_place)
    common = _common(ordered, known)
    stars = _Stars(ordered, known, common, CONTAINED_FROM)
    stars.place()
    if stars.reconsider:
        return Comparison(frozenset(stars.reconsider), (), ())
    return Comparison(frozenset(), tuple(stars.indexed.values()), _rows(stars, known))


def _place(article: Sampled | Stored | IndexedArticle) -> tuple[object, str]:
    return article.appeared_at, article.article_id


def _common(ordered: Sequence[Sampled], known: Neighbourhood) -> frozenset[int]:
    """Return the shingles that several stories share, those of this run among themselves too."""
    first_look = _Stars(ordered, known, frozenset(), _SURE_FROM)
    first_look.place()
    return frozenset(
        shingle for shingle, ids in first_look.holders.items() if first_look.is_common(ids)
    )


@dataclass(slots=True)
class _Stars:
    """The state of one pass over the arrivals."""

    ordered: Sequence[Sampled]
    known: Neighbourhood
    common: frozenset[int]
    contained_from: float
    arriving: frozenset[str] = field(init=False)
    holders: dict[int, list[str]] = field(init=False)
    indexed: dict[str, IndexedArticle] = field(default_factory=dict)
    links: dict[str, dict[str, int]] = field(default_factory=dict)
    """By an arrival's id: the originals that it follows, with the shingles shared."""
    reconsider: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.arriving = frozenset(article.article_id for article in self.ordered)
        self.holders = {
            shingle: [holder for holder in ids if holder not in self.arriving]
            for shingle, ids in self.known.holders.items()
        }

    def place(self) -> None:
        for article in self.ordered:
            # Whatever followed it followed an earlier text of it, or a place that it may lose.
            self._ask_for(self.known.followers.get(article.article_id, ()))
            self._place(article)

    def stored(self, article_id: str) -> Stored | IndexedArticle:
        return self.indexed.get(article_id) or self.known.articles[article_id]

    def is_common(self, ids: Sequence[str]) -> bool:
        """Tell whether the holders of a shingle, who tell different stories, are too many."""
        if len(ids) < COMMON_IN_OUTLET:
            return False
        by_outlet = Counter(self.stored(holder).outlet for holder in ids)
        return len(ids) >= COMMON_IN_ALL or max(by_outlet.values()) >= COMMON_IN_OUTLET

    def _place(self, article: Sampled) -> None:
        telling = article.shingles - self.common
        shared = Counter(holder for shingle in telling for holder in self.holders.get(shingle, ()))
        links = {
            holder: count
            for holder, count in shared.items()
            if count >= SHARED_FROM
            and self._is_earlier_original(holder, article)
            and self._is_copy(count, min(len(telling), self.stored(holder).sampled))
        }
        links = self._followed(links)
        # The common ones are kept too, or the next run would not know them for common.
        added = article.shingles
        if links:
            added = frozenset(
                shingle for shingle in added if links.keys().isdisjoint(self._holding(shingle))
            )
        else:
            self._ask_for_later(article, len(telling), shared)
        self.links[article.article_id] = links
        self._index(article, len(telling), added, is_original=not links)

    def _followed(self, links: dict[str, int]) -> dict[str, int]:
        """Keep all originals that stand in an article, but one of those in which it stands."""
        carried = {
            holder: count
            for holder, count in links.items()
            if self._is_copy(count, self.stored(holder).sampled)
        }
        around = links.keys() - carried.keys()
        if carried or not around:
            return carried

        def rank(holder: str) -> tuple[int, tuple[object, str]]:
            return -links[holder], _place(self.stored(holder))

        best = min(around, key=rank)
        return {best: links[best]}

    def _holding(self, shingle: int) -> Sequence[str]:
        return self.holders.get(shingle, ())

    def _index(
        self, article: Sampled, sampled: int, added: frozenset[int], *, is_original: bool
    ) -> None:
        kept = [shingle for shingle in sorted(added) if not self.is_common(self._holding(shingle))]
        for shingle in kept:
            self.holders.setdefault(shingle, []).append(article.article_id)
        self.indexed[article.article_id] = IndexedArticle(
            article.article_id, article.revision_id, article.agency, article.outlet,
            article.appeared_at, sampled, is_original, tuple(kept),
        )  # fmt: skip

    def _is_earlier_original(self, holder: str, article: Sampled) -> bool:
        stored = self.stored(holder)
        return stored.is_original and (
            (stored.appeared_at, stored.article_id) < (article.appeared_at, article.article_id)
        )

    def _is_copy(self, shared: int, sampled: int) -> bool:
        return shared >= SHARED_FROM and shared >= self.contained_from * sampled

    def _ask_for_later(self, article: Sampled, sampled: int, shared: Mapping[str, int]) -> None:
        """Ask for what appeared later than a new original and may have to follow it."""
        at_most = Counter[str]()
        found: dict[str, Stored] = {}
        for holder, count in shared.items():
            stored = self.known.articles.get(holder)
            if stored is None or holder in self.arriving:
                continue
            found[holder] = stored
            at_most[holder] += count
            for follower in self.known.followers.get(holder, ()):
                # The index keeps what the two share under the original alone.
                found[follower.article_id] = follower
                at_most[follower.article_id] += count
        later = [
            stored
            for stored in found.values()
            if _place(stored) > _place(article)
            and self._is_copy(at_most[stored.article_id], min(sampled, stored.sampled))
        ]
        self._ask_for(later)
        for stored in later:
            self._ask_for(self.known.followers.get(stored.article_id, ()))

    def _ask_for(self, stored: Iterable[Stored]) -> None:
        self.reconsider |= {item.article_id for item in stored} - self.arriving


def _rows(stars: _Stars, known: Neighbourhood) -> tuple[ClusterArticle, ...]:
    named = cluster_ids(stars.links, stars.stored, known)
    rows = []
    for first_id, cluster_id in named.items():
        if first_id in stars.arriving or first_id not in known.cluster_ids:
            rows.append(_row(cluster_id, first_id, stars, None))
    for article_id, links in stars.links.items():
        rows.extend(
            _row(named[first_id], article_id, stars, (first_id, shared))
            for first_id, shared in links.items()
        )
    return tuple(sorted(rows, key=lambda row: (row.cluster_id, row.appeared_at, row.article_id)))


def _row(
    cluster_id: str, article_id: str, stars: _Stars, link: tuple[str, int] | None
) -> ClusterArticle:
    own = stars.stored(article_id)
    first_id, relation, inside, first_inside = article_id, "first", 1.0, 1.0
    if link:
        first_id, shared = link
        inside = min(1.0, shared / own.sampled)
        first_inside = min(1.0, shared / stars.stored(first_id).sampled)
        relation = _relation(inside, first_inside)
    return ClusterArticle(
        cluster_id, article_id, own.revision_id, first_id, link is None, relation,
        round(inside, 3), round(first_inside, 3), own.agency, own.outlet, own.sampled,
        own.appeared_at,
    )  # fmt: skip


def _relation(inside: float, first_inside: float) -> str:
    if inside >= CONTAINED_FROM and first_inside >= CONTAINED_FROM:
        return "copy"
    return "cut" if inside >= CONTAINED_FROM else "embed"
