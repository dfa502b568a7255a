"""From bytes to text: which encoding a feed or page is really in.

Declarations are often wrong, and UTF-8 is all but impossible to be by accident. So the
order of trust is: a byte order mark, UTF-8 that holds, the HTTP header, the document's own
declaration, and Windows-1252 as the web's default.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WEB_NAMES = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""The WHATWG reading of some labels: what browsers do, and so what publishers see."""

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(
    rb"(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,200}?charset)\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
_DECLARATION_BYTES = 4_096
_MULTIBYTE = re.compile(r"[^\x00-\x7f\ufffd]")


_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that no XML document may hold, and over which parsers stop or fail."""

_NUMBERED = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)


def decode_text(body: bytes, content_type: str) -> str:
    """Return the text of ``body``; bytes that stand for nothing become U+FFFD."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    wide = _wide_encoding(body)
    if wide:
        return body.decode(wide, "replace")
    text = _as_utf8(body)
    if text is not None:
        return text
    for encoding in _declared_encodings(body, content_type):
        if encoding == "utf-8":
            mended = body.decode(encoding, "replace")
            if _mostly_utf8(mended):
                return mended
            continue
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    mended = body.decode("utf-8", "replace")
    return mended if _mostly_utf8(mended) else body.decode("windows-1252", "replace")


def _wide_encoding(body: bytes) -> str:
    """Return UTF-16 without a mark, known by the zero bytes beside its first characters."""
    start = body[:4]
    if len(start) == 4 and start[0] and start[2] and not start[1] and not start[3]:
        return "utf-16-le"
    if len(start) == 4 and start[1] and start[3] and not start[0] and not start[2]:
        return "utf-16-be"
    return ""


def _as_utf8(body: bytes) -> str | None:
    """Return the text if the bytes are UTF-8, perhaps cut inside the last character."""
    try:
        text, _ = codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        return None
    return text


def _mostly_utf8(mended: str) -> bool:
    """Say whether broken bytes are rare among the multi-byte characters that held."""
    broken = mended.count("\ufffd")
    return broken * 10 <= sum(1 for _ in _MULTIBYTE.finditer(mended))


def _declared_encodings(body: bytes, content_type: str) -> list[str]:
    named = [match.group(1) for match in _HEADER_CHARSET.finditer(content_type[:500])]
    inside = _DECLARED.search(body[:_DECLARATION_BYTES])
    if inside:
        named.append(inside.group(1).decode("ascii", "replace"))
    return [known for name in named if (known := _known(name))]


def _known(name: str) -> str:
    name = name.strip().lower()
    name = _WEB_NAMES.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Codecs that are no text encodings (rot13, base64) and UTF-16 over single bytes are lies.
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and not info.name.startswith(("utf-16", "utf-32", "utf-7")) else ""


def speakable(text: str) -> str:
    """Return markup without the characters that no document may hold, written or numbered.

    feedparser fails over a reference such as ``&#xD800;``, libxml2 stops at a NUL and lxml
    fails later over ``&#1;``. A reference to no character becomes U+FFFD.
    """
    return _NUMBERED.sub(_speakable_reference, _UNSPEAKABLE.sub("", text))


def _speakable_reference(reference: re.Match[str]) -> str:
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip("0")
    if not 0 < len(digits) < 8:
        return "\ufffd"
    code = int(digits, 16 if hexadecimal else 10)
    if code > 0x10FFFF or _UNSPEAKABLE.match(chr(code)):
        return "\ufffd"
    return reference.group()
