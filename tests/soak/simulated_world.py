"""A made month of publishing: what hundreds of feeds show at any moment, and what is true of it.

Everything is drawn from one seed. The ledger that the account is held against is kept here, by
the publisher's side alone: which versions of which articles stood, from when until when.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LISTED_FOR = timedelta(days=4)
"""How long a feed lists an article: longer than the longest pause between two polls."""
SEEN_WITHIN = timedelta(days=2)
"""What stands for so long at a feed that answers must be found: a day is the longest pause, and
an outage or a rest may come on top of it."""
VERSION_STANDS = timedelta(days=5, hours=6)
"""A version that stands for so long must be found: pages are looked at again up to four days
apart (after 3 and 7 days), and an outage may come on top of it."""
WATCHED_FOR = timedelta(days=6)
"""Edits are made within so long of the publication; later ones nobody promises to find."""

_TEXT = """
harbour council treaty winter bridge ferry toll school budget island market signal tower river
garden engine letter window lantern orchard quarry compass archive village printer captain weather
station customs railway museum library granary lighthouse fishery
"""
_WORDS = _TEXT.split()


@dataclass(slots=True)
class Version:
    """One state of an article's text, which stands until the next one's time."""

    stands_from: datetime
    title: str
    sentences: tuple[str, ...]


@dataclass(slots=True)
class Article:
    """One article and all that becomes of it."""

    number: int
    feed: "SimulatedFeed"
    published_at: datetime
    versions: list[Version]
    is_volatile: bool
    gone_at: datetime | None = None

    def version_at(self, at: datetime) -> Version:
        """Return the state that stands at a moment."""
        return [version for version in self.versions if version.stands_from <= at][-1]

    def until(self, version: Version) -> datetime | None:
        """Return when the version ceased to stand; None for the last one."""
        place = self.versions.index(version) + 1
        return self.versions[place].stands_from if place < len(self.versions) else self.gone_at


@dataclass(slots=True)
class SimulatedFeed:
    """One feed and how it behaves."""

    number: int
    a_day: float
    churns_guids: bool = False
    dates_in_future: bool = False
    outages: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    gone_at: datetime | None = None
    moves_at: datetime | None = None
    is_move_lasting: bool = False
    same_as: "SimulatedFeed | None" = None
    articles: list[Article] = field(default_factory=list)

    @property
    def feed_id(self) -> str:
        """The feed's id in the story."""
        return f"feed-{self.number}"

    @property
    def host(self) -> str:
        """The host of the outlet."""
        return f"outlet{self.number}.example"

    @property
    def url(self) -> str:
        """The address in the story's table."""
        return f"https://{self.host}/rss"

    @property
    def new_url(self) -> str:
        """Where it moves to, if it does."""
        return self.same_as.url if self.same_as else f"https://{self.host}/feeds/all.xml"

    def outage_at(self, at: datetime) -> str:
        """Return the kind of outage at a moment, or empty."""
        return next((kind for start, end, kind in self.outages if start <= at < end), "")


class World:
    """All feeds, from ``start`` on for so many days; they are watched for ``tail`` longer."""

    def __init__(
        self, seed: int, feeds: int, start: datetime, days: float, tail: timedelta
    ) -> None:
        self._random = random.Random(seed)
        self.start, self.end = start, start + days * DAY
        self.watched_until = self.end + tail
        self.feeds = [self._feed(number) for number in range(feeds)]
        self._number = 0
        for feed in self.feeds:
            self._misbehave(feed)
            self._publish(feed)
        self.pages = {page_url(a): a for feed in self.feeds for a in feed.articles}
        self.by_url = {feed.url: feed for feed in self.feeds} | {
            feed.new_url: feed for feed in self.feeds if feed.moves_at and not feed.same_as
        }

    def listing(self, feed: SimulatedFeed, at: datetime) -> bytes:
        """Return the feed's document at a moment."""
        listed = [a for a in feed.articles if a.published_at <= at < a.published_at + LISTED_FOR]
        items = "".join(self._item(feed, article, at) for article in reversed(listed))
        head = f"<title>Outlet {feed.number}</title><link>https://{feed.host}/</link>"
        return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()

    def page(self, article: Article, at: datetime) -> bytes:
        """Return the article's page at a moment; a volatile one is never twice the same."""
        version = article.version_at(at)
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in version.sentences)
        clock = counter = ""
        if article.is_volatile:
            clock = f"<div class='clock'>Updated {at:%H:%M:%S}</div>"
            counter = f"<p>{int(at.timestamp()) % 9973} views</p>"
        facts = (
            '{"@type":"NewsArticle","headline":"' + version.title + '","datePublished":"'
            + article.published_at.isoformat() + '"}'
        )  # fmt: skip
        return (
            f"<html lang='en'><head><title>{version.title}</title>"
            f"<script type='application/ld+json'>{facts}</script></head><body>{clock}"
            f"<article><h1>{version.title}</h1>{paragraphs}{counter}</article></body></html>"
        ).encode()

    def ledger(self) -> Iterator[tuple[Article, Version, bool]]:
        """Yield every version of every article, and whether it must have been found."""
        for feed in self.feeds:
            for article in feed.articles:
                for version in article.versions:
                    yield article, version, self._must_be_found(feed, article, version)

    def _must_be_found(self, feed: SimulatedFeed, article: Article, version: Version) -> bool:
        until = min(article.until(version) or self.watched_until, self.watched_until)
        last = min(feed.gone_at or self.watched_until, self.watched_until)
        listed_until = min(article.published_at + LISTED_FOR, last)
        is_listed = listed_until - max(article.published_at, self.start) >= SEEN_WITHIN
        if version is article.versions[0]:
            stands = min(until, listed_until) - article.published_at
            return stands >= SEEN_WITHIN and article.published_at >= self.start
        return is_listed and until - version.stands_from >= VERSION_STANDS

    def _feed(self, number: int) -> SimulatedFeed:
        draw = self._random
        return SimulatedFeed(
            number,
            a_day=draw.choice((0.3, 0.7, 1.0, 1.5, 2.5)),
            churns_guids=draw.random() < 0.05,
            dates_in_future=draw.random() < 0.05,
        )

    def _misbehave(self, feed: SimulatedFeed) -> None:
        draw, span = self._random, (self.end - self.start) / HOUR
        for _ in range(draw.choice((0, 0, 1, 2))):
            begins = self.start + draw.uniform(0, span) * HOUR
            ends = begins + draw.uniform(0.5, 14) * HOUR
            feed.outages.append((begins, ends, draw.choice(("503", "connection", "html"))))
        fate = draw.random()
        if fate < 0.05:
            feed.gone_at = self.start + draw.uniform(span / 2, span) * HOUR
        elif fate < 0.15:
            feed.moves_at = self.start + draw.uniform(0, span / 2) * HOUR
            feed.is_move_lasting = draw.random() < 0.7
        elif fate < 0.18 and feed.number:
            partner = self.feeds[draw.randrange(feed.number)]
            if not (partner.moves_at or partner.gone_at or partner.same_as):
                feed.moves_at = self.start + draw.uniform(0, span / 3) * HOUR
                feed.is_move_lasting, feed.same_as = True, partner

    def _publish(self, feed: SimulatedFeed) -> None:
        draw = self._random
        at = self.start - 2 * DAY + draw.uniform(0, 24 / feed.a_day) * HOUR
        last = min(self.end, feed.gone_at or self.end)
        if feed.same_as:
            last = min(last, feed.moves_at or last)
        while at < last:
            feed.articles.append(self._article(feed, at))
            at += draw.expovariate(feed.a_day) * DAY + timedelta(minutes=1)

    def _article(self, feed: SimulatedFeed, at: datetime) -> Article:
        draw = self._random
        self._number += 1
        number = self._number
        title = " ".join(draw.choices(_WORDS, k=5)).capitalize() + f" {number}"
        versions = [Version(at, title, self._sentences(number, 0))]
        if draw.random() < 0.25:
            edit_at = at + draw.uniform(1, WATCHED_FOR / HOUR) * HOUR
            sentences = list(versions[0].sentences)
            place = draw.randrange(len(sentences))
            sentences[place] = self._sentence(number, 100 + place)
            renamed = f"{title} and more" if draw.random() < 0.3 else title
            versions.append(Version(edit_at, renamed, tuple(sentences)))
        gone = at + draw.uniform(8, 20) * DAY if draw.random() < 0.03 else None
        return Article(number, feed, at, versions, draw.random() < 0.3, gone)

    def _sentences(self, number: int, part: int) -> tuple[str, ...]:
        return tuple(self._sentence(number, part + n) for n in range(self._random.randint(4, 9)))

    def _sentence(self, number: int, place: int) -> str:
        words = " ".join(self._random.choices(_WORDS, k=self._random.randint(12, 24)))
        return f"{words.capitalize()} of note {number}-{place}."

    def _item(self, feed: SimulatedFeed, article: Article, at: datetime) -> str:
        guid, version = f"g{article.number}", article.version_at(at)
        if feed.churns_guids:
            guid += f"-{int(at.timestamp())}"
        shown = article.published_at + (30 * DAY if feed.dates_in_future else timedelta(0))
        return (
            f"<item><title>{version.title}</title><link>{page_url(article)}</link>"
            f"<guid isPermaLink='false'>{guid}</guid><pubDate>{format_datetime(shown)}</pubDate>"
            f"<description>{version.title}, in short.</description></item>"
        )


def page_url(article: Article) -> str:
    """Return the address of an article's page."""
    return f"https://{article.feed.host}/a/{article.number}.html"
