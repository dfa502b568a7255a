"""Which log a run has; what libraries say goes no further, and what fails in them is raised."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flows.delivery.console import Print
from flows.delivery.terminal import show_alert
from flows.installation.event_log import EventLog, Log, LogForm, NoLog
from flows.installation.settings import Settings


def open_log(settings: Settings) -> tuple[Log, Print]:
    """Return the log that the settings ask for, and how the console receiver shows an alert."""
    if settings.log is LogForm.TEXT:
        return NoLog(), show_alert
    secrets = [
        secret
        for receiver in settings.set_up_receivers().values()
        for secret in receiver.secret_values()
    ]
    log = EventLog(secrets=secrets)
    return log, log.show


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Hide what libraries send to the root logger while the block runs.

    Beam warns at import and at construction, through the root logger, about optional
    clients that are not installed and about type hints that it does not use. What fails in
    it is raised as well, so its log of errors would only say it twice.
    """
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        root.setLevel(before)
