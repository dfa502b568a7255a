"""Bringing a home that an older version made up to this one's schema."""

from dataclasses import dataclass

from flows.installation.home import Home
from warehouse.database import Upgrade, upgrade
from warehouse.errors import NothingPublished
from warehouse.lock import writer_lock
from warehouse.snapshot import is_current, publish


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What bringing a home up to date did."""

    warehouse: Upgrade | None
    """None where the private database was up to date."""
    is_published: bool
    """True when the snapshot was made anew."""


def upgrade_home(home: Home) -> Upgraded:
    """Upgrade the warehouse of a home, and publish it where the snapshot is not of this version.

    Raises:
        NothingPublished: nothing has landed in this home.
        WarehouseLocked: a run is under way.
        SchemaTooNew: a newer onrecord has written it.
    """
    private, published = home.own_files("onrecord migrate")
    if not private.exists():
        raise NothingPublished(
            f"nothing has landed in {home.folder} yet, so there is nothing to upgrade: name "
            "another --home."
        )
    with writer_lock(home.lock):
        done = upgrade(private)
        behind = bool(done) or not is_current(published)
        if behind:
            publish(private, published)
    return Upgraded(done, behind)
