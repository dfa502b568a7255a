"""What a status line and its headers mean: pure decisions over one answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from flows.fetching.errors import (
    Blocked,
    Gone,
    InputError,
    NotFound,
    RateLimited,
    ResponseMalformed,
    ServerFailed,
)

LONGEST_RETRY_AFTER = 86_400.0
"""Seconds. A server may ask for a day of rest, not for a year."""

BLOCKED_REST_SECONDS = 3_600.0
"""How long a server that turned us away is left alone when it names no time itself."""

REFUSED = frozenset({401, 402, 403, 407, 451})
CHALLENGE_HEADERS = {"cf-mitigated": "challenge", "x-amzn-waf-action": "challenge"}
CHALLENGE_MARKS = re.compile(
    rb"_cf_chl_opt|<title>\s*(?:Just a moment\.\.\.|Attention Required! \| Cloudflare|"
    rb"DDoS-Guard|Checking your browser)|geo\.captcha-delivery\.com/captcha",
    re.IGNORECASE,
)
CHALLENGE_LOOK_BYTES = 20_000


def retry_after_seconds(header: str, now: datetime) -> float | None:
    """Return the Retry-After in seconds, clamped to 0..86400; None if there is none.

    The header holds seconds or an HTTP date; ``now`` is aware. A negative or past value
    is 0, an absurd one a day, an unreadable one None.
    """
    header = header.strip()
    if not header:
        return None
    if re.fullmatch(r"[+-]?\d{1,400}(\.\d{0,20})?", header):
        return min(max(float(header), 0.0), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=now.tzinfo)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def status_error(
    address: str, status: int, headers: Mapping[str, str], now: datetime
) -> InputError | None:
    """Return the typed error for a final status, or None where the body may be used."""
    wait = retry_after_seconds(headers.get("retry-after", ""), now)
    if status in REFUSED or is_challenge(headers):
        wait = BLOCKED_REST_SECONDS if wait is None else wait
        cause = f"the server turned us away (HTTP {status})"
        return Blocked(address, cause, retry_after=wait, status=status)
    if status in {200, 203, 304}:
        return None
    if status == 410:
        return Gone(address, "HTTP 410, the publisher has removed it", status=status)
    if status == 429:
        return RateLimited(address, "HTTP 429, too many requests", retry_after=wait, status=status)
    if status >= 500:
        return ServerFailed(
            address, f"the server failed (HTTP {status})", retry_after=wait, status=status
        )
    if status >= 400:
        return NotFound(address, f"HTTP {status}", retry_after=wait, status=status)
    return ResponseMalformed(
        address, f"HTTP {status} carries no whole document", retry_after=wait, status=status
    )


def is_challenge(headers: Mapping[str, str]) -> bool:
    """Say whether the headers mark a page that tests for a person."""
    return any(headers.get(name, "").lower() == mark for name, mark in CHALLENGE_HEADERS.items())


def is_challenge_page(body: bytes) -> bool:
    """Say whether a body served as success is a page that tests for a person."""
    return CHALLENGE_MARKS.search(body[:CHALLENGE_LOOK_BYTES]) is not None
