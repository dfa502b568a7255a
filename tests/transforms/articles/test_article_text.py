"""The text of an article: what is the story's own stays, everything else goes."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of import ADDRESS, BODY, HINTS, SENTENCES, normalise, page, rferl_page

from transforms.articles.boilerplate import is_boilerplate
from transforms.articles.normalise import normalise_page
from transforms.articles.records import ARTICLE_TEXT
from transforms.plain_text import clean_line, cut_long_words, paragraphs_of_markup, text_of_markup

TEXT = "\n\n".join(SENTENCES)


def test_the_text_is_the_title_and_the_paragraphs_parted_by_blank_lines() -> None:
    article = normalise(page())
    assert article.text == f"A title\n\n{TEXT}"
    assert (article.title, article.extraction, article.flags) == ("A title", "trafilatura", ())


def test_the_fallback_keeps_no_clock_and_no_counter_around_the_article() -> None:
    moving = page(BODY + "<p>204 views</p>").replace(
        "<article>", "<div class='clock'>Updated 10:00:00</div><article>"
    )
    article = normalise_page(moving.encode(), "text/html", ADDRESS, HINTS, "resiliparse")
    assert article.extraction == "resiliparse"
    assert article.text == f"A title\n\n{TEXT}"


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        (
            "Read more: the plan.\n\n\n \nA < B,\nhe said.",
            "Read more: the plan.\n\nA < B, he said.",
        ),
        ("One line.\r\nAnother.\x00", "One line.\n\nAnother."),
        ("A title\n\nOne line.", "One line."),
        (" \n ", ""),
    ],
)
def test_what_comes_as_text_keeps_every_word_and_has_its_title_once(
    given_text: str, text: str
) -> None:
    hints = replace(HINTS, title="A title")
    article = normalise_page(given_text.encode(), ARTICLE_TEXT, ADDRESS, hints)
    assert article.text == f"A title\n\n{text}".strip()
    assert (article.extraction, article.flags) == ("text", () if text else ("no-body",))
    assert article.canonical_url == ADDRESS


def test_rferls_shape_is_read_without_dateline_embeds_and_figures() -> None:
    body = (
        f'<p><span class="dateline">HALMSUND -- </span>{SENTENCES[0]}</p>'
        '<div class="wsw__embed"><div class="also-read"><span>Read also:</span><h4>Other</h4></div>'
        "</div><figure><img><figcaption>A caption</figcaption></figure>"
        f"<p>{SENTENCES[1]}</p><h3>Who Pays</h3><p>{SENTENCES[2]}</p>"
        "<p><em>With reporting by AFP and Reuters</em></p>"
    )
    article = normalise(rferl_page(body))
    assert article.text == (
        f"Nordvik Rejects Limit\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n\nWho Pays\n\n{SENTENCES[2]}"
    )
    assert "known-place" in article.flags
    assert (article.section, article.language) == ("Ukraine", "en")


def test_line_breaks_part_paragraphs() -> None:
    article = normalise(rferl_page("<div>" + "<br><br>".join(SENTENCES) + "</div>"))
    assert article.text == f"Nordvik Rejects Limit\n\n{TEXT}"


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Leaders Say Borders Must Hold",
        "READ MORE: Leaders Say Borders Must Hold",
        "Also read: the plan",
        "Related: the plan in 28 points",
        "Watch: the minister's speech",
        "Читайте також: План із 28 пунктів",
        "Lesen Sie auch: Der Plan",
        "Share",
        "Share on X",
        "Share | Print | Larger text",
        "With reporting by AFP, Reuters, and dpa",
        "With additional reporting by Ann Lee in Halmsund",
        "Reporting by Ann Lee; Editing by Tom Iversley",
        "(Reporting by Ann Lee)",
        "Photo: Ann Lee / Orbis",
        "Photo credit: Orbis",
        "© 2025 The Outlet",
        "Copyright (c) 2025. All rights reserved.",
        "Sign up for our newsletter",
        "Follow us on X and Facebook",
        "No media source currently available",
        "Advertisement",
    ],
)
def test_boilerplate_is_left_out(line: str) -> None:
    assert is_boilerplate(line)
    article = normalise(rferl_page(f"<p>{SENTENCES[0]}</p><p>{line}</p><p>{SENTENCES[1]}</p>"))
    assert article.text == f"Nordvik Rejects Limit\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}"


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after the announcement.",
        "Read in full, the plan has 28 points.",
        "See you in Geneva, he said.",
        "With reporters waiting outside, the minister left by the back door.",
        "Watch what they do, not what they say, Lind told the committee.",
        "Follow the money on its way and you find the assets, he said.",
        "Related questions were left open.",
        "Photographs of the hall were shown to the deputies.",
        "Reporting by the commission showed nothing new, she said." * 6,
        "Save the date, the minister said.",
    ],
)
def test_sentences_that_begin_like_boilerplate_stay(line: str) -> None:
    assert not is_boilerplate(line)


def test_a_title_or_byline_repeated_in_the_body_stands_once() -> None:
    body = f"<p>Nordvik Rejects Limit</p><p>By Ann Lee</p>{BODY}"
    assert normalise(rferl_page(body, byline="Ann Lee")).text == f"Nordvik Rejects Limit\n\n{TEXT}"


def test_the_feed_stands_in_for_a_page_without_text() -> None:
    article = normalise("<html><body><script>render()</script></body></html>", HINTS)
    assert article.text == "The feed's title\n\nThe feed's summary stands in."
    assert (article.extraction, article.flags) == ("feed", ("no-body",))
    assert article.published_raw == HINTS.published_raw


def test_the_feeds_full_content_stands_in_before_its_summary() -> None:
    content = f"<p>{SENTENCES[0]}</p><script>x()</script><p>{SENTENCES[1]}</p>"
    article = normalise("", replace(HINTS, content_html=content))
    assert article.text == f"The feed's title\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}"
    assert article.flags == ("not-markup",)


def test_an_endless_text_is_cut_at_a_word_and_says_so() -> None:
    article = normalise(rferl_page(f"<p>{'The minister said so. ' * 20_000}</p>"))
    assert len(article.text) <= 300_000
    assert article.text.endswith(("The", "minister", "said", "so."))
    assert "text-cut" in article.flags


def test_plain_text_and_pictures_are_no_pages() -> None:
    assert normalise("Just words, no markup.", HINTS).extraction == "feed"
    assert normalise(page(), HINTS, content_type="image/png").extraction == "feed"


def test_nfc_and_no_control_direction_or_soft_hyphen_characters_remain() -> None:
    dirty = (
        "Cafe\u0301 \u202eevil\u202c so\u00adft\u200b \u2066x\u2069 a\x07b\x9fc\u2028d\u00a0e\ufeff"
    )
    article = normalise(rferl_page(f"<p>{dirty} said the minister.</p>"))
    assert article.text.endswith("Café evil soft x abc d e said the minister.")


def test_references_to_no_character_do_not_stop_the_extractor() -> None:
    spoiled = '<span class="dateline">X</span>&#1;&#xD800;&#0; said the minister.'
    article = normalise(rferl_page(f"<p>{spoiled}</p>{BODY}"))
    assert article.text.startswith("Nordvik Rejects Limit\n\n\ufffd\ufffd\ufffd said the minister.")


def test_scripts_in_a_title_come_out_as_nothing() -> None:
    head = '<meta property="og:title" content="&lt;script&gt;x()&lt;/script&gt;">'
    article = normalise(page(head=head, title="&lt;script&gt;alert(1)&lt;/script&gt;A title"))
    assert "\n" not in article.title
    assert article.title.endswith("A title")


def test_a_formula_in_a_title_stays_a_title() -> None:
    assert normalise(page(title='=HYPERLINK("http://x")')).title == '=HYPERLINK("http://x")'


def test_a_megabyte_in_one_word_is_cut_out() -> None:
    article = normalise(rferl_page(f"<p>{'A' * 1_000_000}</p>{BODY}"))
    assert article.text == f"Nordvik Rejects Limit\n\n…\n\n{TEXT}"


def test_words_that_languages_write_are_not_cut() -> None:
    assert cut_long_words("字" * 4_000) == "字" * 4_000
    address = "https://m.example/" + "a" * 400
    assert cut_long_words(address) == address


@given(st.text())
def test_a_clean_line_is_one_line_of_nfc_and_cleaning_it_again_changes_nothing(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in line)
    assert len(line.splitlines()) <= 1


@given(st.text(alphabet="<>&;!-/ abp\"'\n", max_size=200))
def test_no_markup_makes_the_cleaner_fail(markup: str) -> None:
    assert "<b>" not in text_of_markup(f"<b>{markup}")
    assert all(paragraphs_of_markup(markup))
