import json
from io import StringIO

import pytest
from making import AT, blank, speaking, strait_talks
from rich.console import Console

from flows.display.alert_lines import alert_lines
from seeds.story import EVENTS, Route
from transforms.messages.bodies import make_event
from transforms.statement_records import News


@pytest.mark.parametrize(
    ("event", "words"),
    list(zip(EVENTS[:4], ("ALERT", "ALSO REPORTED", "CORRECTED", "WITHDRAWN"), strict=True)),
)
def test_the_console_says_what_happened_to_a_statement(event: str, words: str) -> None:
    news = blank(
        News, event_type=event, statement_id="s", text="Tolls must fall soon",
        text_before="Tolls may fall soon", speech_type="direct", outlet="gazette",
        url="https://gazette.example/a",
        attributions=(speaking("ana-brod", name="Ana Brod\x1b[31m"),),
    )  # fmt: skip
    made = make_event(strait_talks(), news, Route("all", ("console",), ()), "console", AT, {})
    out = StringIO()
    Console(file=out, width=100).print(alert_lines(json.loads(made.body)["data"]))
    shown = out.getvalue()
    assert shown.startswith(f"{words} → console  Ana Brod")
    assert "gazette: https://gazette.example/a" in shown
    assert "\x1b" not in shown
    if event == "statement.corrected":
        assert "[-may-] {+must+}" in shown
