"""When an alert that failed is sent again.

The waits are those that Standard Webhooks recommends
(https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""Before each attempt, from the end of the one before; the first is made at once."""

LONGEST_RETRY_AFTER = timedelta(days=1)
_JITTER = 0.1
"""At most this part is added to a wait."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from one attempt."""

    outcome: str
    """delivered, failed or dead."""
    next_attempt_at: datetime | None = None
    receiver_rests_until: datetime | None = None
    """Set where the receiver asked for rest: nothing else is sent to it before."""
    receiver_is_gone: bool = False
    """Nothing is sent to it until its settings change."""


def judge_attempt(
    notification_id: str,
    tries: int,
    ended_at: datetime,
    error: str,
    status: int | None = None,
    retry_after: timedelta | None = None,
) -> Verdict:
    """Return what follows from the attempt number ``tries`` (1 for the first).

    After the last one the notification is dead. 410 Gone is about the receiver, so the
    notification stays and is due as soon as the receiver is set up anew. Retry-After counts
    with 429 and 503, up to a day, and never shortens a wait.
    """
    if not error:
        return Verdict("delivered")
    if status == HTTPStatus.GONE:
        return Verdict("failed", next_attempt_at=ended_at, receiver_is_gone=True)
    rests_until = None
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE) and retry_after:
        rests_until = ended_at + min(max(retry_after, timedelta()), LONGEST_RETRY_AFTER)
    if tries >= len(WAITS):
        return Verdict("dead", receiver_rests_until=rests_until)
    wait = WAITS[tries] * (1 + _JITTER * _fraction(notification_id, tries))
    next_attempt_at = max(ended_at + wait, rests_until or ended_at)
    return Verdict("failed", next_attempt_at, rests_until)


def _fraction(notification_id: str, tries: int) -> float:
    """Return a number in [0, 1) that is the same at each call and differs between alerts."""
    digest = hashlib.sha256(f"{notification_id} {tries}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32
