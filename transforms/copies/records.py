"""The records of copies: sampled articles, what is known of their neighbours, clusters.

Times are aware and UTC. A shingle is a 32-bit number that stands for five consecutive words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """What the warehouse keeps of a compared article, beside its shingles."""

    article_id: str
    revision_id: str
    """The revision that was compared: the latest."""
    agency: str
    """The agency that this revision itself credits, or empty."""
    outlet: str
    appeared_at: datetime
    sampled: int
    """How many of its sampled shingles counted: those that are not common."""
    is_original: bool
    """True when no earlier original stands in it, nor it in one."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """An article to be compared: new, revised, or to be looked at again."""

    article_id: str
    revision_id: str
    agency: str
    outlet: str
    appeared_at: datetime
    shingles: frozenset[int]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What the warehouse holds that shares shingles with the articles to be compared."""

    holders: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the articles under which each shingle is kept; few, see ``is_common``."""
    articles: Mapping[str, Stored] = field(default_factory=dict)
    """The holders by id."""
    followers: Mapping[str, tuple[Stored, ...]] = field(default_factory=dict)
    """By the id of an original: the articles of its cluster but itself."""
    cluster_ids: Mapping[str, str] = field(default_factory=dict)
    """By the id of an original that has a cluster."""


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """A compared article and those of its shingles that it adds to the index."""

    article_id: str
    revision_id: str
    agency: str
    outlet: str
    appeared_at: datetime
    sampled: int
    is_original: bool
    shingles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClusterArticle:
    """An article in a cluster; an article that carries two originals is in two."""

    cluster_id: str
    article_id: str
    revision_id: str
    first_article_id: str
    is_first: bool
    relation: str
    """first, copy (each in the other), cut (it in the first) or embed (the first in it)."""
    containment: float
    """The share, 0..1, of this article's sampled shingles that the first has too."""
    first_containment: float
    """The share, 0..1, of the first's sampled shingles that this article has too."""
    agency: str
    outlet: str
    sampled: int
    appeared_at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing came to."""

    reconsider: frozenset[str]
    """Stored articles whose place may change: compare again with them; else empty."""
    indexed: tuple[IndexedArticle, ...]
    clusters: tuple[ClusterArticle, ...]
