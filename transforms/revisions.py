"""From a fetched document to an immutable article revision."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz.fuzz import token_set_ratio

from transforms.articles.identity import article_id_of
from transforms.articles.records import NormalisedArticle
from transforms.feeds.dates import not_in_future
from transforms.identifiers import digest_id
from transforms.records import Document, Revision, Sighting

_WORD = re.compile(r"\w+")
_ALIKE = 50.0
NO_ALIASES: Mapping[str, str] = {}


def sighting_of(
    document: Document, article: NormalisedArticle, aliases: Mapping[str, str]
) -> Sighting:
    """Return which article a document shows.

    ``aliases`` leads from the id that an address gives to the article that has it as another
    address. A document that is known to be of a stored article stays with it.
    """
    page_id = article_id_of(
        document.outlet, document.final_url, article.canonical_url, document.article_key
    )
    article_id = document.article_id or aliases.get(page_id, page_id)
    is_same = is_same_piece(document.feed_title, article.title)
    return Sighting(
        story_id=document.story_id,
        entry_id=document.entry_id,
        article_id=article_id,
        link_id=link_id_of(document) if is_same else article_id,
        page_id=page_id,
    )


def is_same_piece(feed_title: str, page_title: str) -> bool:
    """Say whether a page can be the article that its feed announced, by their titles.

    Outlets redirect the addresses of removed articles to their front page: without this, all
    of them would become one article.
    """
    if not feed_title.strip() or not page_title.strip():
        return True
    return token_set_ratio(feed_title.casefold(), page_title.casefold()) >= _ALIKE


def link_id_of(document: Document) -> str:
    """Return the article_id that the feed's address alone would give."""
    return article_id_of(document.outlet, document.url, "", document.article_key)


def revision_of(
    document: Document, article: NormalisedArticle, aliases: Mapping[str, str] = NO_ALIASES
) -> Revision:
    """Return the revision that a document shows; the same text gives the same id."""
    content_hash = hashlib.sha256(article.text.encode("utf-8")).hexdigest()
    published_at = not_in_future(article.published_at, document.fetched_at)
    held_back = published_at != article.published_at
    flags = (*article.flags, "published-in-future") if held_back else article.flags
    article_id = sighting_of(document, article, aliases).article_id
    return Revision(
        revision_id=digest_id(article_id, content_hash),
        article_id=article_id,
        story_id=document.story_id,
        feed_id=document.feed_id,
        entry_id=document.entry_id,
        outlet=document.outlet,
        url=document.final_url,
        canonical_url=article.canonical_url or document.final_url,
        title=article.title,
        byline=article.byline,
        agency=article.agency,
        section=article.section,
        language=article.language or document.feed_language,
        text=article.text,
        word_count=len(_WORD.findall(article.text)),
        published_at=published_at,
        published_precision=article.published_precision,
        published_raw=article.published_raw,
        modified_at=article.modified_at,
        modified_precision=article.modified_precision,
        modified_raw=article.modified_raw,
        fetched_at=document.fetched_at,
        content_hash=content_hash,
        document_id=document.document_id,
        extraction=article.extraction,
        flags=flags,
        is_first_sight=document.is_first_sight,
    )


def returned(revision: Revision, follows: str) -> Revision:
    """Return a revision whose text an article had before, as the one that follows ``follows``.

    An edit that is taken back is the next revision, though its text is an old one.
    """
    return replace(
        revision, revision_id=digest_id(revision.article_id, revision.content_hash, follows)
    )
