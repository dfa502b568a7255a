"""Addresses as a log may show them: without the logins and keys that some carry."""

import re

_LOGIN = re.compile(r"(://)[^/@\s]+@")
_KEY = re.compile(
    r"([?&;][^=&\s]*(?:secret|token|passw|credential|auth|signature|key)[^=&\s]*=)[^&#\s\"'<>]+",
    re.IGNORECASE,
)


def without_address_secrets(text: str) -> str:
    """Return a text with the login of every address, and values of keys named so, as ***."""
    return _KEY.sub(r"\1***", _LOGIN.sub(r"\1***@", text))
