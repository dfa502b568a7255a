import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.display.answers import print_answer
from flows.display.formats import Format, join, printable, shown
from warehouse.reading import Answer

AT = datetime(2025, 11, 22, 10, 30, 5, 120000)  # noqa: DTZ001 - DuckDB's timestamps are naive


def printed(form: Format, *values: object, columns: tuple[str, ...] = ()) -> str:
    out = io.StringIO()
    names = columns or tuple(f"c{number}" for number in range(len(values)))
    print_answer(Answer(names, (values,)), form, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (AT, "2025-11-22T10:30:05.120000Z"),
        (AT.replace(tzinfo=UTC), "2025-11-22T10:30:05.120000Z"),
        (datetime.fromisoformat("2025-11-22T10:00+02:00"), "2025-11-22T08:00:00Z"),
        (date(2025, 11, 22), "2025-11-22"),
        (time(10, 30), "10:30:00"),
        (timedelta(minutes=1.5), 90.0),
        (Decimal("1.50"), 1.5),
        (Decimal("3"), 3),
        (Decimal("12345678901234567890.1"), "12345678901234567890.1"),
        (Decimal("NaN"), None),
        (datetime.max, None),  # noqa: DTZ901 - DuckDB's infinity, as Python is given it
        (b"\x00\xff", "AP8="),
        (2**70, 2**70),
        (float("nan"), None),
        (float("-inf"), None),
        (None, None),
        (True, True),
        (UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        ({"start": 1, "at": [AT]}, {"start": 1, "at": ["2025-11-22T10:30:05.120000Z"]}),
        ({1: ("a", None)}, {"1": ["a", None]}),
        ("“naïve” 🚢", "“naïve” 🚢"),
    ],
)
def test_json_has_the_exact_value(value: object, expected: object) -> None:
    assert json.loads(printed(Format.JSON, value)) == [{"c0": expected}]


@given(st.text())
def test_json_keeps_any_text_and_lets_no_control_character_out(text: str) -> None:
    line = printed(Format.JSON, text)
    assert json.loads(line) == [{"c0": text}]
    assert printable(line) == line


def test_no_rows_are_an_empty_array() -> None:
    out = io.StringIO()
    print_answer(Answer(("a",), ()), Format.JSON, out)
    assert json.loads(out.getvalue()) == []


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-A1", "@cmd", "\t=1", "\x1b=1"])
def test_a_csv_cell_never_runs_as_a_formula(text: str) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(printed(Format.CSV, text)))
    assert cell == "'" + printable(text)


def test_a_csv_row_has_numbers_as_they_are_and_nested_values_as_json() -> None:
    values = (-5, "-5.2e3", Decimal("1.50"), True, None, AT, ["a", 1], 'one\n"two"')
    out = printed(Format.CSV, *values, columns=tuple("nsdbotlw"))
    moment = "2025-11-22T10:30:05.120000Z"
    assert out == (
        "n,s,d,b,o,t,l,w\r\n"
        f'-5,-5.2e3,1.50,true,,{moment},"[""a"", 1]","one\n""two"""\r\n'
    )  # fmt: skip


def test_a_table_is_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    table = printed(
        Format.TABLE, AT, ["a", None, "b"], {"a": 1}, None, "[bold]x[/bold]",
        columns=("[red]when", "list", "map", "none", "words"),
    )  # fmt: skip
    for piece in ("[red]when", "2025-11-22 10:30", "a, , b", '{"a": 1}', "[bold]x[/bold]", "1 row"):
        assert piece in table


def test_rows_that_a_terminal_would_fold_are_shown_one_value_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = ("statement_of_somebody", None, 7, "the-harbour-post", "2025-11-22")
    monkeypatch.setenv("COLUMNS", "140")
    assert "row 1" not in printed(Format.TABLE, *values)
    monkeypatch.setenv("COLUMNS", "60")
    narrow = printed(Format.TABLE, *values)
    assert "row 1" in narrow
    assert "c1  NULL" in narrow
    assert "c3  the-harbour-post" in narrow


@pytest.mark.parametrize("form", list(Format))
def test_nothing_that_drives_a_terminal_reaches_it(form: Format) -> None:
    hostile = "\x1b]0;title\x07\x9b31m\u202egnp.exe\u2066\u200f\x7f\r"
    line = printed(form, hostile, [hostile], {"k": hostile}, columns=(hostile, "b", "c"))
    line = line.replace("\r\n", "\n")
    assert not set(line) & set(hostile) - set("]0;title31mgnp.exe")
    assert "title" in line


def test_values_that_are_empty_leave_no_comma() -> None:
    assert join(["a", "", "b"]) == "a, b"
    assert shown("plain") == "plain"
