"""Each case spoils one thing in a valid story.toml; the check must name that and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.configuration import parse_configuration
from seeds.load import check_story

Spoil = Callable[[str, str, str], None]

CASES = [
    (
        'languages = ["en"]', 'language = ["en"]',
        "key languages: the key is missing: write languages = [\"en\"]\n"
        "line 3, key language: there is no such key: write languages",
    ),
    (
        "starts = 2025-03-01", 'starts = "2025-03-01"',
        "line 4, key starts: '2025-03-01' will not do: write starts = 2025-11-19, without quotes",
    ),
    (
        "starts = 2025-03-01", "starts = 2025-03-01\nends = 2025-03-01",
        "line 5, key ends: the story ends before it starts: write a later date",
    ),
    (
        "starts = 2025-03-01", "starts = 2025-03-01T10:00:00Z",
        "line 4, key starts: datetime.datetime(2025, 3, 1, 10, 0, tzinfo=datetime.timezone.utc) "
        "will not do: write starts = 2025-11-19, without quotes",
    ),
    (
        'id = "strait-talks"', 'id = "Strait talks"',
        "line 1, key id: 'Strait talks' will not do: write id = \"lower-case-letters-and-hyphens\"",
    ),
    (
        'id = "strait-talks"', "id = strait-talks",
        "line 1: the file is not TOML (Invalid value): mend this place",
    ),
    (
        'receivers = ["console"]', 'receivers = "console"',
        "line 8, key receivers: 'console' will not do: "
        'write receivers = ["console", "webhook"]',
    ),
    (
        'receivers = ["console"]', 'receiver = "console"',
        "line 8, key receiver: there is no such key: write receivers\n"
        "line 6, key receivers: the key is missing: write receivers = [\"console\", \"webhook\"]",
    ),
    (
        "ana-brod|ilse-marn", "ana-broad|ilse-marn",
        "line 6, key matchers of presidents: there is no actor 'ana-broad': write ana-brod",
    ),
    (
        "ana-brod|ilse-marn", "ana-(",
        "line 6, key matchers of presidents: 'ana-(' is no regular expression: missing ), "
        "unterminated subpattern at position 4: see docs/stories.md",
    ),
    (
        "ana-brod|ilse-marn", "zz.*",
        "line 6, key matchers of presidents: no actor matches zz.*: widen the expression",
    ),
    (
        "ana-brod|ilse-marn", "ana-.*|ilse-morn",
        "line 6, key matchers of presidents: there is no actor 'ilse-morn': write ilse-marn",
    ),
    (
        "actor =~", "actors =~",
        "line 6, key matchers of presidents: 'actors' is no label to match on: write one of "
        "actor, group, role, term, speech_type, act, outlet, language, confidence, joint, day, "
        "article, feed",
    ),
    (
        "actor =~", "actor ==",
        "line 6, key matchers of presidents: 'actor == \"ana-brod|ilse-marn\"' is no matcher: "
        'write it like actor = "donald-trump", '
        'or for several like actor =~ "donald-trump|vladimir-putin"',
    ),
    (
        'speech_type != "indirect"', 'speech_type != "reported"',
        "line 6, key matchers of presidents: there is no speech_type 'reported': "
        "write one of direct, mixed, indirect",
    ),
    (
        'speech_type != "indirect"', 'act = "promises"',
        "line 6, key matchers of presidents: there is no act 'promises': write promise",
    ),
    (
        'speech_type != "indirect"', 'act =~ "threaten|demand"',
        "line 6, key matchers of presidents: there is no act 'demand': write one of state, agree, "
        "support, reject, accuse, threaten, request, concede, consult, promise, ask",
    ),
    (
        'receivers = ["console"]', 'receivers = ["console"]\ncontinue = "no"',
        "line 9, key continue: 'no' will not do: write continue = false to end with this route, "
        "or leave the key out",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=[case[1] for case in CASES])
def test_a_spoiled_key_is_reported_alone(
    story: Path, spoil: Spoil, old: str, new: str, expected: str
) -> None:
    spoil("story.toml", old, new)
    reported = {str(problem) for problem in check_story(story)}
    assert reported == {f"story.toml, {line}" if line else "" for line in expected.split("\n")}


def test_two_routes_have_two_names(story: Path) -> None:
    with (story / "story.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[routes]]\nname = "presidents"\nreceivers = ["console"]\n')
    (problem,) = check_story(story)
    assert str(problem) == (
        "story.toml, line 11, key name: two routes are named 'presidents': rename one"
    )


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert parse_configuration(text).problems


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, "story.toml: the file is missing: copy it from another story"),
        (b'id = "\xff"', "story.toml: the file is not UTF-8: save it as UTF-8"),
        (
            b"\xef\xbb\xbf",
            "story.toml: the file begins with a byte order mark: save it as plain UTF-8",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(
    story: Path, data: bytes | None, expected: str
) -> None:
    if data is None:
        (story / "story.toml").unlink()
    else:
        (story / "story.toml").write_bytes(data)
    assert [str(problem) for problem in check_story(story)] == [expected]
