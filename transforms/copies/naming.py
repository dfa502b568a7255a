"""The ids of clusters: made once, and kept when an earlier article takes the first place."""

from collections.abc import Callable, Mapping

from transforms.copies.records import IndexedArticle, Neighbourhood, Stored
from transforms.identifiers import digest_id


def cluster_ids(
    links: Mapping[str, Mapping[str, int]],
    stored: Callable[[str], Stored | IndexedArticle],
    known: Neighbourhood,
) -> dict[str, str]:
    """Return the id of each cluster that has an arrival in it, by its first article.

    A cluster keeps its id while its first article is the first. When an earlier article
    takes that place, it takes the id of the earliest cluster whose first now follows it;
    where two clusters become one, the other id ends. A new cluster is named after its first.
    """
    followers: dict[str, list[str]] = {}
    for article_id, firsts in links.items():
        for first_id in firsts:
            followers.setdefault(first_id, []).append(article_id)

    def place(article_id: str) -> tuple[object, str]:
        return stored(article_id).appeared_at, article_id

    named = {first: known.cluster_ids[first] for first in followers if first in known.cluster_ids}
    taken = set(named.values())
    for first_id in sorted(followers.keys() - named.keys(), key=place):
        inherited = [
            known.cluster_ids[article_id]
            for article_id in sorted(followers[first_id], key=place)
            if article_id in known.cluster_ids and known.cluster_ids[article_id] not in taken
        ]
        named[first_id] = inherited[0] if inherited else _new_id(first_id, known)
        taken.add(named[first_id])
    return named


def _new_id(first_id: str, known: Neighbourhood) -> str:
    """Name a cluster after its first; again where a cluster that left it still has that name."""
    used = set(known.cluster_ids.values())
    cluster_id = digest_id("copies", first_id)
    while cluster_id in used:
        cluster_id = digest_id("copies", cluster_id)
    return cluster_id
