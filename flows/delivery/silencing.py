"""Setting silences, under the warehouse's lock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from duckdb import DuckDBPyConnection

from flows.errors import ConfigurationError
from flows.installation.home import Home
from flows.when import parse_duration
from seeds.matchers import parse_matcher
from transforms.identifiers import digest_id
from transforms.notification_records import Silence
from warehouse.database import open_private
from warehouse.lock import writer_lock
from warehouse.snapshot import publish


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


@contextmanager
def changing(home: Home) -> Iterator[DuckDBPyConnection]:
    """Open the warehouse for a change that is published when the block ends well.

    Raises:
        ConfigurationError: there is no warehouse.
        WarehouseLocked: a run is under way.
    """
    if not home.private.exists():
        raise ConfigurationError(
            f"there is no warehouse at {home.private}: make a run first; nothing was written."
        )
    with writer_lock(home.lock, home.lake):
        with open_private(home.private) as connection:
            yield connection
        publish(home.private, home.published)
