"""What Prefect itself has to say, as lines of our log."""

import logging
import traceback
from typing import TextIO

from flows.installation.event_log import EventLog

AS_LINES = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_CLASS": f"{__name__}.LinesHandler",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_STREAM": "ext://sys.stdout",
}
"""Variables that put this handler in the place of Prefect's, in this process and its children."""

_TOLD_BY_RUNS = "prefect.flow_runs"


class LinesHandler(logging.Handler):
    """Writes each message as an event; what runs tell their page, our own events say better."""

    def __init__(
        self, level: int | str = logging.NOTSET, stream: TextIO | None = None, **_styles: object
    ) -> None:
        super().__init__(level)
        self._log = EventLog(stream)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if record.name == _TOLD_BY_RUNS:
            return
        raised = record.exc_info[1] if record.exc_info else None
        self._log.write(
            "library.message",
            record.levelname.lower(),
            library=record.name,
            message=record.getMessage(),
            traceback="".join(traceback.format_exception(raised)) if raised else "",
        )
