"""HOSTILE.md, pages: points 15 to 18, one test each, from a whole run over all of them at once."""

import csv
import io
import json

import pytest
from command_line import onrecord
from hostile_server import HostileServer, answer
from watching import HONEST, NEWS, Watch, item, page, rss

SENTENCE = "<p>The minister of Nordvik said on Monday that the border must hold.</p>"
SLOW = {
    "20-mb": page("Large", *NEWS) + SENTENCE.encode() * 280_000,
    "paragraphs": page("Many", *(f"said {n}" for n in range(110_000))),
    "nested": page("Nested", "<div>" * 5_000 + SENTENCE + "</div>" * 5_000),
}
NO_TEXT = {"pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "zeros": b"\x00" * 100_000}
UNSET = json.dumps(
    {
        "@type": "NewsArticle",
        "datePublished": "0001-01-01 00:00:00Z",
        "dateModified": "2025-11-20 08:30:00Z",
        "author": {"@type": "Person", "name": "Ann Varn"},
    }
)
CLAIM = json.dumps(
    {"@type": "ClaimReview", "author": {"@type": "Person", "name": "Bo Lind"}, "claimReviewed": "x"}
)
ODD = {
    "1-mb-attribute": page("Attribute", *NEWS).replace(
        b"<h1", b'<h1 title="' + b"a" * 10**6 + b'"'
    ),
    "utf-7": page("Sevens", *NEWS, head='<meta charset="utf-7">'),
    "refresh": page("Refresh", *NEWS, head="<meta http-equiv=refresh content='0;url=file:///x'>"),
    "nul": page("Nul", *NEWS).replace(b"ferry", b"fer\x00ry"),
}
STORY = (
    "The keeper of the lighthouse at Port Sela has counted ships for thirty years.",
    "On most days there are twelve, he said, and on Sundays there are none at all.",
    "He writes each of them into a blue book, with the hour and the weather of the day.",
    "Nobody has ever asked to see the book, and he has never offered to show it to anyone.",
)


def pages(base: str) -> dict[str, bytes]:
    scripted = "&lt;script&gt;alert(1)&lt;/script&gt;Tolls rise"
    attack = '=HYPERLINK("http://192.0.2.1")'
    return {
        **SLOW,
        **NO_TEXT,
        **ODD,
        "unset": page(
            "Unset", *NEWS, "The twelfth pilot has retired, the office wrote on its page.",
            head=f'<script type="application/ld+json">{UNSET}</script>'
            f'<script type="application/ld+json">{CLAIM}</script>',
        ),
        "a/the-keeper/33000001.html": page("The keeper", *STORY),
        "a/33000001.html": page("The keeper", *STORY),
        "amp/a/the-keeper/33000001.html": page("The keeper", *STORY),
        "script": page(scripted, "The script of the play was read on Friday, said the house."),
        "formula": page(attack, "The formula was written on the wall of the school on Friday."),
        "bidi": page("Left \u202eright", "The sign was read from the \u202eother\u202c side."),
        "private/1": page("Private", "Nobody is to ask for this page, says robots.txt."),
        "word": page("Word", f"The word {'x' * 10**6} was read aloud for an hour, said the house."),
    }  # fmt: skip


@pytest.fixture(scope="module")
def watch(server: HostileServer, tmp_path_factory: pytest.TempPathFactory) -> Watch:
    """A run over one feed whose pages are hostile, and the honest feeds beside it."""
    items = []
    for name, body in pages(server.url("")).items():
        kind = "application/pdf" if name == "pdf" else "text/html"
        server.on(f"/{name}", answer(body, content_type=kind))
        words = f"<description>The feed's words for {name}.</description>"
        items.append(item(f"Title of {name}", server.url(f"/{name}"), words))
    server.on("/hostile", answer(rss(*items)))
    server.on("/robots.txt", answer(b"User-agent: onrecord\nDisallow: /private/"))
    addresses = {"hostile": server.url("/hostile")}
    addresses |= {name: server.url(f"/{name}") for name in HONEST}
    home = tmp_path_factory.mktemp("pages") / "home"
    watching = Watch(home, addresses, article_key=r"/a/(?:[^/]+/)?(\d+)\.html")
    watching.run()
    return watching


def test_15_a_page_that_is_too_large_too_slow_or_no_page_costs_its_own_text_alone(
    watch: Watch,
) -> None:
    kinds = dict(watch.rows("SELECT url, error_kind FROM fetches WHERE entry_id <> ''"))
    assert {url.rpartition("/")[2]: kind for url, kind in kinds.items() if kind} == {
        "20-mb": "too-large",
        "1": "robots-disallowed",
    }
    assert "said 7" in watch.text("/paragraphs")
    for name in NO_TEXT:
        assert watch.text(f"/{name}") == f"Title of {name}\n\nThe feed's words for {name}."
    for name in ODD:
        assert "harbour office said." in watch.text(f"/{name}")
    assert watch.rows("SELECT count(*) FROM article_revisions WHERE contains(text, chr(0))") == [
        (0,)
    ]
    watch.honest_feeds_are_whole()


def test_16_a_date_of_year_1_is_none_and_a_claims_author_is_not_the_articles(
    watch: Watch,
) -> None:
    [(published, byline)] = watch.rows(
        "SELECT published_at, byline FROM article_revisions WHERE url LIKE '%/unset'"
    )
    assert published is None or published.year == 2025
    assert "Bo Lind" not in byline
    assert "Ann Varn" in byline


def test_17_one_story_under_three_addresses_is_one_article(watch: Watch) -> None:
    found = watch.rows(
        "SELECT DISTINCT article_id FROM article_revisions WHERE text LIKE '%keeper of the light%'"
    )
    assert len(found) == 1


def test_18_text_that_attacks_its_reader_is_clean_text(watch: Watch) -> None:
    assert "<script" not in watch.text("/script")
    assert "\u202e" not in watch.text("/bidi")
    assert max(map(len, watch.text("/word").split())) < 1_000
    exported = onrecord(
        "sql", "SELECT title FROM article_revisions WHERE title LIKE '%HYPERLINK%'",
        "--home", watch.folder, "--format", "csv",
    )  # fmt: skip
    [_, [title]] = csv.reader(io.StringIO(exported.stdout))
    assert not title.startswith(("=", "+", "-", "@"))


def test_a_page_that_robots_txt_disallows_is_set_aside_and_the_feeds_words_stand_in(
    watch: Watch, server: HostileServer
) -> None:
    assert not server.asked("/private/1")
    assert len(server.asked("/robots.txt")) == 1
    [(reason,)] = watch.rows("SELECT reason FROM quarantine WHERE error_kind = 'robots-disallowed'")
    assert "robots.txt disallows it" in reason
    assert "The feed's words for private/1." in watch.text("/private/1")
    assert watch.rows("SELECT outcome, status FROM robots") == [("read", 200)]
