import csv
import html
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import seeds

SAMPLE = Path(seeds.__file__).parent / "sample"
STORY = Path(seeds.__file__).parent / "ukraine-plan"
REPORTED_FRAGMENTS = {
    "a work in progress",
    "additional work",
    "betray",
    "concession after concession",
    "disastrous to America's interests",
    "have our full support",
    "highly skeptical",
    "just and lasting peace",
    "must not be changed by force",
    "No",
    "one of the most difficult moments",
    "very good progress",
    "very worthwhile",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


EXPECTED = rows(SAMPLE / "expected.csv")
FEEDS = rows(SAMPLE / "feeds.csv")
REAL_ACTORS = {row["actor_id"] for row in rows(STORY / "actors.csv")}


def source(edition: int, path: str) -> str:
    """Return a file's markup as that edition serves it."""
    files = [SAMPLE / f"edition-{number}" / path.lstrip("/") for number in (2, 1)]
    return next(f for f in files[2 - edition :] if f.exists()).read_text(encoding="utf-8")


def words(markup: str) -> str:
    """Return the text of a page, with straight marks."""
    text = html.unescape(re.sub(r"(?s)<script.*?</script>|<[^>]+>", "", markup))
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def stretch(row: dict[str, str], text: str) -> str:
    """Return the words from the start of the row's content to its end; empty if not there."""
    start = text.find(words(row["content_starts"]))
    end = text.find(words(row["content_ends"]), max(start, 0))
    return text[start : end + len(row["content_ends"])] if 0 <= start <= end else ""


def articles(edition: int) -> set[str]:
    """Return the addresses that the feeds of an edition list."""
    found = set()
    for feed in FEEDS:
        root = ET.fromstring(source(edition, feed["url"]))
        links = [item.findtext("link", "") for item in root.iter("item")]
        atom = "{http://www.w3.org/2005/Atom}"
        for entry in root.iter(f"{atom}entry"):
            links += [link.get("href", "") for link in entry.iter(f"{atom}link")]
        found |= {link.removeprefix("{{base}}").partition("?")[0] for link in links}
    return found


def test_the_feeds_list_pages_that_exist_and_the_second_edition_adds_some() -> None:
    first, second = articles(1), articles(2)
    assert len(first) >= 10
    assert first < second
    assert len(second - first) >= 4
    for edition, paths in ((1, first), (2, second)):
        for path in paths:
            assert f'<link rel="canonical" href="{{{{base}}}}{path}">' in source(edition, path)


def test_the_second_edition_holds_only_what_differs_from_the_first() -> None:
    later = SAMPLE / "edition-2"
    for file in (file for file in later.rglob("*") if file.is_file()):
        earlier = SAMPLE / "edition-1" / file.relative_to(later)
        assert not earlier.exists() or earlier.read_bytes() != file.read_bytes(), file


@pytest.mark.parametrize("edition", [1, 2])
def test_every_expected_statement_stands_in_its_article(edition: int) -> None:
    listed = articles(edition)
    for row in (row for row in EXPECTED if row["edition"] == str(edition)):
        assert row["path"] in listed
        text = words(source(edition, row["path"]))
        assert words(row["speaker_words"]) in text, row
        assert stretch(row, text), row


def test_every_article_has_expected_statements() -> None:
    assert {row["path"] for row in EXPECTED} == articles(2)


def test_real_people_are_quoted_only_in_fragments_that_were_reported() -> None:
    quoted = set()
    for row in EXPECTED:
        if not set(row["actor"].split(";")) & REAL_ACTORS:
            continue
        content = stretch(row, words(source(int(row["edition"]), row["path"])))
        if row["speech_type"] == "direct":
            content = f'"{content}'
        content += '"' * (content.count('"') % 2)
        quoted |= {piece.strip(".,") for piece in re.findall(r'"([^"]+)"', content)}
    assert quoted == REPORTED_FRAGMENTS


def test_repeated_words_are_the_same_and_an_altered_one_is_not() -> None:
    for row in (row for row in EXPECTED if row["first_path"]):
        here = stretch(row, words(source(2, row["path"])))
        first = words(source(2, row["first_path"]))
        same = set(re.findall(r"\w+", here)) <= set(re.findall(r"\w+", first))
        assert same == (row["status"] == "repeat"), row


def test_the_terms_of_the_expected_statements_are_the_storys() -> None:
    terms = {row["term_id"] for row in rows(STORY / "terms.csv")}
    used = {term for row in EXPECTED for term in row["terms"].split(";") if term}
    assert used <= terms
    assert len(used) >= 12


def test_the_sample_holds_every_kind_of_statement() -> None:
    assert {row["speech_type"] for row in EXPECTED} == {"direct", "mixed", "indirect"}
    assert {row["modality"] for row in EXPECTED} >= {"asserted", "negated", "future", "question"}
    assert {row["status"] for row in EXPECTED} == {"new", "repeat", "altered"}
    notes = " ".join(row["note"] for row in EXPECTED)
    for kind in ("joint statement", "second-hand", "continuation marks", "one-word answer"):
        assert kind in notes
    assert any(row["speaker_words"].lower() == "she" for row in EXPECTED)
    assert any(row["relayed_by"] == "orbis" for row in EXPECTED)


def test_the_readme_counts_what_is_new_in_the_second_edition() -> None:
    readme = " ".join((SAMPLE / "README.md").read_text(encoding="utf-8").split())
    statuses = [row["status"] for row in EXPECTED if row["edition"] == "2"]
    assert f"alert for {statuses.count('new')} statements of the second" in readme
    assert f"stay silent about {statuses.count('repeat')}" in readme
    assert statuses.count("altered") == 1


def test_json_ld_is_whole_and_writes_unset_dates_as_year_1() -> None:
    modified = {}
    for path in articles(2):
        for script in re.findall(
            r'(?s)<script type="application/ld\+json">(.*?)</script>', source(2, path)
        ):
            data = json.loads(script)
            for node in data.get("@graph", [data]):
                if node["@type"] == "NewsArticle":
                    assert "2025-11-21" <= node["datePublished"] < "2025-11-25"
                    modified[path] = node.get("dateModified")
    assert "0001-01-01 00:00:00Z" in modified.values()
    assert "2025-11-23 10:05:00Z" in modified.values()


def test_the_invented_cast_is_told_apart_from_the_storys_real_actors() -> None:
    cast = {row["actor_id"] for row in rows(SAMPLE / "cast" / "actors.csv")}
    assert not cast & REAL_ACTORS
    for table, column in (
        ("actor_labels", "actor_id"),
        ("roles", "actor_id"),
        ("memberships", "member_id"),
    ):
        assert {row[column] for row in rows(SAMPLE / "cast" / f"{table}.csv")} <= cast
