"""The language of an article."""

import re

_CODE = re.compile(r"([a-z]{2})(?:[-_]|$)", re.IGNORECASE)
_LOOK_CHARACTERS = 3_000
_SHORTEST = 60
"""Below so many characters a detector guesses, and the page's own word is better."""

_SURE = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "pl"})
"""Languages that the fast detector does not mix up with a neighbour when the page's own
declaration agrees with it. Ukrainian, Russian and the South Slavic ones it does mix up."""


def declared_language(*declared: str) -> str:
    """Return the first usable code among declarations such as "en-GB" or "uk_UA", else ""."""
    for value in declared:
        found = _CODE.match(value.strip())
        if found:
            return found[1].lower()
    return ""


def language_of(text: str, declared: str) -> str:
    """Return the ISO 639-1 code of the language of ``text``, else what is declared.

    Templates often declare the wrong language, so the text decides: by py3langid, whose
    model takes a second to load, unless resiliparse's fast detector and the declaration
    already agree on a language that it knows well.
    """
    if len(text) < _SHORTEST:
        return declared
    from resiliparse.parse.lang import detect_fast

    look = text[:_LOOK_CHARACTERS]
    fast, _ = detect_fast(look)
    if fast == declared and fast in _SURE:
        return declared
    from py3langid.langid import classify

    code, _ = classify(look)
    return str(code)
