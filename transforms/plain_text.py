"""Plain text that attacks no reader: no markup, no control or direction characters."""

import html
import re
import unicodedata

_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but white space
    "\u00ad"  # soft hyphen
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of direction
    "\u200b\u2060\ufeff"  # zero-width space, word joiner, byte order mark
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Zero-width joiner and non-joiner stay: Persian, Hindi and emoji need them."""

_WHITE = re.compile(r"[\s\u0085\u2028\u2029\ufffc]+")
_UNREAD_ELEMENT = re.compile(
    r"<(script|style|noscript|template)\b[^<>]{0,2000}>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr|table|section|article|figure|figcaption|hr)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
"""An unclosed comment runs to the end: so browsers read it, and so the search is linear."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[!?][^<>]*>")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")

_LONGEST_ASCII_WORD = 500
_ENDLESS_WORD = re.compile(rf"[!-~]{{{_LONGEST_ASCII_WORD + 1},}}|\S{{5001,}}")


def clean_line(text: str) -> str:
    """Return ``text`` as one line: NFC, dangerous characters out, white space folded."""
    if text.isascii() and text.isprintable():  # most lines, at a third of the time
        return " ".join(text.split())
    return unicodedata.normalize("NFC", _WHITE.sub(" ", _REMOVED.sub("", text)).strip())


def text_of_markup(markup: str) -> str:
    """Return the words of an HTML fragment as one clean line.

    A lone "<" that opens no tag stays; scripts and styles go with their content.
    """
    return clean_line(html.unescape(_without_tags(markup)))


def paragraphs_of_markup(markup: str) -> tuple[str, ...]:
    """Return the words of an HTML fragment, one clean line for each block."""
    text = html.unescape(_without_tags(_BREAK.sub("\n\n", markup)))
    lines = (clean_line(part) for part in _PARAGRAPH_BREAK.split(text))
    return tuple(line for line in lines if line)


def paragraphs_of_text(text: str) -> tuple[str, ...]:
    """Return the paragraphs of plain text, one clean line each.

    They are parted by blank lines; in a text without any, each line is one.
    """
    text = text.replace("\r\n", "\n").strip()
    parts = _PARAGRAPH_BREAK.split(text) if _PARAGRAPH_BREAK.search(text) else text.split("\n")
    return tuple(line for line in map(clean_line, parts) if line)


def _without_tags(markup: str) -> str:
    if "<" not in markup:
        return markup
    if "<!--" in markup:
        markup = _COMMENT.sub(" ", markup)
    return _TAG.sub("", _BREAK.sub(" ", _UNREAD_ELEMENT.sub(" ", markup)))


def cut_long_words(line: str) -> str:
    """Return ``line`` with unbroken runs that no language writes replaced by an ellipsis.

    Encoded data stands in pages as one "word" of megabytes, which parsers choke on. Only
    ASCII runs over 500 characters and any over 5,000 are cut: Chinese has no spaces.
    """
    return _ENDLESS_WORD.sub("\u2026", line) if len(line) > _LONGEST_ASCII_WORD else line
