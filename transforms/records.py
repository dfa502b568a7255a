"""The records of analysis: documents, revisions, mentions, appearances.

One dataclass is one row of a staged Parquet file. Times are aware and UTC; spans are
code points, half-open, into the text of one revision.
"""

from dataclasses import dataclass
from datetime import datetime

from transforms.spans import Spans


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes behind one feed entry, with what the feed said of it; or one of an archive."""

    document_id: str
    """SHA-256 of the body, hexadecimal."""
    story_id: str
    feed_id: str
    entry_id: str
    outlet: str
    article_key: str
    """The outlet rule of the feed (a regular expression with one group), or empty."""
    url: str
    final_url: str
    content_type: str
    body: bytes
    fetched_at: datetime
    feed_title: str
    feed_summary: str
    feed_content_html: str
    feed_author: str
    feed_published_raw: str
    feed_language: str
    is_first_sight: bool
    """True when the feed was read for the first time: its news is old news."""
    stand_in_for: str = ""
    """Why the page could not be had, where the body is the feed's own words; else empty."""
    article_id: str = ""
    """The stored article that this is an edit of; empty where that is not known yet."""
    follows: str = ""
    """The revision that this edit follows; empty without ``article_id``."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable state of an article's text."""

    revision_id: str
    article_id: str
    story_id: str
    feed_id: str
    entry_id: str
    outlet: str
    url: str
    canonical_url: str
    title: str
    byline: str
    agency: str
    section: str
    language: str
    text: str
    """The title, then the paragraphs, parted by blank lines; NFC."""
    word_count: int
    published_at: datetime | None
    published_precision: str
    published_raw: str
    modified_at: datetime | None
    modified_precision: str
    modified_raw: str
    fetched_at: datetime
    content_hash: str
    document_id: str
    extraction: str
    """Which way the text was had: trafilatura, resiliparse, feed or text."""
    flags: tuple[str, ...]
    is_first_sight: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """Which article a document turned out to be, by all the addresses that it goes by."""

    story_id: str
    entry_id: str
    article_id: str
    link_id: str
    """The article_id that the feed's address alone would give."""
    page_id: str
    """The article_id that the page's own addresses alone would give."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a revision that name an actor or a term (W3C text-quote selector)."""

    mention_id: str
    revision_id: str
    story_id: str
    kind: str
    target_id: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    matched_label: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's part in a statement."""

    actor_id: str
    """An actor of the story, or ``unlisted:<slug>``."""
    role: str
    """speaker, signatory, recipient or relayed_by."""
    name: str
    """As the article words it."""
    description: str
    office: str
    """The office that the actor held on the article's date, or empty."""
    method: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """One statement as it stands in one revision."""

    appearance_id: str
    revision_id: str
    article_id: str
    story_id: str
    outlet: str
    url: str
    words: str
    """What is said: the content's pieces without their quotation marks."""
    sentence: str
    """The paragraph that holds the content, for a reader."""
    speech_type: str
    source: Spans
    cue: Spans
    content: Spans
    source_text: str
    cue_text: str
    cue_lemma: str
    act: str
    modality: str
    medium: str
    stated_text: str
    stated_at: datetime | None
    stated_precision: str
    attributions: tuple[Attribution, ...]
    term_ids: tuple[str, ...]
    is_joint: bool
    parent_appearance_id: str
    rule: str
    speaker_rule: str
    published_at: datetime | None
    fetched_at: datetime
    is_first_sight: bool
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """The fact that a revision was analysed with one version of a story's vocabulary."""

    revision_id: str
    story_id: str
    story_version: str
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that could not be processed, with the reason; it never stops the run."""

    quarantine_id: str
    stage: str
    input: str
    """What was being processed: an address or an id."""
    error_kind: str
    reason: str
    traceback: str
