"""The shape of one statement as linked data."""

from datetime import UTC, datetime
from typing import Any

from transforms.linked_data import CONTEXT, nodes_of

TEXT = "Ana Brod said on Monday: “No tolls on the strait.” Nobody answered."
REPORT = {
    "appearance_id": "p1", "revision_id": "r1", "article_id": "a1", "outlet": "norland-gazette",
    "url": "https://gazette.example/a", "title": "Tolls", "language": "en", "version": 2,
    "published_at": datetime(2025, 11, 24, 8, 30, tzinfo=UTC),
    "content": [{"start": 26, "end": 49}],
    "body": TEXT,
}  # fmt: skip
STATEMENT: dict[str, Any] = {
    "statement_id": "s1", "speech_type": "direct", "text": "No tolls on the strait.",
    "act": "reject", "modality": "asserted", "status": "active", "medium": "",
    "stated_at": datetime(2025, 11, 24, tzinfo=UTC), "stated_precision": "day",
    "date_first_published": datetime(2025, 11, 24, 8, 30, tzinfo=UTC),
    "parts": [{"actor_id": "ana-brod", "role": "speaker", "name": "Ana Brod", "kind": "person",
               "office": "Minister of Norland", "wikidata_id": "Q1"}],
    "terms": [{"term_id": "tolls", "name": "Tolls"}],
    "reports": [REPORT],
}  # fmt: skip


def test_a_direct_statement_is_a_quotation_with_its_article_and_selectors() -> None:
    statement, annotation = nodes_of(STATEMENT)
    assert statement == {
        "@id": "urn:onrecord:statement:s1",
        "@type": "Quotation",
        "text": "No tolls on the strait.",
        "creator": [{
            "@id": "urn:onrecord:actor:ana-brod", "@type": "Person", "name": "Ana Brod",
            "jobTitle": "Minister of Norland", "sameAs": "http://www.wikidata.org/entity/Q1",
        }],
        "about": [{"@id": "urn:onrecord:term:tolls", "@type": "DefinedTerm", "name": "Tolls",
                   "termCode": "tolls"}],
        "creativeWorkStatus": "active",
        "isBasedOn": [{
            "@id": "urn:onrecord:revision:r1", "@type": "NewsArticle", "headline": "Tolls",
            "url": "https://gazette.example/a", "version": 2, "inLanguage": "en",
            "publisher": {"@type": "Organization", "name": "norland-gazette"},
            "datePublished": "2025-11-24T08:30:00Z",
        }],
        "dateCreated": "2025-11-24T00:00:00Z",
        "datePublished": "2025-11-24T08:30:00Z",
    }  # fmt: skip
    assert annotation["body"] == statement["@id"]
    (target,) = annotation["target"]
    assert target["source"] == "urn:onrecord:revision:r1"
    assert target["selector"] == [
        {"@type": "TextQuoteSelector", "exact": "No tolls on the strait.",
         "prefix": TEXT[:26], "suffix": TEXT[49:]},
        {"@type": "TextPositionSelector", "start": 26, "end": 49},
    ]  # fmt: skip


def test_indirect_speech_is_a_claim_and_what_is_not_known_is_left_out() -> None:
    bare = STATEMENT | {
        "speech_type": "indirect", "parts": [], "terms": [], "stated_at": None,
        "date_first_published": None,
    }  # fmt: skip
    statement, _ = nodes_of(bare)
    assert statement["@type"] == "Claim"
    assert {"creator", "about", "dateCreated", "datePublished"}.isdisjoint(statement)


def test_every_word_that_is_not_of_schema_org_is_in_the_context() -> None:
    _, annotation = nodes_of(STATEMENT)
    words = set(annotation) | {annotation["@type"]}
    for target in annotation["target"]:
        words |= set(target)
        for selector in target["selector"]:
            words |= set(selector) | {selector["@type"]}
    words -= {"@id", "@type"}
    assert {word for word in words if "http://www.w3.org/ns/oa#" not in _full(word)} == set()


def _full(word: str) -> str:
    """Expand a term as JSON-LD does: its definition, the prefix, else the vocabulary."""
    defined = CONTEXT.get(word, word)
    name = defined["@id"] if isinstance(defined, dict) else defined
    prefix, _, rest = name.partition(":")
    return f"{CONTEXT[prefix]}{rest}" if prefix in CONTEXT else f"{CONTEXT['@vocab']}{name}"
