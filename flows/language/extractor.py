"""The statement extractor with its model, made once in each process."""

from collections.abc import Callable
from functools import cache, partial

from transforms.extraction import Extractor

RULES_VERSION = "rules-1"


def make_extractor(language_model: str = "") -> Callable[[], Extractor]:
    """Return a callable, fit for pickling, that gives this process's extractor."""
    return partial(_extractor, language_model)


def describe_extractor(language_model: str = "") -> str:
    """Return the version that rows are stamped with: rules and model."""
    from flows.language.language_model import find_model

    return f"{RULES_VERSION}+{find_model(language_model or None).name}"


@cache
def _extractor(language_model: str) -> Extractor:
    from flows.language.language_model import load_language_model
    from transforms.extractor.rules import RuleExtractor

    return RuleExtractor(load_language_model(language_model or None))
