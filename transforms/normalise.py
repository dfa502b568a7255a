"""From a fetched document to an immutable article revision."""

import hashlib
import re

from transforms.articles.identity import article_key
from transforms.articles.records import NormalisedArticle
from transforms.feeds.dates import FUTURE_SLACK
from transforms.identifiers import digest_id
from transforms.records import Document, Revision

_WORD = re.compile(r"\w+")


def revision_of(document: Document, article: NormalisedArticle) -> Revision:
    """Return the revision that a document shows; the same text gives the same id."""
    key = article_key(document.final_url, article.canonical_url, document.article_key)
    content_hash = hashlib.sha256(article.text.encode("utf-8")).hexdigest()
    published_at, flags = article.published_at, article.flags
    if published_at is not None and published_at > document.fetched_at + FUTURE_SLACK:
        published_at, flags = document.fetched_at, (*flags, "published-in-future")
    article_id = digest_id("article", document.outlet if key.isdigit() else "", key)
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
        fetched_at=document.fetched_at,
        content_hash=content_hash,
        document_id=document.document_id,
        extraction=article.extraction,
        flags=flags,
        is_first_sight=document.is_first_sight,
    )
