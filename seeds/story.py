"""A story: the plan terms, the actors and the feeds of one watched negotiation."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from seeds.schedules import QuietHours, RateLimit

LabelKind = Literal["pref", "alt", "hidden", "pattern"]
"""SKOS prefLabel, altLabel, hiddenLabel; ``pattern`` is our small pattern syntax."""

ActorKind = Literal["person", "group", "government", "organisation", "agency", "unnamed"]


@dataclass(frozen=True, slots=True)
class Term:
    """A SKOS concept of the plan."""

    term_id: str
    notation: str
    """The plan's own point number, or empty."""
    broader: str
    """``term_id`` of the wider term, or empty."""
    scope_note: str
    plan_version: str


@dataclass(frozen=True, slots=True)
class Label:
    """A way to write a term or an actor. ``pref`` is shown, ``hidden`` only matched."""

    target_id: str
    kind: LabelKind
    label: str
    language: str
    usage: str = "name"
    """For actors: name | surname | metonym (a capital for its government) | description."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who can be on record."""

    actor_id: str
    kind: ActorKind
    wikidata_id: str
    country: str
    """ISO 3166-1 alpha-2, or empty."""
    description: str


@dataclass(frozen=True, slots=True)
class Role:
    """An actor's tenure of an office (Popolo: membership in a post).

    Dates are half-open: ``starts`` is the first day, ``ends`` the first day after.
    """

    office_id: str
    title: str
    also_called: tuple[str, ...]
    actor_id: str
    starts: date | None
    ends: date | None
    one_seat: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """A member of a group; dates half-open."""

    group_id: str
    member_id: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the story watches."""

    feed_id: str
    outlet: str
    url: str
    language: str
    article_key: str = ""
    """Regular expression with one group: the outlet's own article number in an address."""
    title: str = ""
    note: str = ""


EVENTS = (
    "statement.published",
    "statement.also_reported",
    "statement.corrected",
    "statement.withdrawn",
    "feed.stale",
    "feed.recovered",
)
"""What can happen to a statement or a feed."""

DEFAULT_EVENTS = ("statement.published", "statement.corrected", "statement.withdrawn")
"""What a route tells that names none: new statements, and what becomes of those it told."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which events go to which receivers, and when, in Alertmanager's words."""

    name: str
    receivers: tuple[str, ...]
    matchers: tuple[str, ...]
    continues: bool = True
    """Whether later routes are tried too with what this one takes; ``continue`` in the file."""
    events: tuple[str, ...] = DEFAULT_EVENTS
    """What it tells, of ``EVENTS``."""
    group_by: tuple[str, ...] | None = None
    """Labels whose values part groups; None: each event by itself."""
    group_wait: timedelta = timedelta()
    """How long the first event of a group waits for others."""
    group_interval: timedelta = timedelta()
    """At least so long after a group's last notification comes its next."""
    digest: str = ""
    """Cron expression of the hours at which it goes out; empty: as it happens."""
    quiet_hours: tuple[QuietHours, ...] = ()
    time_zone: str = "UTC"
    """IANA zone of ``digest`` and ``quiet_hours``."""
    rate_limit: RateLimit | None = None


@dataclass(frozen=True, slots=True)
class InhibitRule:
    """An event that fits the target is muted where one that fits the source says more."""

    name: str
    source_matchers: tuple[str, ...]
    target_matchers: tuple[str, ...]
    equal: tuple[str, ...]
    """Labels of which the target must have values, all of them among the source's."""


@dataclass(frozen=True, slots=True)
class Story:
    """A loaded and checked story folder."""

    story_id: str
    title: str
    languages: tuple[str, ...]
    starts: date | None
    version_hash: str
    """SHA-256 over the folder's files: which vocabulary a row was made with."""
    terms: tuple[Term, ...]
    term_labels: tuple[Label, ...]
    actors: tuple[Actor, ...]
    actor_labels: tuple[Label, ...]
    roles: tuple[Role, ...]
    memberships: tuple[Membership, ...]
    feeds: tuple[Feed, ...]
    routes: tuple[Route, ...]
    ends: date | None = None
    """The first day after the story, or None while it lasts."""
    description: str = ""
    plan_version: str = ""
    inhibit_rules: tuple[InhibitRule, ...] = ()

    def actor_names(self) -> dict[str, str]:
        """Return the preferred label of each actor, by actor_id."""
        return _preferred(self.actor_labels)

    def term_names(self) -> dict[str, str]:
        """Return the preferred label of each term, by term_id."""
        return _preferred(self.term_labels)


def _preferred(labels: tuple[Label, ...]) -> dict[str, str]:
    return {label.target_id: label.label for label in labels if label.kind == "pref"}
