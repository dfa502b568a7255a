"""Blocks of a page that are one link and nothing else: pointers to other articles."""

from itertools import islice

from lxml import etree
from lxml import html as lxml_html

_LINKS = etree.XPath("//a[@href]")
_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "dd"})
_MOST_LINKS = 3_000
_LONGEST_CLIMB = 5


def drop_pointers(tree: lxml_html.HtmlElement) -> None:
    """Take out the paragraphs, items and headings whose whole text is a link.

    A box of recommended stories is made of them, and changes at every fetch; a sentence of
    the story always has words around its links. Links within the page itself stay.
    """
    linked: dict[lxml_html.HtmlElement, int] = {}
    for link in islice(_LINKS(tree), _MOST_LINKS):
        if link.get("href", "").strip().startswith(("#", "mailto:", "tel:")):
            continue
        block = _block_of(link)
        if block is not None:
            linked[block] = linked.get(block, 0) + _letters(link)
    for block, letters in linked.items():
        if letters and block.getparent() is not None and _letters(block) == letters:
            block.drop_tree()


def _block_of(link: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    near = islice(link.iterancestors(), _LONGEST_CLIMB)
    return next((outer for outer in near if outer.tag in _BLOCKS), None)


def _letters(node: lxml_html.HtmlElement) -> int:
    return sum(map(len, node.text_content().split()))
