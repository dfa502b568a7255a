"""The demo: the whole job on the bundled sample site, on real parts, without a network."""

import base64
import json
import secrets
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from flows.command.preparation import Prepared, prepare
from flows.display.console import make_console
from flows.display.progress import shown_progress
from flows.display.report import print_report
from flows.display.statement_list import print_statements
from flows.errors import ConfigurationError
from flows.free_port import free_port
from flows.installation.finding import find_home
from flows.installation.home import Home
from flows.installation.logs import quiet_libraries
from flows.monitoring.monitor import RunReport, Tools
from flows.monitoring.prefect_server import local_server
from flows.monitoring.warm_up import WarmUp
from flows.sample.demo_receiver import DemoReceiver
from flows.sample.site import SampleSite
from flows.sample.story import write_sample_story
from warehouse.reading import Answer, statements
from warehouse.snapshot import open_published

SHOWN_STATEMENTS = 16


def show_demo(home: Home) -> None:
    """Run the monitor on the first edition, on the second, and once more; tell what happened."""
    demo = find_home(home.folder / "demo")
    if demo.lake:
        raise ConfigurationError(
            "the demo keeps to a file of its own: unset ONRECORD_WAREHOUSE__URL; nothing was done."
        )
    _empty(demo)
    console = make_console()
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    console.print(
        Text("onrecord demo: three invented outlets report on the US 28-point plan for Ukraine.")
    )
    console.print("Starting the sample site, a webhook receiver and Prefect ...", style="dim")
    with SampleSite(1) as site, DemoReceiver(secret) as receiver:
        story = write_sample_story(demo.folder / "story", site.base_url)
        _write_settings(demo, story, receiver.url, secret)
        # Prefect's server and the model take seconds to start, on different cores.
        warm_up = WarmUp()
        warm_up.begin()
        with local_server(demo, free_port()) as api:
            warm_up.end()
            prepared = prepare(demo.folder, str(story), [], allow_private=True)
            reports = []
            for title, edition in (
                ("First edition: the feeds are seen for the first time, so nothing alerts", 1),
                ("Second edition: an edited article, wire copies, new statements", 2),
                ("Second edition again: nothing has changed", 2),
            ):
                site.edition = edition
                console.print(Rule(Text(title), align="left"))
                reports.append(_run(prepared))
                print_report(console, reports[-1])
                console.print()
            _show_news(console, demo, reports[1])
            _show_proof(console, reports, receiver, api)
    _show_next(console, demo)


def _run(prepared: Prepared) -> RunReport:
    from flows.monitoring.prefect_flow import run_flow

    with shown_progress() as progress, quiet_libraries():
        return run_flow(prepared.specification(), Tools(prepared.senders, progress=progress))


def _show_news(console: Console, demo: Home, report: RunReport) -> None:
    with open_published(demo.published) as connection:
        new = statements(connection, run_seq=report.landed.run_seq)
    console.print(Rule(Text("New statements of the second edition"), align="left"))
    ranked = sorted(new.as_mappings(), key=_interest, reverse=True)
    chosen = [tuple(row.values()) for row in ranked[:SHOWN_STATEMENTS]]
    print_statements(console, Answer(new.columns, tuple(chosen)))
    if len(new.rows) > len(chosen):
        console.print(f"... and {len(new.rows) - len(chosen)} more.", style="dim")
    console.print()


def _interest(row: Mapping[str, Any]) -> tuple[bool, bool, bool]:
    """Of more interest: an office that speaks about the plan, an office, somebody named."""
    in_office = any(row["offices"] or [])
    return bool(in_office and row["terms"]), in_office, bool(row["speakers"])


def _show_proof(
    console: Console, reports: list[RunReport], receiver: DemoReceiver, api: str
) -> None:
    first, second, third = reports
    known = second.landed.appearances - second.landed.statements
    console.print(Rule(Text("Alerts: once for each new statement"), align="left"))
    sent = [len(report.delivery.delivered) for report in reports]
    for line in (
        f"Run 1 landed {first.landed.statements} statements and sent {sent[0]} alerts: "
        "first sight is no news.",
        f"Run 2 found {second.landed.appearances} appearances: {known} of statements that were "
        f"known or stood twice, {second.landed.statements} new; routes chose {sent[1]} alerts.",
        f"Run 3 landed {third.landed.statements} statements and sent {sent[2]} alerts "
        f"in {third.seconds:.1f} s.",
        f"The webhook received {len(receiver.verified)} alerts, each with a valid signature and "
        f"its own id; {receiver.refused} refused.",
        f"All three runs were Prefect flows, at {api.removesuffix('/api')} while this ran.",
    ):
        console.print(Text("  " + line))
    console.print()


def _show_next(console: Console, demo: Home) -> None:
    program = _shown_path(Path(sys.argv[0]))
    home = _shown_path(demo.folder)
    query = "SELECT outlet, count(*) AS firsts FROM first_reports GROUP BY outlet"
    console.print(Rule(Text("Type next"), align="left"))
    for line in (
        f"{program} statements --home {home} --term territory",
        f'{program} sql --home {home} "{query}"',
        f"{program} init my-story",
    ):
        console.print(Text("  " + line), soft_wrap=True)


def _shown_path(path: Path) -> str:
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _empty(demo: Home) -> None:
    """Remove what an earlier demo left; Prefect's database stays, it takes long to make."""
    demo.prepare()
    for folder in (demo.staging, demo.documents, demo.folder / "story"):
        shutil.rmtree(folder, ignore_errors=True)
    for pattern in ("*.duckdb*", "settings.toml"):
        for path in demo.folder.glob(pattern):
            path.unlink()


def _write_settings(demo: Home, story: Path, url: str, secret: str) -> None:
    demo.settings_file.write_text(
        "# Written by `onrecord demo`; the addresses answer only while the demo runs.\n"
        f"story = {json.dumps(str(story))}\n"
        "allow_private = true\n"
        "per_host_spacing_seconds = 0.0\n\n"
        "[receivers.webhook]\n"
        'type = "webhook"\n'
        f'url = "{url}"\n'
        f'secret = "{secret}"\n',
        encoding="utf-8",
    )
    demo.settings_file.chmod(0o600)
