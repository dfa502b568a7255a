"""robots.txt (RFC 9309): what a site asks of crawlers, and how long an answer counts.

``after_answer`` and ``after_failure`` say what is remembered of a site's file; ``permission``
says whether a page may be asked for, and how far apart.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from transforms.feed_records import RobotsCopy

MOST_BYTES = 512_000
"""RFC 9309 §2.5: at least 500 KiB are to be read. What follows them does not count."""

KEPT_FOR = timedelta(hours=24)
"""RFC 9309 §2.4."""

UNREACHABLE_FOR = timedelta(minutes=10)
"""How long a site whose file could not be had is left alone before it is asked again."""

GIVEN_UP_AFTER = timedelta(days=30)
"""RFC 9309 §2.3.1.4: a file that was out of reach for so long counts as absent."""

LONGEST_DELAY_SECONDS = 30.0
"""A longer crawl-delay would keep news for hours; nobody who means it writes more."""

_USER_AGENT = re.compile(r"[ \t]*user[- ]?agent(?:[ \t]*:|[ \t])[ \t]*([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Permission:
    """What a site's file says about one page."""

    verdict: str
    """allowed, disallowed, or unknown where the file is out of reach for now."""
    delay_seconds: float = 0.0
    """The crawl-delay, clamped."""


def product_token(user_agent: str) -> str:
    """Return the word that names us in robots.txt: letters, ``-`` and ``_`` (RFC 9309 §2.2.1)."""
    found = _TOKEN.match(user_agent)
    return found.group().lower() if found else "*"


def is_current(copy: RobotsCopy, now: datetime) -> bool:
    """Say whether the copy still counts, so that the site need not be asked."""
    age = now - copy.checked_at
    kept_for = UNREACHABLE_FOR if copy.outcome == "unreachable" else KEPT_FOR
    return timedelta(0) <= age < kept_for


def after_answer(origin: str, body: bytes, status: int, now: datetime) -> RobotsCopy:
    """Return what is remembered of a file that came."""
    return RobotsCopy(
        origin=origin,
        outcome="read",
        status=status,
        text=body[:MOST_BYTES].decode("utf-8-sig", "replace").replace("\0", "\ufffd"),
        error="",
        checked_at=now,
        known_at=now,
        unreachable_since=None,
    )


def after_failure(
    before: RobotsCopy | None,
    origin: str,
    status: int | None,
    error: str,
    *,
    is_absent: bool,
    now: datetime,
) -> RobotsCopy:
    """Return what is remembered when no file came.

    ``is_absent`` says that asking again would bring the same refusal, as a 4xx does: nothing is
    disallowed then (§2.3.1.3). 429 is no such refusal but a wish to be left alone. Otherwise the
    file is out of reach: what it said before goes on counting (§2.3.1.4, §2.4).
    """
    if is_absent or (status is not None and 400 <= status < 500 and status != 429):
        return RobotsCopy(
            origin, "unavailable", status, text="", error=error, checked_at=now, known_at=now,
            unreachable_since=None,
        )  # fmt: skip
    if before is None:
        before = RobotsCopy(origin, "unreachable", status, "", error, now, None, None)
    return replace(
        before,
        outcome="unreachable",
        status=status,
        error=error,
        checked_at=now,
        unreachable_since=before.unreachable_since or now,
    )


class Rules:
    """One site's file, parsed once for many pages."""

    def __init__(self, copy: RobotsCopy, user_agent: str) -> None:
        from protego import Protego  # 20 ms that a run without pages need not pay

        self._copy = copy
        self._token = product_token(user_agent)
        self._parsed = Protego.parse(_for_us(copy.text, self._token))

    def permission(self, url: str, now: datetime) -> Permission:
        """Return whether the page at ``url`` may be asked for."""
        if self._copy.outcome == "unreachable" and self._copy.known_at is None:
            since = self._copy.unreachable_since or now
            return Permission("allowed" if now - since >= GIVEN_UP_AFTER else "unknown")
        delay = min(self._parsed.crawl_delay(self._token) or 0.0, LONGEST_DELAY_SECONDS)
        allowed = self._parsed.can_fetch(url, self._token)
        return Permission("allowed" if allowed else "disallowed", delay)


def _for_us(text: str, token: str) -> str:
    """Return the file with every other crawler's name made one.

    protego takes time in the product of names and rules (30,000 names before 10,000 rules never
    end), and lets the start of a name stand for the whole of it.
    """
    return "\n".join(_line_for_us(line, token) for line in text.splitlines())


def _line_for_us(line: str, token: str) -> str:
    found = _USER_AGENT.match(line)
    if found is None:
        return line
    words = found.group(1).strip()
    if words == "*":
        return "User-agent: *"
    return f"User-agent: {token if product_token(words) == token else 'x-other'}"
