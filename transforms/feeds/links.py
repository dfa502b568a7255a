"""Addresses as they stand in feeds and pages: resolved against their base, or refused."""

from urllib.parse import urljoin, urlsplit, urlunsplit

LONGEST_ADDRESS = 2_048


def resolve_link(link: str, base_url: str) -> str:
    """Return the absolute http(s) address that ``link`` means, or "" where it is refused.

    Refused are other schemes (``javascript:``, ``data:``, ``file:``), addresses without a
    host and those over 2,048 characters. White space around and line breaks within go.
    """
    link = "".join(link.split()) if any(mark in link for mark in "\r\n\t") else link.strip()
    if not link or len(link) > LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(urljoin(base_url, link.replace(" ", "%20")))
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    address = urlunsplit(parts)
    return address if len(address) <= LONGEST_ADDRESS and address.isprintable() else ""
