"""A page as a tree, and the facts that its markup states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from transforms.articles.bylines import written_byline
from transforms.articles.structured import StructuredArticle, read_structured
from transforms.decoding import decode_text, speakable
from transforms.feeds.links import resolve_link
from transforms.plain_text import clean_line

MAX_PAGE_BYTES = 2_000_000
_MAX_META = 400
_MAX_BLOCKS = 3_000
_MAX_BYLINES = 10
_MAX_TIMES = 50
_LOOK_BYTES = 4_096
_BINARY_MARKS = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
)
_CONTROL_BYTES = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_LONGEST_FACT = 1_000

_ENDLESS_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{10000,}>")
"""A tag with thousands of attributes, for which libxml2 takes half a minute."""

_BYLINE_CLASSES = ("links__item", "byline", "author")
_MARKED_BYLINES = etree.XPath(
    "//*[@rel='author'] | //*[@itemprop='author'] | //*[@itemprop='name']"
    " | //@class[contains(., 'byline') or contains(., 'author') or contains(., 'links__item')]/.."
)
_WRITTEN_BYLINES = etree.XPath(
    "(//p | //span | //div | //li | //address | //small)"
    "[starts-with(normalize-space(text()), 'By ') or starts-with(normalize-space(text()), 'BY ')]"
)
_TIMES = etree.XPath(
    "//time[@datetime] | //*[@itemprop='datePublished'] | //*[@itemprop='dateModified']"
)
_OF_A_CHANGE = ("modified", "updated", "update")
"""What the class, itemprop or data-testid of a time of change contains."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page's markup states; strings are empty where it states nothing."""

    structured: StructuredArticle
    meta: dict[str, str]
    """``<meta>`` by lower-case name or property; the first of each."""
    canonical: str
    """The address that the page gives itself, absolute, not yet trusted."""
    language: str
    headings: tuple[str, ...]
    """The texts of its ``<h1>``, without empty ones."""
    title: str
    """The ``<title>``."""
    site_name: str
    bylines: tuple[str, ...]
    """What stands where bylines stand; not looked for where JSON-LD names a person."""
    times: tuple[str, ...]
    """The ``datetime`` values, likeliest first; those of a change are not among them."""
    modified_times: tuple[str, ...]
    """The same of ``<time>`` that says it is of a change."""


def parse_tree(body: bytes, content_type: str) -> lxml_html.HtmlElement | None:
    """Return the page's tree, or None where the bytes are no markup.

    At most ``MAX_PAGE_BYTES`` are read.
    """
    if _is_binary(body, content_type):
        return None
    text = speakable(decode_text(body[:MAX_PAGE_BYTES], content_type))
    if "<" not in text:
        return None
    text = _ENDLESS_TAG.sub(r"<\1>", text)
    # The text is decoded, so a declaration in the page must not be followed once more.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree


def read_page(tree: lxml_html.HtmlElement, url: str) -> Page:
    """Return the facts that stand in the markup. The tree is not changed."""
    link = next((node.get("href") for node in tree.iterfind(".//link[@rel='canonical']")), "")
    structured = read_structured(
        (script.text or "" for script in tree.iterfind(".//script[@type='application/ld+json']")),
        link or url,
    )
    meta = dict(reversed([*_meta(tree)]))
    canonical = link or meta.get("og:url", "") or structured.url
    times, modified_times = _times(tree)
    return Page(
        structured=structured,
        meta=meta,
        canonical=resolve_link(canonical or "", url),
        language=tree.get("lang") or tree.get("xml:lang") or meta.get("og:locale", ""),
        headings=tuple(_texts(tree.iterfind(".//h1"))),
        title=next(iter(_texts(tree.iterfind(".//title"))), ""),
        site_name=clean_line(meta.get("og:site_name", "")),
        bylines=() if structured.people else tuple(_marked_bylines(tree) or _written_bylines(tree)),
        times=times,
        modified_times=modified_times,
    )


def _is_binary(body: bytes, content_type: str) -> bool:
    """Say whether the bytes are a picture, a document or a program rather than markup."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(("image/", "video/", "audio/", "font/")) or kind == "application/pdf":
        return True
    look = body[:_LOOK_BYTES]
    return look.lstrip().startswith(_BINARY_MARKS) or (
        # UTF-16 has a zero byte beside most characters, and no other control characters.
        len(_CONTROL_BYTES.findall(look)) * 50 > len(look)
    )


def _meta(tree: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    for count, node in enumerate(tree.iterfind(".//meta")):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        content = node.get("content")
        if count < _MAX_META and name and content:
            yield name.strip().lower(), content[:_LONGEST_FACT]


def _texts(nodes: Iterator[lxml_html.HtmlElement]) -> Iterator[str]:
    for node in nodes:
        text = clean_line(node.text_content()[:_LONGEST_FACT])
        if text:
            yield text


def _times(tree: lxml_html.HtmlElement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the page's machine-readable times of publication and of change.

    Those of the article itself come first.
    """
    published: list[str] = []
    modified: list[str] = []
    for node in sorted(_TIMES(tree)[:_MAX_TIMES], key=_time_rank):
        value = node.get("datetime") or node.get("content")
        if value:
            (modified if _is_of_a_change(node) else published).append(value)
    return tuple(published), tuple(modified)


def _is_of_a_change(node: lxml_html.HtmlElement) -> bool:
    marks = " ".join(node.get(name) or "" for name in ("class", "itemprop", "data-testid")).lower()
    # WordPress marks one element as both when a post was never changed.
    return "published" not in marks and any(word in marks for word in _OF_A_CHANGE)


def _time_rank(node: lxml_html.HtmlElement) -> int:
    if node.get("pubdate") is not None:
        return 0
    if node.get("itemprop") == "datePublished":
        return 1
    around = {outer.tag for outer in node.iterancestors("article", "main")}
    return 2 if "article" in around else 3 if around else 4


def _written_bylines(tree: lxml_html.HtmlElement) -> list[str]:
    """Return the first name that an element's own text gives as "By Ann Lee"."""
    for node in _WRITTEN_BYLINES(tree)[:_MAX_BLOCKS]:
        byline = written_byline(clean_line((node.text or "")[:_LONGEST_FACT]))
        if byline:
            return [byline]
    return []


def _marked_bylines(tree: lxml_html.HtmlElement) -> list[str]:
    """Return the names in the likeliest of the places where markup says that they stand."""
    places: dict[str, list[str]] = {}
    for node in _MARKED_BYLINES(tree)[:_MAX_BLOCKS]:
        place = _byline_place(node)
        if place and len(places.setdefault(place, [])) < _MAX_BYLINES:
            places[place] += _texts(iter([node]))
    likeliest = ("links__item", "name", "rel", "itemprop", "byline", "author")
    return next((list(dict.fromkeys(places[name])) for name in likeliest if places.get(name)), [])


def _byline_place(node: lxml_html.HtmlElement) -> str:
    """Return which kind of byline an element marks, or ""."""
    if node.get("rel") == "author":
        return "rel"
    if node.get("itemprop") == "author":
        return "itemprop"
    if node.get("itemprop") == "name" and any(
        outer.get("itemprop") == "author" for outer in islice(node.iterancestors(), 3)
    ):
        return "name"
    classes = (node.get("class") or "").split()
    return next((name for name in _BYLINE_CLASSES if name in classes), "")
