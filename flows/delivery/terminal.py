"""Alerts shown to the person at the terminal."""

from collections.abc import Mapping
from typing import Any


def show_alert(data: Mapping[str, Any]) -> None:
    """Print one alert on standard output."""
    from flows.display.console import make_console
    from flows.display.report import alert_lines

    make_console().print(alert_lines(data))
