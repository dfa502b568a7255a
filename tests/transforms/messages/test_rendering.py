"""Messages: what they tell, and that no article can format, mention, link or drive a terminal."""

import json
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from making import AT, blank

from transforms.messages.escaping import safe_link
from transforms.messages.rendering import render
from transforms.notification_records import Message, Notification, WaitingEvent

LINK = "https://gazette.example/a"


def message(kind: str = "published", count: int = 1, left_out: int = 0, **data: object) -> Message:
    report = {
        "outlet": "norland-gazette", "url": LINK, "cue": "warned", "words": "Tolls must fall",
        "sentence": "“Tolls must fall,” she warned.",
    }  # fmt: skip
    told: dict[str, object] = {
        "speakers": [{"name": "Ana Brod", "office": "President of Norland", "is_new": True}],
        "text": "Tolls must fall", "speech_type": "direct", "terms": [{"name": "Tolls"}],
        "published_at": "2025-11-22T10:00:00Z", "outlets": ["norland-gazette", "orsk-wire"],
        "first_report": report, "why": {"route": "all", "matchers": ['act = "state"']},
    }  # fmt: skip
    body = json.dumps({"type": f"statement.{kind}", "data": told | data})
    event = blank(WaitingEvent, event_type=f"statement.{kind}", body=body, created_at=AT)
    return render(Notification("n1", "desk", "all", (event,) * count, left_out))


def test_a_message_tells_who_said_what_when_where_and_why() -> None:
    assert message().short.splitlines() == [
        "Ana Brod (President of Norland): “Tolls must fall”",
        "warned about Tolls, reported 22 November 2025",
        "first statement on record of Ana Brod",
        "in other outlets so far: orsk-wire",
        f"norland-gazette {LINK}",
        'route all: act = "state"',
    ]
    assert message().subject == "Ana Brod (President of Norland): “Tolls must fall”"
    assert "“>>Tolls must fall<<,” she warned." in message().text
    assert ">Tolls must fall</mark>,” she warned." in message().html


def test_a_time_is_told_no_more_exactly_than_the_article_does() -> None:
    said = {"month": "in November 2025", "day": "22 November 2025", "hour": "about 10:00 UTC"}
    for precision, words in said.items():
        line = message(stated_at="2025-11-22T10:00:00Z", stated_precision=precision).short
        assert line.splitlines()[1].endswith(words)


def test_a_correction_shows_the_words_that_came_and_went() -> None:
    changed = message("corrected", difference="Tolls must [-rise-] {+fall+}")
    assert changed.subject.startswith("Corrected: ")
    assert "words: Tolls must [-rise-] {+fall+}" in changed.text
    assert "Tolls must <del>rise</del> <ins>fall</ins>" in changed.html


def test_a_group_says_how_many_it_holds_and_how_many_more_there_were() -> None:
    group = message(count=2, left_out=12)
    assert group.subject == "14 new statements about Tolls"
    assert group.short.endswith("\n12 more")
    assert "<p>12 more</p>" in group.html


def test_a_sample_is_marked_and_a_body_of_an_older_version_is_readable() -> None:
    event = blank(WaitingEvent, event_type="statement.published", body='{"data": {"text": "Hm"}}')
    sample = render(Notification("n1", "desk", "all", (event,), is_test=True))
    assert sample.subject == "[TEST] Nobody named: Hm"
    assert all("[TEST]" in form for form in (sample.short, sample.text, sample.html))


def test_lines_of_the_plain_text_keep_to_72_columns() -> None:
    text = message(text="Tolls must fall and fall again " * 20).text
    assert max(map(len, text.splitlines())) <= 72


NASTY = st.lists(
    st.sampled_from([
        "@channel", "@here", "<!channel>", "<@U123>", "<script>alert(1)</script>", "**b**", "_i_",
        "[x](http://evil.example)", "http://evil.example", "evil.example", "`c`", "\x1b[31m",
        "\x1b]8;;http://evil.example\x07x", "\u202e", "\r\nBcc: x", "\"><img src=x>", "||s||",
        "&lt;!here&gt;", "{{ 7*7 }}", "a", " ",
    ]) | st.text(max_size=5),
    max_size=6,
).map("".join)  # fmt: skip


class Read(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]


@given(NASTY, NASTY, NASTY)
def test_an_article_cannot_format_mention_link_or_drive_a_terminal(a: str, b: str, c: str) -> None:
    report = {"outlet": c, "url": LINK, "cue": a, "words": b, "sentence": a + b + c}
    nasty = message(
        "corrected", text=a, first_report=report, difference=f"[-{b}-] {c}",
        speakers=[{"name": b, "office": c, "is_new": True}], terms=[{"name": a}], outlets=[a, b, c],
        relayed_by=[c], why={"route": "all", "matchers": []},
    )  # fmt: skip
    for form in (nasty.subject, nasty.short, nasty.text, nasty.html):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", form)
        assert "evil.example" not in form.replace(LINK, "")
    assert "\n" not in nasty.subject
    chat = nasty.short.replace(LINK, "").replace("[-", "").replace("-]", "")
    assert not set("@<>*_`~|[]\\#&") & set(chat + nasty.subject)
    read = Read(nasty.html)
    assert read.tags <= {
        "html", "head", "meta", "title", "body", "div", "p", "strong", "mark", "ins", "del", "a",
        "h1",
    }  # fmt: skip
    assert set(read.links) <= {LINK}


def test_only_web_addresses_are_links() -> None:
    assert safe_link("https://gazette.example/a?b=c#d") == "https://gazette.example/a?b=c#d"
    for address in ("javascript:alert(1)", "https://me@evil.example/", "http://[", "//x", ""):
        assert safe_link(address) == ""
    assert safe_link("https://x.example/<@U1>\n") == "https://x.example/%3C%40U1%3E%0A"
