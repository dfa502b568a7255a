"""Which articles of an archive are analysed, and as which documents."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from seeds.story import Feed, Story
from transforms.articles.addresses import registrable_site
from transforms.backfill.records import ArchivedArticle, Unusable
from transforms.forgotten import address_ids
from transforms.identifiers import digest_id
from transforms.records import Document, Quarantined, Revision
from transforms.revisions import link_id_of

STAGE = "backfill"
"""What the rows of quarantine name."""


def part_id(items: Iterable[ArchivedArticle | Unusable]) -> str:
    """Return the id of a part: of what it holds, not of when or from which folder it is read."""
    return digest_id(*(word for item in items for word in _content(item)))


def document_of(article: ArchivedArticle, story: Story, seen_at: datetime) -> Document:
    """Return an article of an archive as the document that a feed would have led to.

    It counts as seen at first sight, so that nothing of it is news.
    """
    feed = feed_of(article, story.feeds)
    outlet = article.outlet or (feed.outlet if feed else registrable_site(article.url))
    return Document(
        document_id=hashlib.sha256(article.body).hexdigest(),
        story_id=story.story_id,
        feed_id="",
        entry_id=article.place.key,
        outlet=outlet,
        article_key=feed.article_key if feed else "",
        url=article.url,
        final_url=article.url,
        content_type=article.content_type,
        body=article.body,
        fetched_at=seen_at,
        feed_title=article.title,
        feed_summary="",
        feed_content_html="",
        feed_author=article.author,
        feed_published_raw=article.published_raw,
        feed_language=article.language or (feed.language if feed else ""),
        is_first_sight=True,
    )


def feed_of(article: ArchivedArticle, feeds: Sequence[Feed]) -> Feed | None:
    """Return the story's feed of the article's outlet, for the rule that names its articles.

    It is one of the outlet that is named, else of the same site; of several the one whose
    address shares the longest beginning with the article's.
    """
    if article.outlet:
        fitting = [feed for feed in feeds if feed.outlet == article.outlet]
    else:
        site = registrable_site(article.url)
        fitting = [feed for feed in feeds if site and registrable_site(feed.url) == site]
    return max(fitting, key=lambda feed: _shared_folders(feed.url, article.url), default=None)


@dataclass(slots=True)
class Chosen:
    """What becomes of the articles of a part."""

    documents: list[Document] = field(default_factory=list)
    """To be analysed: those that are not stored, each once."""
    known: int = 0
    forgotten: int = 0
    """Articles that were taken down: they stay away."""


def choose(
    documents: Sequence[Document], known: Collection[str], forgotten: Collection[str]
) -> Chosen:
    """Choose what is analysed; ``known`` and ``forgotten`` hold ids of articles.

    An article that is stored is left alone, whatever the archive has of it: what was fetched
    is nearer to what was published. Of an article that comes twice the first one counts.
    """
    chosen = Chosen()
    met = set(known)
    for document in documents:
        link_id = link_id_of(document)
        if forgotten and not address_ids(None, (document.url,)).union([link_id]).isdisjoint(
            forgotten
        ):
            chosen.forgotten += 1
        elif link_id in met:
            chosen.known += 1
        else:
            met.add(link_id)
            chosen.documents.append(document)
    return chosen


def later_copies(revisions: Iterable[Revision]) -> frozenset[str]:
    """Return, of several texts of one article, all but the first in the archive's order.

    Two addresses may turn out to be one article's only when the pages have been read.
    """
    first: dict[str, Revision] = {}
    later = set()
    for revision in sorted(revisions, key=lambda revision: revision.entry_id):
        if first.setdefault(revision.article_id, revision) is not revision:
            later.add(revision.revision_id)
    return frozenset(later)


def quarantined(item: Unusable) -> Quarantined:
    """Return the row of quarantine of what is no article."""
    place = str(item.place)
    return Quarantined(
        quarantine_id=digest_id(STAGE, item.place.key, item.reason),
        stage=STAGE,
        input=place,
        error_kind=item.kind,
        reason=f"{place}: {item.reason}; it is left out, and those after it are read",
        traceback="",
    )


def _content(item: ArchivedArticle | Unusable) -> tuple[str, ...]:
    if isinstance(item, Unusable):
        return (item.place.key, item.reason)
    return (
        item.url, item.content_type, hashlib.sha256(item.body).hexdigest(), item.title,
        item.published_raw, item.author, item.outlet, item.language,
    )  # fmt: skip


def _shared_folders(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(_folders(one), _folders(other), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _folders(url: str) -> list[str]:
    parts = urlsplit(url)
    return [parts.netloc.lower(), *parts.path.split("/")[1:]]
