"""JSON-LD: what a page says of itself in schema.org's words."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

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


def read_structured(scripts: Iterable[str]) -> StructuredArticle:
    """Return the article that the page's JSON-LD scripts describe; an empty one if none does."""
    nodes = [node for script in scripts for node in _nodes(_loads(script))]
    articles = [node for node in nodes if _types(node) & ARTICLE_TYPES]
    if not articles:
        return StructuredArticle()
    return _article(max(articles, key=lambda node: bool(_text(node, "headline"))))


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


def _article(node: Mapping[str, Any]) -> StructuredArticle:
    people: list[str] = []
    organisations: list[str] = []
    for author in _list(node.get("author")) or _list(node.get("creator")):
        if isinstance(author, str):
            people.append(author)
        elif isinstance(author, dict):
            is_person = not any(kind.endswith("Organization") for kind in _types(author))
            (people if is_person else organisations).extend(_names(author.get("name")))
    publisher = node.get("publisher")
    page = node.get("mainEntityOfPage")
    return StructuredArticle(
        headline=_text(node, "headline") or _text(node, "name"),
        url=_text(node, "url") or (_text(page, "@id") if isinstance(page, dict) else ""),
        published=_text(node, "datePublished") or _text(node, "dateCreated"),
        modified=_text(node, "dateModified"),
        section=_text(node, "articleSection"),
        language=_text(node, "inLanguage"),
        people=tuple(people),
        organisations=tuple(organisations),
        publisher=_text(publisher, "name") if isinstance(publisher, dict) else "",
    )


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
