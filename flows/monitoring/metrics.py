"""The file of metrics that a run leaves for node_exporter's textfile collector."""

from collections.abc import Collection
from datetime import datetime

from flows.installation.home import Home
from transforms.metrics import render_metrics
from warehouse.durable import put_in_place
from warehouse.errors import WarehouseDamaged
from warehouse.measurements import measure
from warehouse.snapshot import open_published


def write_metrics(home: Home, now: datetime, story_id: str, feed_ids: Collection[str]) -> None:
    """Put the metrics of the published snapshot in place, whole; call under the writer's lock.

    ``feed_ids`` are the feeds that the story has now.

    Raises:
        WarehouseDamaged: the warehouse, of which the snapshot was just made, is damaged where
            the run did not touch it.
    """
    try:
        with open_published(home.published) as connection:
            found = measure(connection, now, story_id, feed_ids)
    except WarehouseDamaged as error:
        raise WarehouseDamaged(
            f"{home.private} is damaged in a part that this run did not touch, and so is the "
            f"snapshot of it ({error.__cause__}). What the run landed and sent stands: restore the "
            "last good backup into another home (`onrecord restore`) and go on with that."
        ) from error
    measured = {name: (answer.columns, answer.rows) for name, answer in found.items()}
    files = [(path.name, path.stat().st_size) for path in home.files]
    measured["onrecord_file_bytes"] = (("file", "bytes"), tuple(files))
    home.metrics.parent.mkdir(exist_ok=True)
    # The collector reads every *.prom, so a draft has another ending.
    draft = home.metrics.with_name(home.metrics.name + ".draft")
    draft.write_text(render_metrics(measured), encoding="utf-8")
    put_in_place(draft, home.metrics)
