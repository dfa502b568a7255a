"""What can go wrong with one input, and whether it is worth another try.

InputError                  one feed or page could not be used; it costs that one alone
├── Retry                   the same request may succeed later
│   ├── DeadlineExceeded      timeout            the total deadline of the request ran out
│   ├── ConnectionFailed      connection         no address, no connection, or it broke
│   ├── CertificateRefused    tls                the TLS certificate was not accepted
│   ├── BodyTruncated         truncated          fewer bytes came than were announced
│   ├── ResponseMalformed     malformed          not HTTP, or headers without end
│   ├── NotModifiedUnasked    false-not-modified 304 to a request without validators
│   ├── NotFound              not-found          404, or another refusal in the 4xx range
│   ├── LedToFrontPage        front-page         an article's address led to the front page
│   ├── Blocked               blocked            401, 403, 451 or a challenge page
│   ├── RateLimited           rate-limited       429
│   ├── ServerFailed          server-error       5xx
│   ├── RobotsUnreachable     robots-unreachable robots.txt is out of reach for now
│   └── Postponed             postponed          too many wait for the same host
└── Quarantine              the same request would fail again; a person may look
    ├── AddressRefused        refused-address    scheme, host or port that is never asked
    ├── RedirectRefused       redirect-loop      a circle, too many hops, or no target
    ├── TooLarge              too-large          over a cap, as sent or as inflated
    ├── EncodingRefused       bad-encoding       stacked, unknown or broken compression
    ├── Gone                  gone               410: the address is given up for good
    ├── RobotsDisallowed      robots-disallowed  the site asks crawlers to leave it alone
    └── Unreadable            parse-*, not-a-*   the bytes came, but hold no feed or page
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.fetching.exchange import Exchange


class InputError(Exception):
    """One feed or page could not be used.

    ``kind`` is the short stable word that is stored; ``retry_after`` is what the server
    asked for, in seconds, already clamped, or None; ``exchange`` is what went over the wire
    before it failed, or None.
    """

    kind = "failed"
    next_step = ""
    was_asked = True
    """False where the address itself was never asked, so that no attempt at it is used up."""

    def __init__(
        self,
        address: str,
        cause: str,
        *,
        kind: str = "",
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(address, cause)
        self.address = address
        self.cause = cause
        self.kind = kind or type(self).kind
        self.retry_after = retry_after
        self.status = status
        self.exchange: Exchange | None = None

    def __str__(self) -> str:
        return f"{self.address}: {self.cause}; {self.what_next}"

    @property
    def what_next(self) -> str:
        """What happens to this input now, in words."""
        if self.retry_after is not None:
            return f"{self.next_step}, not sooner than in {self.retry_after:.0f} s"
        return self.next_step


class Retry(InputError):
    """Transient: the same request may succeed later."""

    next_step = "it is tried again at the next poll"


class Quarantine(InputError):
    """Terminal for this input: it would fail again in the same way."""

    next_step = "it is set aside with its reason"


class DeadlineExceeded(Retry):
    """The total deadline of the request ran out, however the bytes were dripping."""

    kind = "timeout"


class ConnectionFailed(Retry):
    """The name did not resolve, nobody answered, or the connection broke."""

    kind = "connection"


class CertificateRefused(Retry):
    """The TLS certificate or handshake was not accepted."""

    kind = "tls"


class BodyTruncated(Retry):
    """The body ended before its announced or compressed end; what came is not used."""

    kind = "truncated"


class ResponseMalformed(Retry):
    """What came is not HTTP, or its headers had no end."""

    kind = "malformed"


class NotModifiedUnasked(Retry):
    """304 to a request that carried no validator: there is nothing it could refer to."""

    kind = "false-not-modified"


class NotFound(Retry):
    """404 or a kindred 4xx: the address may come back, so it backs off and stays."""

    kind = "not-found"


class LedToFrontPage(Retry):
    """An article's address led to its site's front page, as those of removed articles do."""

    kind = "front-page"


class Blocked(Retry):
    """The server knows us and does not want us: asked again rarely, never in a storm."""

    kind = "blocked"
    next_step = "it is left alone and tried again rarely"


class RateLimited(Retry):
    """429: too many requests."""

    kind = "rate-limited"


class ServerFailed(Retry):
    """5xx: the server's own failure."""

    kind = "server-error"


class RobotsUnreachable(Retry):
    """The site's robots.txt could not be had, so its pages are left alone (RFC 9309 §2.3.1.4)."""

    kind = "robots-unreachable"
    next_step = "the page is not asked for until robots.txt is"
    was_asked = False


class Postponed(Retry):
    """Too many requests wait for the same host; the rest is left for the next run."""

    kind = "postponed"
    next_step = "it has its turn in the next run"
    was_asked = False


class AddressRefused(Quarantine):
    """An address that is never asked: not http(s), or it leads into a private network."""

    kind = "refused-address"
    next_step = "nothing was sent to it, and it is set aside"


class RedirectRefused(Quarantine):
    """Redirects in a circle, too many of them, or one without a target."""

    kind = "redirect-loop"


class TooLarge(Quarantine):
    """More bytes than the cap, as sent or as inflated."""

    kind = "too-large"


class EncodingRefused(Quarantine):
    """A content encoding that is stacked, unknown, or not what it says."""

    kind = "bad-encoding"


class Gone(Quarantine):
    """410: the publisher has given the address up."""

    kind = "gone"
    next_step = "it is not asked again; replace or remove the address"


class RobotsDisallowed(Quarantine):
    """The site's robots.txt asks us to leave the page alone (RFC 9309)."""

    kind = "robots-disallowed"
    next_step = "the page is not asked for, and it is set aside"


class Unreadable(Quarantine):
    """The bytes came, but could not be read as what they should be.

    ``kind`` is one of not-a-feed, parse-deadline, parse-memory, parse-crash, parse-error.
    """

    kind = "parse-error"
