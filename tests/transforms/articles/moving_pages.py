"""Pages that change at every fetch, in the shapes of well-known systems; all words are ours."""

from collections.abc import Callable, Sequence

SENTENCES = (
    "The parliament of Meridia rejected the limit on its army by 120 votes to 80 on Monday.",
    "At least 12 sailors died when the storm closed the strait, the harbour office said.",
    '"We shall not pay twice for one passage," Tomas Arrel told reporters in Port Sela.',
    "The vote on the frozen assets was put off until the end of November 2025.",
    "Lucan Brehm, the prime minister of Carsovia, called the plan a beginning.",
)
HEADLINES = ("Ferries stay in port", "Bread dearer again", "Choir wins prize", "Bridge reopens",
             "Two held after fire", "Snow on the passes", "School strike ends")  # fmt: skip

Shape = Callable[[Sequence[str], int], str]


def wordpress(sentences: Sequence[str], n: int) -> str:
    """Share counts, a related box by a plugin, "x minutes ago", a nonce."""
    related = "".join(f"<li><a href='/?p={n + k}'>{_headline(n + k)}</a></li>" for k in range(4))
    return (
        f"<html lang='en'><head><meta name='nonce' content='{n}'></head><body>"
        f"<header><p>It is now {n % 24:02d}:{n % 60:02d}</p></header><main><article class='post'>"
        f"<h1 class='entry-title'>Meridia votes</h1><div class='entry-meta'><p>Updated {n} minutes"
        f" ago</p><p>{n * 3} views</p></div><div class='entry-content'>{_paragraphs(sentences)}"
        f"<p>Shares: {n * 2}</p><h3>Related posts</h3><ul>{related}</ul></div></article></main>"
        f"<aside><p>Visitors online: {n}</p></aside><script>nonce={n}</script></body></html>"
    )


def broadcaster(sentences: Sequence[str], n: int) -> str:
    """Advertisements between paragraphs, a live clock, a "most read" box in the text."""
    middle = len(sentences) // 2
    box = "".join(f"<p><a href='/n/{n + k}'>{_headline(n * 2 + k)}</a></p>" for k in range(3))
    return (
        f"<html lang='en'><body><div id='session' data-id='s{n}'></div><article>"
        f"<h1>Meridia votes</h1><p>Last updated: {1 + n % 28} November 2025, 08:{n % 60:02d}</p>"
        f"{_paragraphs(sentences[:middle])}<p>Advertisement: offer number {n} of the week</p>{box}"
        f"<p>Read also: {_headline(n)}</p>{_paragraphs(sentences[middle:])}"
        f"<p>{n + 10} people are reading this</p></article></body></html>"
    )


def local_paper(sentences: Sequence[str], n: int) -> str:
    """Lines of kinds that no form describes: exchange rates, the weather, a counter in words."""
    return (
        f"<html lang='en'><body><article><h1>Meridia votes</h1><p>Port Sela {n % 30} °C</p>"
        f"<p>Crown {40 + n % 7}.{n % 100:02d} Mark {30 + n % 5}.{n % 90:02d}</p>"
        f"{_paragraphs(sentences)}<p>Ships in the strait today {200 + n}</p>"
        f"<p>Reference: {n:06x}a9</p><p>Comments ({n})</p></article></body></html>"
    )


SHAPES: dict[str, Shape] = {
    "WordPress with plugins": wordpress,
    "broadcaster with boxes": broadcaster,
    "local paper, unlisted counters": local_paper,
}
EDITS: dict[str, tuple[str, str]] = {
    "a digit of a casualty figure": ("12 sailors", "13 sailors"),
    "one word": ("a beginning", "an ending"),
    "a corrected name": ("Lucan Brehm", "Lukan Brehm"),
    "a figure of a vote": ("120 votes", "121 votes"),
    "a word within a quotation": ("shall not pay", "will not pay"),
    "a paragraph added": ("a beginning.", "a beginning.</p><p>He spoke for an hour in the rain."),
    "a paragraph taken out": (f"<p>{SENTENCES[3]}</p>", ""),
}


def _headline(n: int) -> str:
    return f"{HEADLINES[n % len(HEADLINES)]} for the {n}th time"


def _paragraphs(sentences: Sequence[str]) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)
