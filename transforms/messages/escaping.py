"""Text of articles made harmless for each channel: it can neither format, mention nor link.

Chats differ in how a character is escaped (Slack, Discord, Matrix and Telegram agree on
none), and Apprise sends one text to all. So what has a meaning there is replaced by a
character that looks alike and means nothing.
"""

import re
from urllib.parse import quote, urlsplit

from transforms.plain_text import clean_line

_LOOK_ALIKE = str.maketrans({
    "@": "\uff20", "<": "\u2039", ">": "\u203a", "*": "\u2217", "_": "\uff3f", "~": "\u223c",
    "`": "\u02cb", "|": "\u01c0", "[": "\uff3b", "]": "\uff3d", "\\": "\uff3c", "#": "\uff03",
    "&": "\uff06",
})  # fmt: skip
_DOT_OF_HOST = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2,})")
"""Readers make a link of "name.example" even without a scheme."""
_KEPT_IN_LINKS = ":/?#&=%+,;-._"


def plain(text: str) -> str:
    """Return one line without control, direction and escape characters, and without links."""
    unlinked = clean_line(text).replace("://", ":\u2215\u2215")
    return _DOT_OF_HOST.sub("\u2024", unlinked)


def for_chat(text: str) -> str:
    """Return one line in which a chat finds no markup, mention or link."""
    return plain(text).translate(_LOOK_ALIKE)


def safe_link(address: str) -> str:
    """Return an http or https address with all else percent-encoded; empty for other schemes."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return quote(address, safe=_KEPT_IN_LINKS, errors="replace")
