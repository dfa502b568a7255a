"""From a row of JSON Lines or Parquet to an article, or the reason why it is none."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

from transforms.articles.addresses import is_web_address
from transforms.articles.records import ARTICLE_TEXT
from transforms.backfill.records import NOT_AN_ARTICLE, ArchivedArticle, Place, Unusable

KEYS = ("url", "title", "text", "html", "published", "author", "outlet", "language")
"""What is read of a row; all other keys are left alone."""

HTML = "text/html; charset=utf-8"
_LONGEST_ADDRESS = 2_048


class _NotAnArticle(ValueError):
    """Says why."""


def article_of_row(row: object, place: Place) -> ArchivedArticle | Unusable:
    """Return the article that a row holds, or why it holds none.

    ``text`` counts more than ``html`` where both are there: nothing has to be guessed of it.
    """
    try:
        if not isinstance(row, Mapping):
            raise _NotAnArticle("it is no object with keys and values")
        return _article(row, place)
    except _NotAnArticle as error:
        return Unusable(place, NOT_AN_ARTICLE, str(error))


def missing_keys(keys: Collection[str]) -> str:
    """Return what rows with these keys lack to be articles, in words; empty if nothing."""
    lacking = [] if "url" in keys else ["url"]
    if not {"text", "html"}.intersection(keys):
        lacking.append("text or html")
    return " and ".join(lacking)


def _article(row: Mapping[str, object], place: Place) -> ArchivedArticle:
    url = _words(row, "url").strip()
    if not url:
        raise _NotAnArticle("it has no url")
    if not is_web_address(url) or len(url) > _LONGEST_ADDRESS:
        raise _NotAnArticle(f"its url {url[:80]!r} is no http or https address")
    text, markup = _words(row, "text"), _words(row, "html")
    if not text.strip() and not markup.strip():
        raise _NotAnArticle("it has neither text nor html")
    return ArchivedArticle(
        place=place,
        url=url,
        body=(text if text.strip() else markup).encode("utf-8", "replace"),
        content_type=ARTICLE_TEXT if text.strip() else HTML,
        title=_words(row, "title"),
        published_raw=_date(row.get("published")),
        author=_names(row.get("author")),
        outlet=_words(row, "outlet").strip(),
        language=_words(row, "language").strip(),
    )


def _words(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _NotAnArticle(f"its {key} is no text but {type(value).__name__}")
    return value


def _names(value: object) -> str:
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return ", ".join(value)
    return _words({"author": value}, "author")


def _date(value: object) -> str:
    """Return a date as text, for the one reader of dates; a time without a zone is UTC."""
    match value:
        case None:
            return ""
        case str():
            return value
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
        case date():
            return value.isoformat()
        case bool():
            pass
        case int() | float():
            return str(int(value)) if abs(value) < 1e15 else ""
    raise _NotAnArticle(f"its published is no date but {type(value).__name__}")
