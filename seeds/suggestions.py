"""Remedies: the name that was probably meant."""

import difflib
from collections.abc import Iterable


def nearest(written: str, known: Iterable[str]) -> str:
    """Return the known name that is nearly ``written``, or nothing."""
    close = difflib.get_close_matches(written.strip().casefold(), list(known), n=1, cutoff=0.7)
    return close[0] if close else ""


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """Return "write X" for the known name that is nearly ``written``, or nothing."""
    name = nearest(written, known)
    return f"write {name}" if name else ""
