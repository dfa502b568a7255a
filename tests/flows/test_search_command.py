import json
from pathlib import Path
from typing import Any

from command_line import onrecord
from editions import BothEditions


def hits(home: Path, *options: str) -> list[dict[str, Any]]:
    ended = onrecord("search", *options, "--home", home, "--format", "json")
    assert ended.returncode == 0, ended.stderr
    found: list[dict[str, Any]] = json.loads(ended.stdout)
    for hit in found:
        assert hit["marks"]
    return found


def test_statements_and_articles_are_found_newest_first_with_the_words_marked(
    both_editions: BothEditions,
) -> None:
    found = hits(both_editions.home, '"FROZEN assets" Reconstruction')
    assert {hit["kind"] for hit in found} == {"article"}
    assert [hit["time"] for hit in found] == sorted((h["time"] for h in found), reverse=True)
    for hit in found:
        marked = {hit["words"][start:end].lower() for start, end in hit["marks"]}
        assert "frozen assets" in marked
    (said,) = hits(both_editions.home, "geneva's", "--in", "statements")
    assert said["speakers"] == ["Tomas Arrel"]


def test_hits_are_chosen_by_actor_term_and_time(both_editions: BothEditions) -> None:
    home = both_editions.home
    everybody = hits(home, "guarantee", "--in", "statements")
    harbour = hits(home, "guarantee", "--in", "statements", "--actor", "harbour-states")
    assert 0 < len(harbour) < len(everybody)
    about = hits(home, "donetsk", "--term", "territory", "--in", "articles")
    assert about
    assert hits(home, "donetsk", "--since", "2030-01-01") == []
    assert len(hits(home, "the", "--limit", "3")) == 3
    unknown = onrecord("search", "x", "--home", home, "--actor", "tomas-arel")
    assert (unknown.returncode, "tomas-arrel" in unknown.stderr) == (2, True)


def test_no_search_is_read_as_sql_or_as_a_pattern(both_editions: BothEditions) -> None:
    for typed in ("x' OR 1=1 --", "%", "a.*b", "(", "\\", "'; DROP TABLE statements"):
        ended = onrecord("search", "--home", both_editions.home, "--", typed)
        assert "Traceback" not in ended.stderr
        assert ended.returncode == 2 or ended.stdout.strip() == "0 hits", typed


def test_a_table_tells_how_many_hits_there_are(both_editions: BothEditions) -> None:
    ended = onrecord("search", "guarantees", "--home", both_editions.home, "--limit", "2")
    assert "the newest 2 are shown: --limit for more" in ended.stdout
    assert "[statement]" in ended.stdout or "[article]" in ended.stdout
