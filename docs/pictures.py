"""Makes the pictures of an alert as an email and on the console: `make docs`.

The people and countries are invented. The email's picture is taken by Chromium where there is
one; the page that it shows and the console's picture are made everywhere, and a test holds them.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console, Group

from flows.display.alert_lines import alert_lines
from seeds.load import bundled_story, load_story
from seeds.story import Route
from transforms.alerting.deciding import decide_alerts
from transforms.messages.rendering import render
from transforms.messages.sample import sample_news
from transforms.notification_records import Notification
from transforms.records import Attribution
from transforms.statement_records import News
from warehouse.outbox import as_waiting

FOLDER = Path(__file__).parent / "pictures"
AT = datetime(2025, 11, 24, 9, 40, tzinfo=UTC)
ROUTE = Route(
    "army", ("mail",), ('term = "army-limit"',), group_by=("term",),
    events=("statement.published",),
)  # fmt: skip


def main() -> None:
    """Write email.html, console.svg and, with Chromium, email.png."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "email.html").write_text(email_page(), encoding="utf-8")
    (FOLDER / "console.svg").write_text(console_picture(), encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.stdout.write("there is no Chromium here: docs/pictures/email.png stays as it is\n")
        return
    subprocess.run(  # noqa: S603 - our own page
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--window-size=680,760", f"--screenshot={FOLDER / 'email.png'}",
            (FOLDER / "email.html").as_uri(),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip


def email_page() -> str:
    """Return the HTML of a grouped email."""
    return render(_notification()).html


def console_picture() -> str:
    """Return the same alerts on the console, as SVG."""
    console = Console(record=True, width=96, file=StringIO())
    events = (json.loads(event.body)["data"] for event in _notification().events)
    console.print(Group(*map(alert_lines, events)))
    return console.export_svg(title="onrecord run", unique_id="onrecord")


def _notification() -> Notification:
    story = replace(load_story(bundled_story()), routes=(ROUTE,))
    events = [
        as_waiting(event)
        for item in _news()
        for event in decide_alerts(story, [item], ["mail"], AT)
    ]
    return Notification("pictured", "mail", ROUTE.name, tuple(events), left_out=3)


def _news() -> list[News]:
    plain = sample_news(load_story(bundled_story()), AT)
    minister = Attribution(
        "ilse-varga-lind", "speaker", "Ilse Varga-Lind", "", "Foreign Minister of Nordvik", "label"
    )
    envoy = Attribution("unlisted:envoy", "speaker", "an envoy of Carsovia", "", "", "")
    agency = Attribution("orsk-wire", "relayed_by", "Orsk Wire", "", "", "label")
    quoted = "An army limit is a line drawn by the attacker"
    reported = "a ceiling could be discussed once the guns are silent"
    return [
        replace(
            plain, statement_id="pictured-1", text=quoted, words=quoted, cue_text="told",
            attributions=(minister,), term_ids=("army-limit",), stated_precision="day",
            sentence=f"“{quoted},” Varga-Lind told reporters in Halmsund on Monday.",
            outlet="nordvik-courier", url="https://courier.example/a/army-limit/301.html",
            outlets=("nordvik-courier", "the-harbour-post"), new_actor_ids=("ilse-varga-lind",),
        ),
        replace(
            plain, statement_id="pictured-2", text=reported, words=reported, cue_text="said",
            speech_type="indirect", attributions=(envoy, agency), term_ids=("army-limit",),
            stated_at=None, sentence=f"An envoy of Carsovia said {reported}, Orsk Wire reported.",
            outlet="the-harbour-post", url="https://harbour.example/news/88",
            outlets=("the-harbour-post",),
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
