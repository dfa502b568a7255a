"""Deterministic identifiers: the same input gives the same id on every run and machine."""

import hashlib
import re
import unicodedata

_DIGITS = 20
_SLUG_BREAK = re.compile(r"[^a-z0-9]+")


def digest_id(*parts: str) -> str:
    """Return a 20-digit hexadecimal id (80 bits of SHA-256) of the parts, in order.

    Each part is length-prefixed, so ``("ab", "c")`` and ``("a", "bc")`` differ.
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()[:_DIGITS]


def slug(words: str) -> str:
    """Return ``words`` in lower-case ASCII with hyphens; an id when nothing is left of them."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return _SLUG_BREAK.sub("-", plain).strip("-")[:80] or digest_id(words)
