"""The records of landing: statements, their appearances, news, alerts, the run's account.

Most are rows of a staged Parquet file. Times are aware and UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from transforms.records import Attribution


@dataclass(frozen=True, slots=True)
class Period:
    """From ``starts`` until just before ``ends``."""

    starts: datetime
    ends: datetime

    def touches(self, other: "Period") -> bool:
        """Tell whether there is an instant that lies in both."""
        return self.starts < other.ends and other.starts < self.ends

    def joined(self, other: "Period") -> "Period":
        """Return the span over both."""
        return Period(min(self.starts, other.starts), max(self.ends, other.ends))


@dataclass(frozen=True, slots=True)
class Sought:
    """New words for which the stored wordings are looked for that they may belong to."""

    stem_numbers: tuple[int, ...]
    least_shared: int
    """How many of the numbers the poorer of two wordings of one utterance shares at least."""
    period: Period
    article_ids: tuple[str, ...]
    """Articles that have them: within one, words are completed that share less."""


@dataclass(frozen=True, slots=True)
class KnownWording:
    """A wording that earlier runs took for a statement's, for comparison with new ones."""

    statement_id: str
    words: str
    speech_type: str
    speakers: tuple[str, ...]
    """Actor ids of speakers or signatories, sorted."""
    period: Period
    """When it can have been spoken, over all its appearances."""
    first_reported_at: datetime
    first_fetched_at: datetime
    first_appearance_id: str
    is_replaced: bool = False
    """True for words of a revision that is analysed anew: they lend only their id."""
    article_ids: tuple[str, ...] = ()
    """The articles that have it."""


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement that no earlier run had landed; the landing fills in what is said of it."""

    statement_id: str
    story_id: str
    is_fresh: bool
    """True when it may be news: seen in a feed that was already followed, and recent."""


@dataclass(frozen=True, slots=True)
class StatementAppearance:
    """Which statement an appearance belongs to, and how it is compared with later ones."""

    statement_id: str
    appearance_id: str
    speakers: tuple[str, ...]
    said_from: datetime
    said_until: datetime
    sense_key: str
    """By which the same words on another day are found; empty for a few words."""
    stem_numbers: tuple[int, ...]
    """By which wordings that may be one are found; see ``transforms.merging.sought``."""
    least_shared: int
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class StatementWording:
    """One wording of a statement, held against the words first quoted."""

    statement_id: str
    words: str
    speech_type: str
    similarity: float
    """0..100; 0 where it quotes another part of the same utterance."""
    altered: str
    """The word difference inside quotation marks; empty for the same words and for a cut."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A statement that proved to be another one."""

    statement_id: str
    into_statement_id: str


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a statement in a run, with the report that an alert is to show."""

    event_type: str
    """statement.published, .also_reported, .corrected or .withdrawn."""
    statement_id: str
    story_id: str
    speech_type: str
    text: str
    act: str
    modality: str
    medium: str
    stated_at: datetime | None
    stated_precision: str
    date_first_published: datetime | None
    first_seen_at: datetime
    is_joint: bool
    status: str
    attributions: tuple[Attribution, ...]
    term_ids: tuple[str, ...]
    outlets: tuple[str, ...]
    """All outlets that have it so far, the first to report it first."""
    appearance_id: str
    """The report: the first one of a new statement, else the one that makes the news."""
    article_id: str
    outlet: str
    url: str
    title: str
    language: str
    agency: str
    words: str
    """What is said, as the report has it."""
    sentence: str
    source_text: str
    cue_text: str
    altered: str
    published_at: datetime | None
    fetched_at: datetime
    reasserts_statement_id: str | None
    """The same words of the same speakers on an earlier day."""
    text_before: str
    """The statement's words before this landing; empty for a new one."""
    new_actor_ids: tuple[str, ...]
    """Speakers of whom no earlier landing had a statement."""


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
    labels: str
    """JSON: the values of each label that routes, groups and silences go by."""
