import json
from dataclasses import replace
from datetime import timedelta

import pytest
from making import AT, blank, speaking, strait_talks

from seeds.story import Route
from transforms.alerting.deciding import decide_alerts
from transforms.alerting.labels import fits, statement_labels
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
    ("matchers", "hold"),
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
        (['confidence = "high"', 'joint = "false"', 'day = "2025-11-22"'], True),
        (['confidence =~ "medium|low"'], False),
        (['speech_type = "direct"', 'act = "reject"'], False),
        ([], True),
    ],
)
def test_all_matchers_of_a_route_must_hold(matchers: list[str], hold: bool) -> None:
    story = strait_talks()
    facts = statement_labels(story, news("ilse-marn", "ana-brod", term_ids=("tolls",)))
    assert fits(matchers, facts) is hold


def test_facts_hold_on_the_date_of_the_article() -> None:
    story = strait_talks()
    member = news("sudmark")
    assert statement_labels(story, member)["group"] == {"strait-council"}
    outside = news("sudmark")
    outside = replace(outside, published_at=AT.replace(year=2021))
    assert statement_labels(story, outside)["group"] == frozenset()
    earlier = news("ilse-marn", published_at=None, fetched_at=AT.replace(year=2023))
    assert statement_labels(story, earlier)["role"] == {"norland-president"}
    assert statement_labels(story, news("strait-council"))["group"] == {"strait-council"}


def test_recipients_and_relays_are_not_speakers() -> None:
    item = news(attributions=(speaking("ilse-marn"), speaking("ana-brod", "recipient")))
    assert statement_labels(strait_talks(), item)["actor"] == {"ilse-marn"}


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


def test_another_report_is_told_where_a_route_asks() -> None:
    asking = replace(EVERYTHING, name="asking", events=("statement.also_reported",))
    item = news(event_type="statement.also_reported", article_id="a2")
    (event,) = alerts(item, EVERYTHING, asking)
    assert (event.event_type, event.route) == ("statement.also_reported", "asking")
    assert event.event_id != alerts(news(), EVERYTHING)[0].event_id


@pytest.mark.parametrize("kind", ["corrected", "withdrawn"])
def test_what_becomes_of_a_statement_is_told_to_who_was_alerted_of_it(kind: str) -> None:
    both = Route("all", ("console", "desk"), ())
    item = news(event_type=f"statement.{kind}", text_before="Tolls may fall")
    story, receivers = strait_talks(both), ("console", "desk")
    assert decide_alerts(story, [item], receivers, AT, [("another", "desk")]) == []
    (event,) = decide_alerts(story, [item], receivers, AT, [("s1", "desk")])
    assert (event.event_type, event.receiver) == (f"statement.{kind}", "desk")
    assert json.loads(event.body)["type"] == f"statement.{kind}"
    published_only = replace(both, events=("statement.published",))
    assert (
        decide_alerts(strait_talks(published_only), [item], receivers, AT, [("s1", "desk")]) == []
    )
