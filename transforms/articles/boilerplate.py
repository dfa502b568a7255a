"""Paragraphs that are not the article: pointers elsewhere, share bars, credits, captions.

Each pattern describes a whole paragraph or its unmistakable beginning, so that a sentence
of the story that merely begins with the same word stays.
"""

import re
from collections.abc import Iterable

from transforms.articles.agencies import REPORTING_CREDIT
from transforms.plain_text import text_of_markup

_POINTER = re.compile(
    r"(?:read|see|watch|listen)\s+(?:also|more|now|next|on)\b\s*[:\u2013\u2014-].*"
    r"|(?:also\s+(?:read|see|watch)|related|related\s+(?:articles?|stories|story|content)"
    r"|more\s+on\s+this(?:\s+(?:story|topic))?|read|watch|listen|explainer\s+video|live\s+blog"
    r"|recommended|most\s+read|editor'?s\s+picks?)\s*:.*"
    r"|(?:read|see)\s+(?:also|more|our\s+\w+\s+\w+)"
    r"|читайте\s+(?:также|також|ещё|еще)\b.*|смотрите\s+также\b.*|дивіться\s+також\b.*"
    r"|lesen\s+sie\s+auch\b.*|mehr\s+zum\s+thema\b.*|lire\s+aussi\b.*|à\s+lire\s+aussi\b.*"
    r"|(?:lea|lee)\s+también\b.*|leggi\s+anche\b.*|leia\s+também\b.*|czytaj\s+także\b.*",
    re.IGNORECASE | re.DOTALL,
)
_BUTTON = re.compile(
    r"(?:share(?:\s+this)?(?:\s+(?:article|story|page|on|via|with|by|to)(?:\s+[\w.]+){0,3})?"
    r"|send\s+by\s+e-?mail|e-?mail|print(?:\s+this\s+page)?|copy\s+link|copied|tweet|facebook"
    r"|twitter|x|whatsapp|telegram|linkedin|larger\s+text|save|comments?|advertisement"
    r"|no\s+media\s+source\s+currently\s+available|embed|download|loading\.*|sponsored"
    r"|skip\s+to\s+.{2,30}|back\s+to\s+top|(?:the\s+)?code\s+has\s+been\s+copied.*)"
    r"(?:\s*[|/\u00b7\u2022]\s*(?:[\w-]+\s?){1,4})*",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:additional\s+)?(?:reporting|writing|editing|compiled|edited|written|translated)"
    r"\s+by\s+.{2,250}"
    r"|(?:file\s+)?(?:photo|image|picture|photograph|foto|photo\s+credit|image\s+credit)\s*"
    r"(?:credit)?\s*[:/].{2,200}"
    r"|(?:copyright\s*)?(?:\(c\)|©)\s*.{2,250}|copyright\s+\(?.{2,250}|all\s+rights\s+reserved.*",
    re.IGNORECASE | re.DOTALL,
)
_INVITATION = re.compile(
    r"(?:sign\s+up|subscribe)\s+(?:to|for|now|here)\b.{0,200}"
    r"|follow\s+[\w\s'/]{1,40}\s+on\s+(?:x|twitter|facebook|telegram|instagram|youtube"
    r"|whatsapp|linkedin|tiktok|google\s+news|social\s+media)\b.{0,120}|join\s+our\s+\w+\b.{0,120}"
    r"|we\s+use\s+cookies\b.{0,300}|to\s+view\s+this\s+\w+,?\s+please\s+enable\b.{0,200}"
    r"|do\s+you\s+(?:know\s+more|have\s+a\s+(?:tip|story))\b.{0,200}",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_POINTER = 300


def is_boilerplate(paragraph: str) -> bool:
    """Say whether a clean paragraph is none of the article's own."""
    if len(paragraph) > _LONGEST_POINTER:
        return False
    return any(
        pattern.fullmatch(paragraph) for pattern in (_POINTER, _BUTTON, _CREDIT, _INVITATION)
    ) or bool(REPORTING_CREDIT.fullmatch(paragraph))


def without_boilerplate(paragraphs: Iterable[str], title: str, byline: str) -> list[str]:
    """Return the article's own paragraphs, without repetitions of its title or byline."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if is_boilerplate(paragraph):
            continue
        is_opening = len(kept) < 3
        if is_opening and (_is_title(paragraph, title) or _is_byline(paragraph, byline)):
            continue
        if kept and kept[-1] == paragraph:
            continue
        kept.append(paragraph)
    return kept


def _is_title(paragraph: str, title: str) -> bool:
    return paragraph == title or ("<" in paragraph and text_of_markup(paragraph) == title)


def _is_byline(paragraph: str, byline: str) -> bool:
    if not byline or len(paragraph) > len(byline) + 80:
        return False
    return paragraph.removeprefix("By ").startswith(byline) and not paragraph.endswith('"')
