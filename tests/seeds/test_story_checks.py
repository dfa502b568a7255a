"""Each case spoils one thing in a valid story; the check must name that and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seeds.load import check_story

Spoil = Callable[[str, str, str], None]

CELLS = [
    (
        "terms.csv", "tolls,2,", "tolls ,2,",
        'terms.csv, row 3, column term_id: "tolls " has blanks around it: write tolls',
    ),
    (
        "terms.csv", "Who may sail", "\u00a0Who may sail",
        'terms.csv, row 2, column scope_note: "\u00a0Who may sail through the strait" '
        "has blanks around it: write Who may sail through the strait",
    ),
    (
        "term_labels.csv", "right of passage", "right of\u200bpassage",
        'term_labels.csv, row 3, column label: "right of\u200bpassage" '
        "holds an invisible U+200B (zero width space): delete it",
    ),
    (
        "term_labels.csv", "right of passage", "\u201cright of passage\u201d",
        'term_labels.csv, row 3, column label: "\u201cright of passage\u201d" '
        "holds typographic quotes: write right of passage",
    ),
    (
        "actors.csv", "petr-brod,", "\u2018petr-brod\u2019,",
        'actors.csv, row 3, column actor_id: "\u2018petr-brod\u2019" '
        "holds typographic quotes: write petr-brod",
    ),
    (
        "terms.csv", "Who may sail", "Qui a le droit de naviguer \u00c3\u00a0",
        'terms.csv, row 2, column scope_note: "Qui a le droit de naviguer \u00c3\u00a0 through the '
        'strait" holds letters that were misread: write the letters anew, '
        "and open the file as UTF-8",
    ),
    (
        "actors.csv", "Poet", "#REF!",
        "actors.csv, row 3, column description: #REF! is a spreadsheet's error: "
        "write the value itself",
    ),
    (
        "actors.csv", "Poet", "=A1",
        'actors.csv, row 3, column description: "=A1" is a formula: write the value itself',
    ),
    (
        "term_labels.csv", "passage,alt", "passage,Alternative",
        'term_labels.csv, row 3, column kind: "Alternative" is not allowed: '
        "write one of pref, alt, hidden, pattern",
    ),
    (
        "actors.csv", "strait-council,group", "strait-council,Groups",
        'actors.csv, row 7, column kind: "Groups" is not allowed: write group',
    ),
    (
        "term_labels.csv", "right of passage,en", "right of passage,english",
        'term_labels.csv, row 3, column language: "english" has the wrong form: '
        "write it like en",
    ),
    (
        "actors.csv", "petr-brod,person,,", "petr-brod,person,,no",
        'actors.csv, row 3, column country: "no" has the wrong form: write NO',
    ),
    (
        "actors.csv", "petr-brod,person,", "petr-brod,person,https://example.org/Q1",
        'actors.csv, row 3, column wikidata_id: "https://example.org/Q1" has the wrong form: '
        "write it like Q324546",
    ),
    (
        "feeds.csv", "https://gazette.example/rss", "gazette.example/rss",
        'feeds.csv, row 2, column url: "gazette.example/rss" has the wrong form: '
        "write it like https://news.example/rss.xml",
    ),
    (
        "feeds.csv", "norland-gazette,norland-gazette", "Norland Gazette,norland-gazette",
        'feeds.csv, row 2, column feed_id: "Norland Gazette" has the wrong form: '
        "write norland-gazette",
    ),
    (
        "feeds.csv", "The Norland Gazette", "",
        "feeds.csv, row 2, column title: the cell is empty: write a value like RFE/RL: Ukraine",
    ),
    (
        "roles.csv", "2025-01,,yes", "2025-01,,TRUE",
        'roles.csv, row 4, column one_seat: "TRUE" is not allowed: write yes',
    ),
    (
        "memberships.csv", "sudmark,2022", "sudmark,31.12.2022",
        'memberships.csv, row 4, column starts: "31.12.2022" is a date in another form: '
        "write YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    (
        "memberships.csv", "sudmark,2022", "sudmark,2022-02-29",
        'memberships.csv, row 4, column starts: "2022-02-29" is no date: '
        "write YYYY, YYYY-MM or YYYY-MM-DD",
    ),
]  # fmt: skip

KEYS = [
    (
        "terms.csv", "patrols,3,,draft-1,", "patrols,3,,draft-1,\npatrols,4,,,",
        "terms.csv, row 5, column term_id: patrols stands already in row 4: "
        "change or delete one of the two",
    ),
    (
        "term_labels.csv", "strait tols,en,", "Tolls,en,",
        "term_labels.csv, row 5: tolls, Tolls, en stands already in row 4: "
        "change or delete one of the two",
    ),
    (
        "terms.csv", "tolls,2,passage", "tolls,2,passages",
        "terms.csv, row 3, column broader: passages is not in terms.csv: write passage",
    ),
    (
        "roles.csv", "Norland's president,ana-brod", "Norland's president,ana-broad",
        "roles.csv, row 3, column actor_id: ana-broad is not in actors.csv: write ana-brod",
    ),
    (
        "memberships.csv", "council,norland", "council,westmark-isles",
        "memberships.csv, row 2, column member_id: westmark-isles is not in actors.csv: "
        "add it to actors.csv, or delete the row",
    ),
]  # fmt: skip

TENURES = [
    (
        "terms.csv", "passage,1,,", "passage,1,tolls,",
        "terms.csv, row 2, column broader: the broader terms go in a circle "
        "(passage > tolls > passage): empty one of these cells",
    ),
    (
        "terms.csv", "patrols,3,,", "patrols,3,patrols,",
        "terms.csv, row 4, column broader: the broader terms go in a circle "
        "(patrols > patrols): empty one of these cells",
    ),
    (
        "roles.csv", "ilse-marn,2019,2024-06-01", "ilse-marn,2019,2024-06-02",
        "roles.csv, row 3, column starts: ilse-marn (row 2) still holds this office of one seat: "
        "let the first tenure end where this one starts, or write no under one_seat",
    ),
    (
        "roles.csv", "ilse-marn,2019,2024-06-01", "ilse-marn,2019,",
        "roles.csv, row 3, column starts: ilse-marn (row 2) still holds this office of one seat: "
        "let the first tenure end where this one starts (2024-06-01 under ends in row 2), "
        "or write no under one_seat",
    ),
    (
        "roles.csv", "2019,2024-06-01", "2019,2019",
        "roles.csv, row 2, column ends: 2019 is not after the start, 2019: "
        "write the first day after the last",
    ),
    (
        "roles.csv", "President of Norland,Norland's president,ana-brod",
        "Norland's head of state,Norland's president,ana-brod",
        'roles.csv, row 3, column title: row 2 has "President of Norland" for the same office: '
        "write the same in both rows",
    ),
    (
        "roles.csv", "Norland's president|Norlandic leader", "Norland's president||",
        "roles.csv, row 2, column also_called: a form is empty or has blanks around it: "
        "write Norland's president",
    ),
    (
        "actors.csv", "on the strait,,", "on the strait,2000,",
        "memberships.csv, row 2, column starts: 1999 is before the start of strait-council "
        "(2000, actors.csv, row 7): write another day, or empty the cell",
    ),
    (
        "actors.csv", "on the strait,,", "on the strait,,2022",
        "memberships.csv, row 4, column starts: 2022 is not before the end of strait-council "
        "(2022, actors.csv, row 7): write another day, or empty the cell",
    ),
    (
        "actors.csv", "on the strait,,", "on the strait,1999,2020",
        "memberships.csv, row 3, column ends: 2020-12-31 is after the end of strait-council "
        "(2020, actors.csv, row 7): write another day, or empty the cell\n"
        "memberships.csv, row 4, column starts: 2022 is not before the end of strait-council "
        "(2020, actors.csv, row 7): write another day, or empty the cell",
    ),
    (
        "actors.csv", "on the strait,,", "on the strait,1999,1998",
        "actors.csv, row 7, column ends: 1998 is not after the start, 1999: "
        "write the first day after the last",
    ),
    (
        "actors.csv", "Poet,,", "Poet,1980,",
        "actors.csv, row 3, column starts: starts goes with groups, and petr-brod is of kind "
        "person: empty the cell",
    ),
    (
        "memberships.csv", "2020-12-31", "",
        "memberships.csv, row 4, column starts: sudmark is a member already in row 3: "
        "change the dates, or delete the row",
    ),
    (
        "memberships.csv", "strait-council,norland,1999,,",
        "strait-council,norland,1999,,\nnorland,ana-brod,,,",
        "memberships.csv, row 3, column group_id: norland is of kind government: "
        "name an actor of kind group",
    ),
    (
        "memberships.csv", "strait-council,norland", "strait-council,strait-council",
        "memberships.csv, row 2, column member_id: the groups go in a circle "
        "(strait-council > strait-council): delete the row",
    ),
]  # fmt: skip

LABELS = [
    (
        "term_labels.csv", "passage,pref", "passage,alt",
        "terms.csv, row 2, column term_id: passage has no pref label in en: "
        "add one to term_labels.csv",
    ),
    (
        "term_labels.csv", "passage,alt", "passage,pref",
        "term_labels.csv, row 3, column kind: passage has its pref label already in row 2: "
        "write alt",
    ),
    (
        "term_labels.csv", "right of passage,en", "right of passage,fr",
        "term_labels.csv, row 3, column language: fr is not among the story's languages: "
        "write one of en, or add it to story.toml",
    ),
    (
        "term_labels.csv", "strait tols", "Free-passage",
        "term_labels.csv, row 5, column label: passage has this label too, in row 2: "
        "give each term its own words, or delete one row",
    ),
    (
        "term_labels.csv", "strait tols", "---",
        'term_labels.csv, row 5, column label: "---" has no letter or digit, '
        "and matches nothing: write words, or delete the row",
    ),
    (
        "term_labels.csv", "strait tols", "the",
        'term_labels.csv, row 5, column label: "the" stands in nearly every article: '
        "write more words, or delete the row",
    ),
    (
        "term_labels.csv", "strait tols", "(pay | collect) tolls",
        'term_labels.csv, row 5, column kind: "(pay | collect) tolls" holds |, and is found only '
        "where an article has it: write pattern, or plain words under label",
    ),
    (
        "actor_labels.csv", "petr-brod,pref,Petr Brod", "petr-brod,pref,Ána Brod",
        'actor_labels.csv, row 4, column label: "Ána Brod" also names ana-brod '
        "(actor_labels.csv, row 2): write what only one of them is called, or delete a row",
    ),
    (
        "actor_labels.csv", "ilse-marn,alt,Marn", "ilse-marn,alt,Norland",
        'actor_labels.csv, row 7, column label: "Norland" also names norland '
        "(actor_labels.csv, row 8): write what only one of them is called, or delete a row",
    ),
    (
        "actor_labels.csv", "Petr Brod,en,name", "Petr Brod,en,description",
        "actor_labels.csv, row 5, column usage: petr-brod has a surname and no full name: "
        "add a row with the full name, of usage name",
    ),
    (
        "actor_labels.csv", "Ana Brod,en,name", "Ana Brod,en,metonym",
        "actor_labels.csv, row 2, column usage: metonym does not go with ana-brod, of kind person: "
        "write name\n"
        "actor_labels.csv, row 3, column usage: ana-brod has a surname and no full name: "
        "add a row with the full name, of usage name",
    ),
    (
        "roles.csv", "President of Sudmark,", "President of Sudmark,Norland's President",
        'roles.csv, row 4, column also_called: "Norland\'s President" is a title of '
        "norland-president too: write another title here, or in row 2",
    ),
    (
        "roles.csv", "President of Sudmark,", "President of Sudmark,Strait Council",
        'roles.csv, row 4, column also_called: "Strait Council" also names strait-council '
        "(actor_labels.csv, row 10): write what only one of them is called, or delete a row",
    ),
]  # fmt: skip

FEEDS = [
    (
        "feeds.csv", r"/a/(\d+)", r"/a/(\d+",
        "feeds.csv, row 2, column article_key: the regular expression does not compile (missing ), "
        r"unterminated subpattern at position 3): write it like /a/(\d+)\.html",
    ),
    (
        "feeds.csv", r"/a/(\d+)", r"/(a|b)/(\d+)",
        "feeds.csv, row 2, column article_key: the regular expression has 2 groups: "
        "put (...) around the article's number, (?:...) elsewhere",
    ),
]  # fmt: skip

ALL_CASES = [*CELLS, *KEYS, *TENURES, *LABELS, *FEEDS]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    ALL_CASES,
    ids=[case[3].split(": ")[1][:60] for case in ALL_CASES],
)
def test_a_spoiled_cell_is_reported_alone(
    story: Path, spoil: Spoil, file: str, old: str, new: str, expected: str
) -> None:
    spoil(file, old, new)
    assert "\n".join(map(str, check_story(story))) == expected


def test_a_valid_story_has_no_problems(story: Path) -> None:
    assert check_story(story) == ()


def test_a_table_that_cannot_be_read_leaves_no_dangling_references(story: Path) -> None:
    (story / "actors.csv").write_bytes(b"\xff\xfe")
    assert [problem.file for problem in check_story(story)] == ["actors.csv"]


def test_a_surname_may_be_shared_but_not_with_somebody_s_full_name(
    story: Path, spoil: Spoil
) -> None:
    spoil("actor_labels.csv", "petr-brod,alt,Brod,en,surname", "petr-brod,alt,Brod,en,name")
    (problem,) = check_story(story)
    assert problem.row == 3
    assert problem.problem == '"Brod" also names petr-brod (actor_labels.csv, row 5)'


def test_patterns_are_compiled_by_whoever_knows_their_syntax(story: Path, spoil: Spoil) -> None:
    spoil("term_labels.csv", "tolls,hidden,strait tols", "tolls,pattern,(pay | toll")

    def refuse(pattern: str) -> None:
        raise ValueError(f"{pattern.count('(')} bracket is not closed")

    assert check_story(story) == ()
    (problem,) = check_story(story, refuse)
    assert str(problem) == (
        "term_labels.csv, row 5, column label: "
        "the pattern does not compile (1 bracket is not closed): see docs/patterns.md"
    )
