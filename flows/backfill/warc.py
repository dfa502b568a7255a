"""Pages in WARC files (ISO 28500): responses and resources that are HTML."""

from collections.abc import Iterator
from pathlib import Path

from flows.archive.warc_records import DamagedRecord, WarcRecord, read_records
from flows.backfill.met import Met
from transforms.articles.addresses import is_front_page, is_web_address
from transforms.backfill.records import DAMAGED, ArchivedArticle, Place, Unusable

_WHOLE = (200, 203)
_HTML = ("text/html", "application/xhtml+xml")


def read_pages(file: Path, name: str) -> Iterator[Met]:
    """Yield every record in order; those that are no pages of articles as nothing."""
    for record in read_records(file):
        place = Place(name, record.place.offset, "byte")
        if isinstance(record, DamagedRecord):
            yield Met(Unusable(place, DAMAGED, record.reason), record.place.offset)
        else:
            yield Met(_page(record, place), record.place.offset)


def why_not_records(file: Path) -> str:
    """Return why a file is no WARC file, judged by its first records; or ""."""
    for record, _ in zip(read_records(file), range(100), strict=False):
        if isinstance(record, WarcRecord):
            return ""
    return "not one of its first records is whole"


def _page(record: WarcRecord, place: Place) -> ArchivedArticle | None:
    """Return the page; the front page of a site is no article, and other pages may be ones."""
    url = record.fields.get("warc-target-uri", "").strip("<>")
    if record.kind == "resource":
        content_type = record.fields.get("content-type", "")
    elif record.kind == "response" and record.status in _WHOLE:
        headers = {name.lower(): value for name, value in record.http_headers}
        content_type = headers.get("content-type", "")
    else:
        return None
    is_page = content_type.partition(";")[0].strip().lower() in _HTML
    if not is_page or not record.body or not is_web_address(url) or is_front_page(url):
        return None
    return ArchivedArticle(place, url, record.body, content_type)
