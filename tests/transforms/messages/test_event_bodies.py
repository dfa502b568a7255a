"""Bodies of events are what their published schemas say, no key more and none less."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from making import AT, blank, speaking, strait_talks

from seeds.story import Route
from transforms.messages.bodies import make_event
from transforms.statement_records import News

SCHEMAS = Path(__file__).parents[3] / "docs/events"
ROUTE = Route("all", ("desk",), ('act = "state"',))
TYPES = ("published", "also_reported", "corrected", "withdrawn")


def body(kind: str, **values: object) -> dict[str, Any]:
    settings: dict[str, object] = {
        "event_type": f"statement.{kind}", "statement_id": "s1", "story_id": "strait-talks",
        "text": "Tolls must fall now", "text_before": "Tolls must rise now",
        "attributions": (speaking("ana-brod"), speaking("orsk-wire", "relayed_by")),
        "new_actor_ids": ("ana-brod",), "term_ids": ("tolls",), "published_at": AT,
        "date_first_published": AT - timedelta(hours=2), "article_id": "a1",
    }  # fmt: skip
    item = blank(News, **(settings | values))
    return dict(json.loads(make_event(strait_talks(ROUTE), item, ROUTE, "desk", AT, {}).body))


@pytest.mark.parametrize("kind", TYPES)
def test_a_body_is_what_its_schema_says(kind: str) -> None:
    schema = json.loads((SCHEMAS / f"statement.{kind}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(body(kind))
    for key in body(kind)["data"]:
        short = body(kind)
        del short["data"][key]
        assert not validator.is_valid(short), f"{key} is not required"
    assert not validator.is_valid(body(kind) | {"undocumented": 1})


def test_every_schema_stands_in_the_page_of_alerts() -> None:
    page = (SCHEMAS.parent / "alerts.md").read_text("utf-8")
    assert {path.name for path in SCHEMAS.glob("statement.*")} == {
        f"statement.{kind}.schema.json" for kind in TYPES
    }
    assert all(f"events/{path.name}" in page for path in SCHEMAS.iterdir())


def test_another_report_tells_how_late_it_is() -> None:
    assert body("also_reported")["data"]["lag_seconds"] == 7200
    assert body("also_reported", published_at=None)["data"]["lag_seconds"] is None


def test_a_correction_tells_the_words_that_changed() -> None:
    data = body("corrected")["data"]
    assert data["difference"] == "Tolls must [-rise-] {+fall+} now"
    assert data["text_before"] == "Tolls must rise now"


def test_each_joining_article_and_each_wording_is_an_event_of_its_own() -> None:
    joined = {body("also_reported", article_id=name)["id"] for name in ("a1", "a2")}
    reworded = {body("corrected", text=text)["id"] for text in ("one", "two")}
    assert (len(joined), len(reworded)) == (2, 2)
    assert body("published", article_id="a1")["id"] == body("published", article_id="a2")["id"]


@pytest.mark.parametrize("path", sorted(SCHEMAS.iterdir()), ids=lambda path: path.name)
def test_a_schema_says_what_every_key_means(path: Path) -> None:
    def unexplained(node: dict[str, Any], place: str) -> list[str]:
        found = []
        for name, inner in node.get("properties", {}).items():
            if "description" not in inner and "const" not in inner:
                found.append(f"{place}{name}")
            found += unexplained(inner, f"{place}{name}.")
            found += unexplained(inner.get("items", {}), f"{place}{name}[].")
        return found

    assert unexplained(json.loads(path.read_text("utf-8")), "") == []
