"""HOSTILE.md point 15: a page that hurts its extractor costs its own text alone."""

import asyncio

import pytest

from flows.workers.articles import extract_article_safely
from flows.workers.pool import WorkerPool
from transforms.articles.records import FeedHints, NormalisedArticle

HINTS = FeedHints("The feed's title", "The feed's summary.", "", "")
SENTENCE = "<p>The minister of Nordvik said on Monday that the border must hold.</p>"


def page(body: str) -> bytes:
    return f"<html><body><h1>T</h1><article>{body}</article></body></html>".encode()


PAGES = {
    "over the cap": page(SENTENCE * 100_000),
    "110,000 paragraphs": page("".join(f"<p>said {n}</p>" for n in range(110_000))),
    "100,000 spans": page("<p>" + "<span>a</span> " * 100_000 + "</p>"),
    "100,000 attributes": page(
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>" + SENTENCE
    ),
    "20,000 nested divs": page("<div>" * 20_000 + SENTENCE + "</div>" * 20_000),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> endobj",
    "zeros": b"\x00" * 100_000,
    "zeros within": page(SENTENCE).replace(b"said", b"sa\x00id"),
    "program": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 100,
    "empty": b"",
}


@pytest.fixture(scope="module")
def extracted() -> dict[str, NormalisedArticle]:
    async def all_at_once() -> dict[str, NormalisedArticle]:
        async with WorkerPool(2) as pool:
            found = await asyncio.gather(
                *(
                    extract_article_safely(pool, body, "text/html", "https://m.example/1", HINTS)
                    for body in PAGES.values()
                )
            )
        return dict(zip(PAGES, found, strict=True))

    return asyncio.run(all_at_once())


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_gives_empty_or_clean_text(
    extracted: dict[str, NormalisedArticle], name: str
) -> None:
    article = extracted[name]
    assert len(article.text) <= 300_000
    assert all(character == "\n" or character.isprintable() for character in article.text)


def test_a_cut_page_keeps_its_beginning_and_says_so(
    extracted: dict[str, NormalisedArticle],
) -> None:
    article = extracted["over the cap"]
    assert "page-cut" in article.flags
    assert "The minister of Nordvik said" in article.text


def test_bytes_that_are_no_page_leave_the_feeds_words(
    extracted: dict[str, NormalisedArticle],
) -> None:
    for name in ("pdf", "zeros", "program", "empty"):
        assert extracted[name].text == "The feed's title\n\nThe feed's summary."
        assert extracted[name].extraction == "feed"


@pytest.mark.parametrize(
    ("deadlines", "extraction", "flags"),
    [
        ((0.0, 5.0), "resiliparse", ("extractor-deadline",)),
        ((0.0, 0.0), "feed", ("extractor-deadline", "extractor-deadline", "no-body")),
    ],
)
def test_each_extractor_that_is_stopped_gives_way_to_a_simpler_one(
    deadlines: tuple[float, float], extraction: str, flags: tuple[str, ...]
) -> None:
    async def extract() -> NormalisedArticle:
        async with WorkerPool(1) as pool:
            return await extract_article_safely(
                pool,
                page(SENTENCE * 5),
                "text/html",
                "https://m.example/1",
                HINTS,
                deadline=deadlines[0],
                fallback_deadline=deadlines[1],
            )

    article = asyncio.run(extract())
    assert (article.extraction, sorted(article.flags)) == (extraction, sorted(flags))
