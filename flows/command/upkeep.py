"""Commands that look after an installation: doctor."""

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
    from flows.installation.home import find_home

    console = make_console()
    findings = examine(find_home(home))
    for finding in findings:
        mark = Text("ok  ", style="green") if finding.is_good else Text("BAD ", style="bold red")
        console.print(Text.assemble(mark, f"{finding.about}: ", finding.what), soft_wrap=True)
    bad = sum(not finding.is_good for finding in findings)
    console.print(f"{len(findings)} checks, {bad} bad")
    if bad:
        raise typer.Exit(1)
