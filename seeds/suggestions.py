"""Remedies: the name that was probably meant."""

import difflib
from collections.abc import Iterable


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """Return "write X" for the known name nearest to ``written``, or nothing."""
    nearest = difflib.get_close_matches(written.strip().casefold(), list(known), n=1, cutoff=0.7)
    return f"write {nearest[0]}" if nearest else ""
