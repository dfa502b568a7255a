"""The command that tags an archive: backfill."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.options import (
    FlinkMasterOption,
    HomeOption,
    LogOption,
    RunnerOption,
    StoryOption,
    runner_flags,
)
from flows.command.telling import told_to_programs
from flows.installation.event_log import LogForm

if TYPE_CHECKING:
    from flows.backfill.reading import ArchiveFile
    from flows.backfill.tagging import PartReport
    from flows.command.preparation import Prepared


def backfill(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="WARC, Parquet or JSON Lines files, also .gz."),
    ],
    story: StoryOption = None,
    home: HomeOption = None,
    part_size: Annotated[
        int,
        typer.Option(
            help="Articles that are analysed and landed together; the same when it goes on.",
            min=1,
            max=10_000,
        ),
    ] = 500,
    log: LogOption = None,
    runner: RunnerOption = None,
    flink_master: FlinkMasterOption = None,
) -> None:
    """Tag an archive of articles, of any size: no fetching, no alert.

    Articles that are stored are left alone. A backfill that was stopped goes on where it was
    when it is started again; runs may go on beside it. docs/backfill.md says what files may
    hold.

    Examples:
    - `onrecord backfill crawl-2025.warc.gz`
    - `onrecord backfill articles/*.parquet --home ~/newsdesk --story my-story`
    - `onrecord backfill articles.jsonl.gz --log json`
    - `onrecord backfill archive/*.warc.gz --runner processes`
    """
    from flows.backfill.reading import open_files
    from flows.command.preparation import prepare

    flags = runner_flags(runner, flink_master)
    prepared = prepare(home, story, [], allow_private=False, log=log, runner=flags)
    opened = open_files(files)
    if prepared.request.settings.log is LogForm.JSON:
        with told_to_programs(prepared.log):
            _for_programs(prepared, opened, part_size)
    else:
        _for_people(prepared, opened, part_size)


def _for_people(prepared: "Prepared", files: Sequence["ArchiveFile"], part_size: int) -> None:
    from flows.backfill.tagging import Backfill
    from flows.backfill.totals import Totals
    from flows.clock import system_clock
    from flows.display.backfill import shown_backfill, summary

    began, totals = time.monotonic(), Totals()
    with shown_backfill(sum(file.size for file in files)) as show:
        work = Backfill(prepared.request, system_clock, waits=_say_that_it_waits)
        for report in work.run(files, part_size):
            totals.add(report)
            show(report, totals)
    for line in summary(totals, time.monotonic() - began, prepared.request.home.folder):
        typer.echo(line)


def _say_that_it_waits() -> None:
    typer.echo("A run has the warehouse: the next part lands when it has ended.", err=True)


def _for_programs(prepared: "Prepared", files: Sequence["ArchiveFile"], part_size: int) -> None:
    from flows.backfill.tagging import Backfill
    from flows.backfill.totals import Totals
    from flows.clock import system_clock

    began, totals, log = time.monotonic(), Totals(), prepared.log
    total_bytes = sum(file.size for file in files)
    story_id = prepared.request.story.story_id
    log.write("backfill.started", story=story_id, files=len(files), bytes=total_bytes)
    work = Backfill(prepared.request, system_clock, waits=lambda: log.write("backfill.waits"))
    for report in work.run(files, part_size):
        totals.add(report)
        _tell_part(prepared, report, total_bytes)
    seconds = time.monotonic() - began
    log.run_id = ""
    log.write("backfill.ended", **asdict(totals), seconds=round(seconds, 3))


def _tell_part(prepared: "Prepared", report: "PartReport", total_bytes: int) -> None:
    landed, left = report.landed, report.seconds_left
    log = prepared.log
    log.run_id = report.run_id
    log.write(
        "part.landed" if landed else "part.known",
        run_seq=landed.run_seq if landed else None,
        articles=report.articles,
        new=landed.articles if landed else 0,
        known=report.known,
        statements=landed.statements if landed else 0,
        quarantined=landed.quarantined if landed else 0,
        share_read=round(report.bytes_read / max(total_bytes, 1), 4),
        seconds_left=None if left is None else round(left),
    )
