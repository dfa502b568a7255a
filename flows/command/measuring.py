"""The command that measures the extractor: eval."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command.options import HomeOption


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated articles.")],
    errors: Annotated[
        int, typer.Option("--errors", min=0, help="Show so many errors of each kind.")
    ] = 0,
    home: HomeOption = None,
) -> None:
    """Measure the extractor on annotated articles: precision, recall and F1, in percent.

    A line of the file has `doc`, `text` and `statements`, each with `speaker`, `cue` and
    `content` as lists of code-point offsets, half-open, into the text.

    Example: `onrecord eval gold.jsonl --errors 20`
    """
    import sys

    from flows.errors import ConfigurationError
    from flows.installation.finding import find_home
    from flows.installation.settings import load_settings
    from flows.language.evaluation import evaluate, print_errors, print_scores, read_gold
    from flows.language.extractor import make_extractor

    articles = list(read_gold(gold))
    if not articles:
        raise ConfigurationError(f"{gold} holds no article: there is nothing to measure.")
    settings = load_settings(find_home(home))
    measured = evaluate(make_extractor(settings.language_model)(), articles)
    print_scores(measured, sys.stdout)
    if errors:
        print_errors(measured, errors, sys.stdout)
