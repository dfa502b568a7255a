"""What the warehouse holds already of a part, read from the snapshot: no run is in its way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flows.installation.home import Home
from warehouse.backfill_state import has_landed, known_articles
from warehouse.errors import NothingPublished
from warehouse.forget import forgotten_addresses
from warehouse.page_state import page_aliases
from warehouse.snapshot import open_published


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of the articles of a part before it is analysed."""

    known: frozenset[str] = frozenset()
    """The ids, of those asked for, whose article is stored and was analysed."""
    aliases: Mapping[str, str] | None = None
    forgotten: frozenset[str] = frozenset()


def is_landed(home: Home, run_id: str) -> bool:
    """Say whether a part has landed before."""
    try:
        with open_published(home.published) as connection:
            return has_landed(connection, run_id)
    except NothingPublished:
        return False


def read_stored(home: Home, story_id: str, article_ids: Collection[str]) -> Stored:
    """Return what is stored; nothing in a home without a run."""
    try:
        with open_published(home.published) as connection:
            return Stored(
                known=known_articles(connection, story_id, article_ids),
                aliases=page_aliases(connection),
                forgotten=forgotten_addresses(connection),
            )
    except NothingPublished:
        return Stored()
