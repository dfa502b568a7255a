import json
from dataclasses import replace
from datetime import timedelta

import pytest
from making import AT, blank, speaking, strait_talks

from seeds.story import Route
from transforms.alerts import alert_facts, decide_alerts, route_fits
from transforms.records import Attribution
from transforms.statement_records import Event, News

EVERYTHING = Route("everything", ("console",), ())
WORDS = "Tolls must fall"


def news(*speakers: str, **values: object) -> News:
    settings: dict[str, object] = {
        "event_type": "statement.published",
        "statement_id": "s1",
        "story_id": "strait-talks",
        "text": WORDS,
        "words": WORDS,
        "speech_type": "direct",
        "act": "state",
        "attributions": tuple(speaking(actor) for actor in speakers or ("ana-brod",)),
        "outlet": "norland-gazette",
        "url": "https://gazette.example/a",
        "title": "A title",
        "language": "en",
        "published_at": AT,
    }
    return blank(News, **(settings | values))


def alerts(item: News, *routes: Route, receivers: tuple[str, ...] = ("console",)) -> list[Event]:
    return decide_alerts(strait_talks(*routes), [item], receivers, AT)


@pytest.mark.parametrize(
    ("matchers", "fits"),
    [
        (['actor = "ilse-marn"'], True),
        (['actor = "ana-brod"'], True),
        (['actor != "ana-brod"'], False),
        (['actor =~ "ilse-.*"'], True),
        (['actor !~ ".*-brod"'], False),
        (['role = "sudmark-president"'], True),
        (['role = "norland-president"', 'language = "en"'], True),
        (['term = "passage"'], True),
        (['term = "patrols"'], False),
        (['group = ""', 'outlet = "norland-gazette"'], False),
        (['speech_type = "direct"', 'act = "state"'], True),
        (['speech_type = "direct"', 'act = "reject"'], False),
        ([], True),
    ],
)
def test_all_matchers_of_a_route_must_hold(matchers: list[str], fits: bool) -> None:
    story = strait_talks()
    facts = alert_facts(story, news("ilse-marn", "ana-brod", term_ids=("tolls",)))
    assert route_fits(Route("r", ("console",), tuple(matchers)), facts) is fits


def test_facts_hold_on_the_date_of_the_article() -> None:
    story = strait_talks()
    member = news("sudmark")
    assert alert_facts(story, member)["group"] == {"strait-council"}
    outside = news("sudmark")
    outside = replace(outside, published_at=AT.replace(year=2021))
    assert alert_facts(story, outside)["group"] == frozenset()
    earlier = news("ilse-marn", published_at=None, fetched_at=AT.replace(year=2023))
    assert alert_facts(story, earlier)["role"] == {"norland-president"}
    assert alert_facts(story, news("strait-council"))["group"] == {"strait-council"}


def test_recipients_and_relays_are_not_speakers() -> None:
    item = news(attributions=(speaking("ilse-marn"), speaking("ana-brod", "recipient")))
    assert alert_facts(strait_talks(), item)["actor"] == {"ilse-marn"}


def test_a_receiver_gets_one_event_from_the_first_route_that_fits() -> None:
    routes = [
        Route("others", ("console", "desk"), ('actor = "petr-brod"',)),
        Route("presidents", ("desk",), ('role =~ ".*-president"',)),
        Route("all", ("console", "desk", "not-set-up"), ()),
    ]
    events = alerts(news(), *routes, receivers=("console", "desk"))
    assert sorted((event.receiver, event.route) for event in events) == [
        ("console", "all"), ("desk", "presidents"),
    ]  # fmt: skip
    assert len({event.event_id for event in events}) == 2


def test_a_route_that_does_not_continue_keeps_what_it_takes_from_later_routes() -> None:
    presidents = Route("presidents", ("desk",), ('role =~ ".*-president"',), continues=False)
    everything = Route("everything", ("console", "desk"), ())
    both = ("console", "desk")
    assert [
        (event.receiver, event.route)
        for event in alerts(news("ana-brod"), presidents, everything, receivers=both)
    ] == [("desk", "presidents")]
    assert {
        (event.receiver, event.route)
        for event in alerts(news("petr-brod"), presidents, everything, receivers=both)
    } == {("console", "everything"), ("desk", "everything")}
    # It also ends there when nobody set its receiver up: the check has said so.
    assert alerts(news("ana-brod"), presidents, everything) == []


def test_what_is_known_already_is_not_published_again() -> None:
    assert alerts(news(event_type="statement.also_reported"), EVERYTHING) == []


def test_nothing_is_sent_where_no_route_or_no_receiver_fits() -> None:
    assert alerts(news()) == []
    assert alerts(news(), EVERYTHING, receivers=()) == []


def test_an_event_keeps_its_id_whenever_and_however_often_it_is_decided() -> None:
    (first,) = alerts(news(), EVERYTHING)
    (again,) = decide_alerts(
        strait_talks(EVERYTHING), [news(), news()], ["console"], AT + timedelta(1)
    )
    assert first.event_id == again.event_id


def test_the_body_is_a_cloudevent_that_tells_who_said_what_where_and_why() -> None:
    president = blank(
        Attribution, actor_id="ana-brod", role="speaker", name="Ana Brod",
        office="President of Norland",
    )  # fmt: skip
    agency = speaking("orsk-wire", "relayed_by", "Orsk Wire")
    item = news(
        attributions=(president, agency), term_ids=("tolls", "unknown"), source_text="she",
        cue_text="said", sentence="“Tolls must fall,” she said.",
    )  # fmt: skip
    (event,) = alerts(item, Route("presidents", ("console",), ('act = "state"',)))
    body = json.loads(event.body)
    data = body.pop("data")
    assert body == {
        "specversion": "1.0",
        "id": event.event_id,
        "source": "urn:onrecord:story:strait-talks",
        "type": "statement.published",
        "subject": item.statement_id,
        "time": "2025-11-22T10:00:00Z",
        "datacontenttype": "application/json",
    }
    assert data["speakers"] == [
        {"actor_id": "ana-brod", "name": "Ana Brod", "office": "President of Norland",
         "description": "", "role": "speaker",
         "is_new": False}
    ]  # fmt: skip
    assert data["relayed_by"] == ["Orsk Wire"]
    assert (data["text"], data["speech_type"], data["is_joint"]) == (WORDS, "direct", False)
    assert data["terms"] == [
        {"term_id": "tolls", "name": "Tolls"}, {"term_id": "unknown", "name": "unknown"}
    ]  # fmt: skip
    assert data["first_report"] == {
        "outlet": "norland-gazette", "title": "A title", "url": item.url, "source": "she",
        "cue": "said", "words": WORDS, "sentence": "“Tolls must fall,” she said.",
    }  # fmt: skip
    assert (data["published_at"], data["stated_at"]) == ("2025-11-22T10:00:00Z", None)
    assert data["why"] == {"route": "presidents", "matchers": ['act = "state"']}


@pytest.mark.parametrize("kind", ["also_reported", "corrected", "withdrawn"])
def test_what_else_happens_to_a_statement_is_told_where_a_route_asks(kind: str) -> None:
    asking = replace(EVERYTHING, name="asking", events=(f"statement.{kind}",))
    item = news(event_type=f"statement.{kind}", article_id="a2", text_before="Tolls may fall")
    (event,) = alerts(item, EVERYTHING, asking)
    assert (event.event_type, event.route) == (f"statement.{kind}", "asking")
    assert json.loads(event.body)["type"] == f"statement.{kind}"
    assert event.event_id != alerts(news(), EVERYTHING)[0].event_id
