"""Commands that look after an installation: doctor, migrate, compact."""

import typer

from flows.command.options import HomeOption


def doctor(home: HomeOption = None) -> None:
    """Check the installation: versions, model and its files, BLAS, warehouse, feeds.

    Exit code 0 when all is well, 1 when something is not.

    Example: `onrecord doctor`
    """
    from rich.text import Text

    from flows.display.console import make_console
    from flows.installation.examination import examine
    from flows.installation.finding import find_home

    console = make_console()
    findings = examine(find_home(home))
    for finding in findings:
        mark = Text("ok  ", style="green") if finding.is_good else Text("BAD ", style="bold red")
        console.print(Text.assemble(mark, f"{finding.about}: ", finding.what), soft_wrap=True)
    bad = sum(not finding.is_good for finding in findings)
    console.print(f"{len(findings)} checks, {bad} bad")
    if bad:
        raise typer.Exit(1)


def migrate(home: HomeOption = None) -> None:
    """Bring a home that an older version made up to date; a run does the same by itself.

    The warehouse is copied before, beside itself. Each migration is a transaction: one that
    fails leaves the warehouse as it was before it.

    Example: `onrecord migrate --home ~/newsdesk`
    """
    from flows.display.report import upgrade_line
    from flows.installation.finding import find_home
    from flows.upkeep.upgrading import upgrade_home

    found = find_home(home)
    done = upgrade_home(found)
    if done.warehouse:
        typer.echo(upgrade_line(done.warehouse))
    elif done.is_published:
        typer.echo(f"{found.private} is up to date; the snapshot was published anew.")
    else:
        typer.echo(f"{found.private} is up to date.")


def compact(home: HomeOption = None) -> None:
    """Write the warehouse anew without the room of deleted rows; runs do so when much is free.

    Example: `onrecord compact --home ~/newsdesk`
    """
    from flows.installation.finding import find_home
    from flows.upkeep.compacting import compact_home

    found = find_home(home)
    done = compact_home(found)
    typer.echo(f"{found.private}: {done.before / 1e6:.1f} MB, now {done.after / 1e6:.1f} MB.")
