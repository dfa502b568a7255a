"""The metrics, read back by Prometheus' own parser."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from command_line import ROOT
from making import AT, a_feed_state, an_entry, blank, land_in
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from flows.installation.home import Home
from flows.monitoring.metrics import write_metrics
from transforms.metrics import FAMILIES, render_metrics
from transforms.statement_records import Event
from warehouse.deliveries import ReceiverRest, record_rest
from warehouse.errors import WarehouseDamaged
from warehouse.measurements import measure

SECOND = timedelta(seconds=1)


def parsed(text: str) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def samples(family: Metric) -> dict[tuple[str, ...], float]:
    return {
        (sample.name.removeprefix(family.name), *sample.labels.values()): sample.value
        for sample in family.samples
    }


def test_what_landed_is_told_in_prometheus_text_format(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    lags = {"a": 30, "b": 300, "c": 301, "d": 90_000, "early": -5}
    entries = [
        an_entry(key, published_at=AT - lag * SECOND, published_precision="second")
        for key, lag in lags.items()
    ]
    entries += [replace(entries[0], entry_id="x", is_first_sight=True)]
    entries += [replace(entries[0], entry_id="y", published_precision="day")]
    good = a_feed_state(first_success_at=AT)
    bad = a_feed_state(feed_id="other", consecutive_failures=2, last_error="HTTP 500")
    dropped = replace(bad, feed_id="dropped")
    alert = blank(Event, event_id="e1", receiver='de"sk\\', body="{}")
    land_in(
        warehouse,
        tmp_path / "run",
        "run-1",
        feeds=[good, bad, dropped],
        entries=entries,
        outbox=[alert],
    )
    record_rest(warehouse, ReceiverRest("desk", "", AT, None, "HTTP 410"))

    measured = measure(warehouse, AT, good.story_id, {good.feed_id, bad.feed_id})
    given = {name: (answer.columns, answer.rows) for name, answer in measured.items()}
    text = render_metrics(given | {"onrecord_file_bytes": (("file", "bytes"), [("w", 7)])})
    found = parsed(text)

    assert samples(found["onrecord_entry_lag_seconds"]) == {
        **{("_bucket", "strait-talks", le): count for le, count in (
            ("60.0", 2), ("300.0", 3), ("900.0", 4), ("1800.0", 4), ("3600.0", 4),
            ("7200.0", 4), ("21600.0", 4), ("86400.0", 4), ("+Inf", 5),
        )},
        ("_sum", "strait-talks"): 30 + 300 + 301 + 90_000,
        ("_count", "strait-talks"): 5,
    }  # fmt: skip
    bounds = [float(bound) for bound in re.findall(r'[,{]le="([^"]+)"', text)]
    assert bounds == sorted(bounds), "the format wants them in increasing order"
    feeds = samples(found["onrecord_feeds"])
    assert {key[2]: value for key, value in feeds.items() if value} == {"ok": 1, "failing": 1}
    assert len(feeds) == 9, "a state that is empty now is told as 0, not as nothing"
    assert samples(found["onrecord_alerts"])[("", 'de"sk\\', "pending")] == 1
    assert samples(found["onrecord_resting_receivers"]) == {("",): 1}
    assert samples(found["onrecord_runs"]) == {("_total", "strait-talks"): 1}
    assert samples(found["onrecord_last_run_timestamp_seconds"]) == {
        ("", "strait-talks"): AT.timestamp()
    }
    assert {family.type for family in found.values()} == {"counter", "gauge", "histogram"}


def test_a_run_leaves_a_whole_file_of_metrics_beside_the_warehouse(landed: Path) -> None:
    assert [path.name for path in (landed / "metrics").iterdir()] == ["onrecord.prom"]
    found = parsed((landed / "metrics" / "onrecord.prom").read_text("utf-8"))
    with duckdb.connect(str(landed / "published.duckdb"), read_only=True) as connection:
        statements, articles, at = connection.execute(
            "SELECT (SELECT count(*) FROM statements), (SELECT count(*) FROM articles), "
            "(SELECT max(landed_at) FROM runs)"
        ).fetchall()[0]
    assert sum(samples(found["onrecord_statements"]).values()) == statements
    assert samples(found["onrecord_articles"]) == {("",): articles}
    (last,) = samples(found["onrecord_last_run_timestamp_seconds"]).values()
    assert datetime.fromtimestamp(last, UTC).replace(tzinfo=None) == at


def test_damage_that_a_run_passed_by_is_told_with_what_to_do(landed_home: Path) -> None:
    home = Home(landed_home)
    before = home.metrics.read_bytes()
    with home.published.open("r+b") as file:
        for place in range(50_000, home.published.stat().st_size, 100_000):
            file.seek(place)
            file.write(b"rubbish" * 10)
    with pytest.raises(WarehouseDamaged, match=r"warehouse\.duckdb is damaged .* restore the last"):
        write_metrics(home, AT, "strait-talks", set())
    assert home.metrics.read_bytes() == before
    assert list(home.metrics.parent.iterdir()) == [home.metrics]


def test_each_metric_is_in_the_table_of_docs_operations() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    listed = re.findall(r"^\| `(onrecord_\w+)` \| (\w+) \|", page, re.MULTILINE)
    assert listed == [(family.name, family.kind) for family in FAMILIES]
