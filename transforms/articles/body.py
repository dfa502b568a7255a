"""The body of an article as paragraphs: RFE/RL's own shape, trafilatura, or resiliparse."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree
from lxml import html as lxml_html

from transforms.articles.pointers import drop_pointers
from transforms.articles.volatile import is_volatile
from transforms.plain_text import clean_line, cut_long_words

Extractor = Literal["trafilatura", "resiliparse"]

MAX_TEXT_CHARACTERS = 300_000
"""What is read of a body: fifty times a long article, and no more work than that."""

MANY_ELEMENTS = 6_000
"""Larger pages go to resiliparse: trafilatura's time grows with their square (1.5 s at
5,000 elements side by side, 8 s at 10,000)."""

_KNOWN_PLACE = "//*[@id='article-content']//*[contains(concat(' ', @class, ' '), ' wsw ')]"
"""Where RFE/RL's platform and its sister networks keep the body of an article."""

_NOT_ARTICLE_TAGS = (
    "script", "style", "noscript", "template", "figure", "figcaption", "form", "nav", "aside",
    "button", "iframe", "svg", "select",
)  # fmt: skip
_NOT_ARTICLE = etree.XPath(
    "//*[@class][contains(concat(' ', normalize-space(@class), ' '), ' dateline ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' wsw__embed ')"
    " or contains(@class, 'also-read') or contains(@class, 'share--box')"
    " or contains(@class, 'media-caption') or contains(@class, 'sharing')]"
)
_ELEMENT_COUNT = etree.XPath("count(//*)")
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "pre"})


@dataclass(frozen=True, slots=True)
class Body:
    """The clean paragraphs of an article, in order, and the way they were had."""

    paragraphs: list[str]
    extractor: Extractor
    is_known_place: bool = False
    """They were read from the platform's own place, which needs no guessing."""


def body_of(tree: lxml_html.HtmlElement, url: str, extractor: Extractor) -> Body:
    """Return the body of the page's article; it may have no paragraphs.

    The tree is changed: what can never be an article's words is taken out of it. A page
    that is too large for trafilatura is read by resiliparse.
    """
    etree.strip_elements(tree, *_NOT_ARTICLE_TAGS, with_tail=False)
    for node in _NOT_ARTICLE(tree):
        if node.getparent() is not None:
            node.drop_tree()
    drop_pointers(tree)
    place = tree.xpath(_KNOWN_PLACE)
    if place:
        paragraphs = _enough(_paragraphs_within(place[0]))
        if paragraphs:
            return Body(paragraphs, extractor, is_known_place=True)
    if extractor == "trafilatura" and _ELEMENT_COUNT(tree) <= MANY_ELEMENTS:
        return Body(_enough(_by_trafilatura(tree, url)), "trafilatura")
    return Body(_enough(_by_resiliparse(tree)), "resiliparse")


def _paragraphs_within(place: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield one clean line for each block; loose text between blocks counts as one."""
    for line in _lines(place).split("\n"):
        text = clean_line(line)
        if text:
            yield text


def _lines(place: etree._Element) -> str:
    """Return the text below an element with a line break around each block."""
    parts: list[str] = []
    for event, node in etree.iterwalk(place, events=("start", "end")):
        is_break = isinstance(node.tag, str) and (node.tag in _BLOCKS or node.tag in {"br", "div"})
        if is_break:
            parts.append("\n")
        if event == "start":
            parts.append(_unbroken(node.text))
        elif node is not place:
            parts.append(_unbroken(node.tail))
    return "".join(parts)


def _unbroken(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ")


def _by_trafilatura(tree: lxml_html.HtmlElement, url: str) -> Iterator[str]:
    from trafilatura import bare_extraction

    document = bare_extraction(
        tree, url=url, fast=True, include_comments=False, include_tables=False
    )
    body = getattr(document, "body", None)
    if body is None:
        return
    for block in body:
        plain = len(block) == 0  # most paragraphs
        lines = [_unbroken(block.text)] if plain else _trafilatura_lines(block).split("\n")
        for line in lines:
            text = clean_line(line) if line else ""
            if text:
                yield text


def _trafilatura_lines(block: etree._Element) -> str:
    parts: list[str] = []
    for event, node in etree.iterwalk(block, events=("start", "end")):
        if node.tag in {"lb", "item", "p", "head", "cell"}:
            parts.append("\n")
        if event == "start":
            parts.append(_unbroken(node.text))
        elif node is not block:
            parts.append(_unbroken(node.tail))
    return "".join(parts)


def _by_resiliparse(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield its lines, without the clocks and counters around the article that it keeps."""
    from resiliparse.extract.html2text import extract_plain_text

    markup = etree.tostring(tree, encoding="unicode", method="html")
    text = extract_plain_text(
        markup, main_content=True, list_bullets=False, alt_texts=False, comments=False
    )
    for raw in text.split("\n"):
        line = clean_line(raw)
        if line and not is_volatile(line):
            yield line


def _enough(paragraphs: Iterator[str]) -> list[str]:
    """Return the paragraphs up to the one with which the text is over its cap."""
    taken: list[str] = []
    characters = 0
    for paragraph in map(cut_long_words, paragraphs):
        taken.append(paragraph)
        characters += len(paragraph) + 2
        if characters > MAX_TEXT_CHARACTERS:
            break
    return taken
