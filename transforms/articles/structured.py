"""JSON-LD: what a page says of itself in schema.org's words."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.articles.addresses import normalised_address

ARTICLE_TYPES = frozenset(
    {
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle",
        "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BlogPosting",
        "LiveBlogPosting", "Report", "AdvertiserContentArticle", "AskPublicNewsArticle",
        "SatiricalArticle", "ScholarlyArticle", "TechArticle",
    }
)  # fmt: skip
"""Never ClaimReview: its author reviews a claim, and its date is the claim's."""

_MAX_NODES = 500


@dataclass(frozen=True, slots=True)
class StructuredArticle:
    """The article's own node, reduced to strings; empty where it says nothing."""

    headline: str = ""
    url: str = ""
    published: str = ""
    modified: str = ""
    section: str = ""
    language: str = ""
    people: tuple[str, ...] = ()
    """Authors that are persons, or that have no type."""
    organisations: tuple[str, ...] = ()
    """Authors that are organisations: often the agency of a wire copy."""
    publisher: str = ""


def read_structured(scripts: Iterable[str], url: str = "") -> StructuredArticle:
    """Return the article that the page's JSON-LD scripts describe; an empty one if none does.

    Of several, it is the one that names the page's own address ``url``, else the first with a
    headline: the others are of a list of related articles.
    """
    nodes = [node for script in scripts for node in _nodes(_loads(script))]
    articles = [node for node in nodes if _types(node) & ARTICLE_TYPES]
    if not articles:
        return StructuredArticle()
    own = normalised_address(url)
    chosen = max(
        articles,
        key=lambda node: (
            any(normalised_address(address) == own for address in _addresses(node)),
            bool(_text(node, "headline")),
        ),
    )
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    return _article(chosen, by_id)


def _addresses(node: Mapping[str, Any]) -> Iterator[str]:
    page = node.get("mainEntityOfPage")
    yield from (_text(node, "url"), page if isinstance(page, str) else "")
    if isinstance(page, dict):
        yield from (_text(page, "@id"), _text(page, "url"))


def _loads(script: str) -> object:
    """Return the script's value; malformed ones are common and say nothing."""
    script = script.strip().removeprefix("<!--").removesuffix("-->")
    script = script.replace("//<![CDATA[", "").replace("//]]>", "").rstrip("; \n")
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes that describe the page itself, not those nested as parts of others."""
    waiting = [value]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        first = waiting.pop(0)
        if isinstance(first, list):
            waiting[:0] = first[:_MAX_NODES]
        elif isinstance(first, dict):
            yield first
            waiting[:0] = [first[key] for key in ("@graph", "mainEntity") if key in first]


def _types(node: Mapping[str, Any]) -> set[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {name.rpartition("/")[2] for name in kinds if isinstance(name, str)}


def _article(node: Mapping[str, Any], by_id: Mapping[str, Any]) -> StructuredArticle:
    """Return the node's facts; authors and publisher may stand elsewhere, known by their @id."""
    people: list[str] = []
    organisations: list[str] = []
    named = _list(node.get("author")) or _list(node.get("creator"))
    for author in (_whole(author, by_id) for author in named):
        if isinstance(author, str):
            people.append(author)
        elif isinstance(author, dict):
            is_person = not any(kind.endswith("Organization") for kind in _types(author))
            (people if is_person else organisations).extend(_names(author.get("name")))
    publisher = next((_whole(one, by_id) for one in _list(node.get("publisher"))), None)
    return StructuredArticle(
        headline=_text(node, "headline") or _text(node, "name"),
        url=next(filter(None, _addresses(node)), ""),
        published=_text(node, "datePublished") or _text(node, "dateCreated"),
        modified=_text(node, "dateModified"),
        section=_text(node, "articleSection"),
        language=_text(node, "inLanguage"),
        people=tuple(people),
        organisations=tuple(organisations),
        publisher=_text(publisher, "name") if isinstance(publisher, dict) else "",
    )


def _whole(value: object, by_id: Mapping[str, Any]) -> object:
    """Return a node for one that only refers to it, as WordPress plugins write authors."""
    if not isinstance(value, dict) or "name" in value:
        return value
    return by_id.get(str(value.get("@id")), value)


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _names(value: object) -> list[str]:
    return [name for name in _list(value) if isinstance(name, str)]


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):  # {"@value": "..."} or a Language with a name
        value = value.get("@value") or value.get("name") or value.get("alternateName")
    return value if isinstance(value, str) else ""
