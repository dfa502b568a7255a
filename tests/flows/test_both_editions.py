"""The sample site's two editions: what is found, and that only what is new alerts.

``seeds/sample/expected.csv`` is what a careful reader finds in the articles.
"""

import csv
from dataclasses import dataclass

import pytest
from command_line import rows
from editions import BothEditions

from flows.sample.site import SAMPLE_FOLDER
from transforms.wording import normalised_words, stands_within

LEAST_FOUND, LEAST_TYPED, LEAST_RESOLVED, LEAST_KNOWN = 0.95, 0.92, 0.80, 0.75
"""Shares of the expected statements; measured: .97, .94, .83, and .77 of the repeated ones."""
_OPENINGS = ("that", "of", "for", "against")


@dataclass(frozen=True)
class Expected:
    row: dict[str, str]
    appearances: list[dict[str, object]]

    @property
    def actors(self) -> set[str]:
        return set(self.row["actor"].split(";"))


def opening_words(row: dict[str, str]) -> tuple[str, ...]:
    words = normalised_words(row["content_starts"])
    return words[1:5] if words[0] in _OPENINGS else words[:4]


def is_same(opening: tuple[str, ...], words: object) -> bool:
    found = normalised_words(str(words))
    return stands_within(opening, found) or (len(found) < 4 and stands_within(found, opening))


@pytest.fixture(scope="module")
def expected(both_editions: BothEditions) -> list[Expected]:
    appearances = rows(
        both_editions.home,
        """
        SELECT r.url AS page, a.words, a.speech_type, a.run_seq, a.statement_id,
               (SELECT max(run_seq) FROM runs WHERE started_at <= s.first_seen_at) AS landed,
               s.reasserts_statement_id IS NOT NULL AS is_said_again,
               list(DISTINCT p.actor_id) AS actor_ids
        FROM statement_appearances a
        JOIN article_revisions r USING (revision_id)
        JOIN statements s USING (statement_id)
        LEFT JOIN statement_actors p
          ON p.statement_id = a.statement_id AND p.role IN ('speaker', 'signatory')
        GROUP BY ALL
        """,
    )
    with (SAMPLE_FOLDER / "expected.csv").open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    return [
        Expected(
            row,
            [
                found
                for found in appearances
                if row["path"] in str(found["page"]) and is_same(opening_words(row), found["words"])
            ],
        )
        for row in listed
    ]


def share(expected: list[Expected], good: list[Expected]) -> float:
    return len(good) / len(expected)


def test_the_statements_of_the_sample_are_found_with_their_type_and_speaker(
    expected: list[Expected],
) -> None:
    found = [item for item in expected if item.appearances]
    typed = [
        item
        for item in found
        if any(one["speech_type"] == item.row["speech_type"] for one in item.appearances)
    ]
    resolved = [
        item
        for item in found
        if "unnamed" in item.actors
        or any(item.actors <= set(map(str, one["actor_ids"] or ())) for one in item.appearances)
    ]
    figures = [round(share(expected, good), 3) for good in (found, typed, resolved)]
    print(f"found, typed, resolved of {len(expected)}: {figures}")
    assert figures[0] >= LEAST_FOUND
    assert figures[1] >= LEAST_TYPED
    assert figures[2] >= LEAST_RESOLVED


def test_statements_that_are_on_record_already_are_not_new_again(expected: list[Expected]) -> None:
    repeated = [item for item in expected if item.row["status"] == "repeat" and item.appearances]
    known = [
        item
        for item in repeated
        if any(one["landed"] == 1 or one["is_said_again"] for one in item.appearances)
    ]
    print(f"{len(known)} of {len(repeated)} repeated statements are known")
    assert len(repeated) >= 20
    assert share(repeated, known) >= LEAST_KNOWN


def test_only_what_is_new_alerts_once_and_the_webhook_is_signed(
    both_editions: BothEditions,
) -> None:
    home = both_editions.home
    assert both_editions.received[0] == {}
    assert "ALERT" not in both_editions.printed[0]
    alerted = both_editions.received[1]
    assert both_editions.received[2] == alerted
    assert "ALERT" not in both_editions.printed[2]
    assert both_editions.refused == 0
    texts = {event["data"]["text"] for event in alerted.values()}
    assert any("have our full support" in text for text in texts)
    known_before = """
        SELECT o.statement_id FROM outbox o JOIN statement_appearances a USING (statement_id)
        WHERE a.run_seq = 1
    """
    assert rows(home, known_before) == []
    for_console = rows(home, "SELECT event_id FROM outbox WHERE receiver = 'console'")
    assert both_editions.printed[1].count("ALERT") == len(for_console) > len(alerted) > 0
    for event in alerted.values():
        assert event["specversion"] == "1.0"
        assert event["type"] == "statement.published"
        assert event["data"]["why"]["route"]
    assert rows(home, "SELECT DISTINCT state FROM alerts") == [{"state": "delivered"}]


def test_an_edit_is_a_revision_and_an_altered_word_is_shown(both_editions: BothEditions) -> None:
    home = both_editions.home
    (edited,) = rows(home, "SELECT article_id FROM article_revisions WHERE version = 2")
    revisions = rows(
        home,
        f"SELECT version, title FROM article_revisions WHERE article_id = '{edited['article_id']}' "
        "ORDER BY version",
    )
    assert [row["version"] for row in revisions] == [1, 2]
    assert revisions[0]["title"] != revisions[1]["title"]
    altered = rows(home, "SELECT altered FROM statement_appearances WHERE altered <> ''")
    assert any("[-" in str(row["altered"]) for row in altered)


def test_the_copies_of_the_sample_name_the_first_article_and_the_agency(
    both_editions: BothEditions,
) -> None:
    copies = rows(
        both_editions.home,
        "SELECT split_part(url, '/', -1) AS copy, relation, agency, "
        "split_part(first_url, '/', -1) AS first FROM wire_copies ORDER BY appeared_at",
    )
    assert [tuple(str(value).partition("?")[0] for value in row.values()) for row in copies] == [
        ("33601010.html", "copy", "Orbis", "sources-halmsund-fears-for-frozen-assets.html"),
        ("guarantees-before-sanctions-say-three-leaders.html", "copy", "",
         "three-harbour-states-guarantees-first.html"),
    ]  # fmt: skip
    assert "(2 copies of earlier ones)" in both_editions.printed[1]
