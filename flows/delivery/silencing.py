"""Making silences of what a person types."""

from collections.abc import Sequence
from datetime import datetime

from flows.errors import ConfigurationError
from flows.when import parse_duration
from seeds.matchers import parse_matcher
from transforms.identifiers import digest_id
from transforms.notification_records import Silence


def make_silence(
    matchers: Sequence[str], lasts: str, author: str, comment: str, now: datetime
) -> Silence:
    """Return a silence that begins now.

    Raises:
        ConfigurationError: a matcher or the duration is not written rightly, or it lacks a word.
    """
    try:
        for words in matchers:
            parse_matcher(words)
        ends = now + parse_duration(lasts)
    except (ValueError, OverflowError) as error:
        raise ConfigurationError(f"{error}; nothing was written.") from error
    if not comment.strip() or not author.strip():
        raise ConfigurationError("a silence needs an author and a comment; nothing was written.")
    silence_id = digest_id("silence", *matchers, author, now.isoformat())
    return Silence(silence_id, tuple(matchers), author.strip(), comment.strip(), now, ends)
