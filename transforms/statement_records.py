"""The records of landing: statements, their appearances, alerts, the run's account.

One dataclass is one row of a staged Parquet file. Times are aware and UTC.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """What an earlier run left of a statement, for comparison with new appearances."""

    statement_id: str
    speakers: tuple[str, ...]
    """Actor ids of speakers or signatories, sorted."""
    text: str
    speech_type: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """One utterance, however many appearances it has."""

    statement_id: str
    story_id: str
    speech_type: str
    text: str
    act: str
    modality: str
    stated_at: datetime | None
    stated_precision: str
    date_first_published: datetime | None
    first_seen_at: datetime
    first_appearance_id: str
    is_joint: bool
    parent_statement_id: str
    medium: str
    extractor_version: str
    is_new: bool
    """True when no earlier run had landed it."""
    is_news: bool
    """True when it may alert: new, and seen in a feed that was already followed."""


@dataclass(frozen=True, slots=True)
class StatementAppearance:
    """Which statement an appearance belongs to."""

    statement_id: str
    appearance_id: str
    is_first: bool
    similarity: float
    """0..100 against the statement's words (rapidfuzz token_set_ratio)."""
    altered: str
    """The word difference inside quotation marks; empty for the same words and for a cut."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The account of one run, landed with its rows."""

    run_id: str
    story_id: str
    story_version: str
    started_at: datetime
    landed_at: datetime
    feeds_read: int
    feeds_unchanged: int
    feeds_failed: int
    pages_fetched: int


@dataclass(frozen=True, slots=True)
class Event:
    """An alert on its way to one receiver."""

    event_id: str
    event_type: str
    story_id: str
    statement_id: str
    route: str
    receiver: str
    body: str
    """CloudEvents 1.0 JSON."""
    created_at: datetime
