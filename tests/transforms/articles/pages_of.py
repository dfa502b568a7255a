"""Pages made for the tests, in the shape of RFE/RL's platform and of a plain outlet."""

import json

from transforms.articles.normalise import normalise_page
from transforms.articles.records import FeedHints, NormalisedArticle

ADDRESS = "https://www.meridia.example/a/nordvik-army-limit/33601002.html"
HINTS = FeedHints(
    title="The feed's title",
    summary="The feed's summary stands in.",
    published_raw="Mon, 24 Nov 2025 10:00:00 +0200",
    author="Feed Author",
)
NO_HINTS = FeedHints(title="", summary="", published_raw="", author="")
SENTENCES = (
    "Nordvik's foreign minister, Ilse Varga-Lind, rejected a limit on the army on Monday.",
    '"An army limit is a line drawn by the attacker," Varga-Lind told reporters in Halmsund.',
    "She said that the parliament would vote on the frozen assets before the end of the year.",
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def normalise(
    page: str | bytes, hints: FeedHints = NO_HINTS, url: str = ADDRESS, content_type: str = ""
) -> NormalisedArticle:
    body = page.encode() if isinstance(page, str) else page
    return normalise_page(body, content_type or "text/html; charset=utf-8", url, hints)


def page(body: str = BODY, *, head: str = "", title: str = "A title", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title} | The Outlet</title>{head}</head>'
        f"<body><nav><ul><li>Home</li></ul></nav><article><h1>{title}</h1>{body}</article>"
        "<footer>All rights reserved.</footer></body></html>"
    )


def json_ld(**facts: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **facts}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def rferl_page(
    body: str = BODY, *, byline: str = "Radio Meridian", head: str = "", url: str = ADDRESS
) -> str:
    """Return a page as RFE/RL's platform writes it: see the issue's own description."""
    facts = json_ld(
        headline="Nordvik Rejects Limit",
        url=url,
        datePublished="2025-11-24 07:00:00Z",
        dateModified="0001-01-01 00:00:00Z",
        articleSection="Ukraine",
        inLanguage="en",
        author={"@type": "Organization", "name": byline},
        publisher={"@type": "NewsMediaOrganization", "name": "Radio Meridian"},
    )
    return (
        f'<html lang="en"><head><link rel="canonical" href="{url}">{facts}{head}</head><body>'
        '<h1 class="pg-title">Nordvik Rejects Limit</h1>'
        '<time pubdate="pubdate" datetime="2025-11-24T07:00:00+00:00">November 24</time>'
        f'<ul class="links__list"><li class="links__item">{byline}</li></ul>'
        '<div class="share--box"><ul><li>Share on X</li></ul></div>'
        f'<div id="article-content"><div class="wsw">{body}</div></div>'
        "<aside><h3>More on this</h3></aside></body></html>"
    )
