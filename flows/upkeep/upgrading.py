"""Bringing a home that an older version made up to this one's schema."""

from flows.installation.home import Home
from warehouse.database import Upgrade, upgrade
from warehouse.errors import NothingPublished
from warehouse.lock import writer_lock
from warehouse.snapshot import publish


def upgrade_home(home: Home) -> Upgrade | None:
    """Upgrade the warehouse of a home and publish it; None where there is nothing to do.

    Raises:
        NothingPublished: nothing has landed in this home.
        WarehouseLocked: a run is under way.
        SchemaTooNew: a newer onrecord has written it.
    """
    if not home.private.exists():
        raise NothingPublished(
            f"nothing has landed in {home.folder} yet, so there is nothing to upgrade: name "
            "another --home."
        )
    with writer_lock(home.lock):
        done = upgrade(home.private)
        if done:
            publish(home.private, home.published)
    return done
