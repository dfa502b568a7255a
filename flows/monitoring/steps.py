"""The steps of a run: how each is called, and what of it is told to the log."""

import time
from collections.abc import Callable, Mapping
from typing import ParamSpec, Protocol, TypeVar

from flows.delivery.deliver import DeliveryReport
from flows.installation.event_log import Log
from flows.monitoring.pages import PageOutcome
from flows.monitoring.polling import FeedOutcome
from warehouse.landing import Landed

P = ParamSpec("P")
R = TypeVar("R")

_LEVELS = {"failed": "warning"}


class Step(Protocol):
    """Wraps a step's function: as it is, or as a Prefect task."""

    def __call__(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        """Return what is called in place of ``function``."""
        ...


def directly(name: str, function: Callable[P, R]) -> Callable[P, R]:
    """Return the step's function as it is."""
    del name
    return function


def logged(step: Step, log: Log) -> Step:
    """Return ``step`` with the events of each step, and its end, told to the log."""

    def wrapped(name: str, function: Callable[P, R]) -> Callable[P, R]:
        called = step(name, function)

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            began = time.monotonic()
            result = called(*args, **kwargs)
            tell_result(log, result)
            log.write("step.ended", step=name, seconds=round(time.monotonic() - began, 3))
            return result

        return call

    return wrapped


def tell_result(log: Log, result: object) -> None:
    """Tell what came of each feed, page and alert, and what landed."""
    match result:
        case list():
            for outcome in result:
                if isinstance(outcome, FeedOutcome) and outcome.fetch.outcome != "waiting":
                    _tell_feed(log, outcome)
                elif isinstance(outcome, PageOutcome):
                    _tell_page(log, outcome)
        case Mapping() if result:
            log.write("articles.analysed", rows=dict(result))
        case Landed():
            log.write(
                "run.landed", run_seq=result.run_seq, articles=result.articles,
                revisions=result.revisions, mentions=result.mentions, copies=result.copies,
                statements=result.statements, appearances=result.appearances,
                quarantined=result.quarantined, alerts=result.alerts,
            )  # fmt: skip
        case DeliveryReport():
            _tell_delivery(log, result)


def _tell_feed(log: Log, outcome: FeedOutcome) -> None:
    fetch, state = outcome.fetch, outcome.state
    log.write(
        f"feed.{fetch.outcome}",
        _LEVELS.get(fetch.outcome, "info"),
        feed_id=outcome.feed.feed_id,
        status=fetch.status,
        entries=len(outcome.parsed.entries) if outcome.parsed else None,
        first_sight=outcome.is_first_sight or None,
        seconds=round(fetch.duration_seconds, 3),
        error_kind=fetch.error_kind,
        error=fetch.error,
        next_step=fetch.next_step or state.next_poll_reason,
        next_at=state.next_poll_at,
    )


def _tell_page(log: Log, outcome: PageOutcome) -> None:
    entry, fetch = outcome.entry, outcome.fetch
    failed = bool(entry.page_error)
    if not failed and not outcome.is_fetched:
        return
    log.write(
        "page.failed" if failed else "page.fetched",
        "warning" if failed else "info",
        feed_id=entry.feed_id,
        entry_id=entry.entry_id,
        url=entry.url,
        status=fetch.status if fetch else None,
        seconds=round(fetch.duration_seconds, 3) if fetch else None,
        error_kind=fetch.error_kind if fetch else "no-link" if failed else "",
        error=entry.page_error,
        next_step="set aside" if outcome.quarantined else fetch.next_step if fetch else "",
    )


def _tell_delivery(log: Log, report: DeliveryReport) -> None:
    for sent in report.delivered:
        log.write(
            "alert.delivered", notification_id=sent.notification_id, receiver=sent.receiver,
            route=sent.route, events=len(sent.events),
        )  # fmt: skip
    for kept, reason in report.failed:
        error, next_step = reason.rsplit("; ", 1) if "; " in reason else (reason, "")
        log.write(
            "alert.failed", "warning", notification_id=kept.notification_id,
            receiver=kept.receiver, route=kept.route, events=len(kept.events),
            error=error, next_step=next_step,
        )  # fmt: skip
