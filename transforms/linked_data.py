"""Statements as JSON-LD: schema.org Quotation and Claim, with W3C Web Annotation selectors.

The words are those of https://schema.org and of the Web Annotation Vocabulary
(https://www.w3.org/TR/annotation-vocab/). Positions are code points, half-open, into the text of
the revision that ``source`` names, as the Web Annotation Data Model (4.2.4, 4.2.5) has it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

_AROUND = 32
"""Code points of context on each side of a quotation."""
_TIMES = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
_NUMBER = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"

CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "dateCreated": _TIMES,
    "datePublished": _TIMES,
    "Annotation": "oa:Annotation",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": _NUMBER},
    "end": {"@id": "oa:end", "@type": _NUMBER},
}
"""Terms that are not here are schema.org's."""

_EXACT = ("second", "minute", "hour", "day")


def nodes_of(statement: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the node of a statement, then an annotation for each of its reports.

    ``statement`` is as ``warehouse.export.statement_reports`` gives it; its times are UTC.
    """
    yield _statement(statement)
    for report in statement["reports"]:
        yield {
            "@id": _urn("appearance", report["appearance_id"]),
            "@type": "Annotation",
            "body": _urn("statement", statement["statement_id"]),
            "target": [_target(report, piece) for piece in report["content"]],
        }


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": _urn("statement", statement["statement_id"]),
        "@type": "Claim" if statement["speech_type"] == "indirect" else "Quotation",
        "text": statement["text"],
        "creator": [_creator(part) for part in statement["parts"]],
        "about": [_term(term) for term in statement["terms"]],
        "creativeWorkStatus": statement["status"],
        "isBasedOn": [_revision(report) for report in _each_revision(statement["reports"])],
    }
    if statement["stated_at"] and statement["stated_precision"] in _EXACT:
        node["dateCreated"] = _time(statement["stated_at"])
    if statement["date_first_published"]:
        node["datePublished"] = _time(statement["date_first_published"])
    return {key: value for key, value in node.items() if value not in ([], "")}


def _creator(part: Mapping[str, Any]) -> dict[str, Any]:
    is_group = part["kind"] in ("group", "organisation", "organization", "body")
    node = {
        "@id": _urn("actor", part["actor_id"]),
        "@type": "Organization" if is_group else "Person",
        "name": part["name"],
    }
    if part["office"] and not is_group:
        node["jobTitle"] = part["office"]
    if part["wikidata_id"]:
        node["sameAs"] = f"http://www.wikidata.org/entity/{part['wikidata_id']}"
    return node


def _term(term: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@id": _urn("term", term["term_id"]),
        "@type": "DefinedTerm",
        "name": term["name"],
        "termCode": term["term_id"],
    }


def _each_revision(reports: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({report["revision_id"]: report for report in reports}.values())


def _revision(report: Mapping[str, Any]) -> dict[str, Any]:
    node = {
        "@id": _urn("revision", report["revision_id"]),
        "@type": "NewsArticle",
        "url": report["url"],
        "headline": report["title"],
        "version": report["version"],
        "publisher": {"@type": "Organization", "name": report["outlet"]},
    }
    if report["language"]:
        node["inLanguage"] = report["language"]
    if report["published_at"]:
        node["datePublished"] = _time(report["published_at"])
    return node


def _target(report: Mapping[str, Any], piece: Mapping[str, int]) -> dict[str, Any]:
    text, start, end = report["body"], piece["start"], piece["end"]
    return {
        "source": _urn("revision", report["revision_id"]),
        "selector": [
            {
                "@type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            },
            {"@type": "TextPositionSelector", "start": start, "end": end},
        ],
    }


def _urn(kind: str, name: str) -> str:
    return f"urn:onrecord:{kind}:{name}"


def _time(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
