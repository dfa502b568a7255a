"""Commands that copy a home: backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command.options import HomeOption


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, such as desk.tar.")],
    home: HomeOption = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="The raw documents, too: for replays; much larger.")
    ] = False,
) -> None:
    """Write warehouse, cursors and settings into one file, also while a run is under way.

    It is the warehouse as it was last published. What may be secret in the settings is left out:
    the receivers, and keys and addresses with a secret in them. The file is checked by opening it
    before it takes its name.

    Examples:
    - `onrecord backup desk.tar`
    - `onrecord backup /backups/desk.tar --home ~/newsdesk --documents`
    """
    from flows.clock import system_clock
    from flows.display.formats import counted
    from flows.installation.finding import find_home
    from flows.upkeep.backups import back_up

    report = back_up(find_home(home), file, system_clock(), documents=documents)
    kept = f", {counted(report.documents, 'document')}" if documents else ""
    typer.echo(
        f"{file}: the warehouse as of run {report.contents.run_seq} "
        f"({counted(report.contents.rows['statements'], 'statement')}), "
        f"{counted(report.cursors, 'cursor')}{kept}; {report.size / 1e6:.1f} MB."
    )
    if report.left_out:
        typer.echo(f"Left out of the settings: {', '.join(report.left_out)}.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `onrecord backup` wrote.")],
    home: HomeOption = None,
) -> None:
    """Put a backup into a home that has no warehouse yet.

    Every file is checked first. Alerts that waited when the backup was made are sent at the next
    run, with the same ids: a receiver that drops repeats sees each once.

    Example: `onrecord restore desk.tar --home ~/restored`
    """
    from flows.installation.finding import find_home
    from flows.upkeep.backups import restore as put_back

    found = find_home(home)
    manifest = put_back(file, found)
    typer.echo(
        f"{found.folder} holds the warehouse as of run {manifest['run_seq']}, backed up "
        f"{manifest['made_at'][:16].replace('T', ' ')} UTC."
    )
    if manifest["settings_left_out"]:
        typer.echo(
            f"Set again in {found.settings_file}: {', '.join(manifest['settings_left_out'])}."
        )
