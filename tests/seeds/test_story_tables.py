import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.cells import check_cells
from seeds.schema import story_tables
from seeds.tables import parse_table

FEEDS = story_tables()["feeds"]
MEMBERSHIPS = story_tables()["memberships"]
HEADER = b"group_id,member_id,starts,ends,note\n"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def messages(data: bytes) -> list[str]:
    return [str(problem) for problem in parse_table(data, MEMBERSHIPS).problems]


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: HEADER + tail))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    read = parse_table(data, MEMBERSHIPS)
    check_cells(read.rows, MEMBERSHIPS)
    assert read.complete or read.problems


@given(st.lists(st.lists(texts, min_size=7, max_size=7).filter(lambda r: any(map(str.strip, r)))))
def test_a_table_is_read_as_it_was_written(records: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([FEEDS.column_names, *records])
    read = parse_table(written.getvalue().encode(), FEEDS)
    assert read.problems == ()
    assert [list(row.cells.values()) for row in read.rows] == records
    assert [row.number for row in read.rows] == list(range(2, len(records) + 2))


def test_columns_may_stand_in_another_order() -> None:
    read = parse_table(
        b"note,ends,starts,member_id,group_id\nn,,1999,norland,council\n", MEMBERSHIPS
    )
    assert read.problems == ()
    assert read.rows[0].cells["member_id"] == "norland"


SAVE = "save it as CSV with comma separators in UTF-8 without a byte order mark"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["row 1: the file is empty: write group_id,member_id,starts,ends,note"]),
        (b"\xef\xbb\xbf" + HEADER, [f"row 1: the file begins with a byte order mark: {SAVE}"]),
        (
            "group_id,member_id,starts,ends,note\nx".encode("utf-16"),
            [f"row 1: the file is not UTF-8 (UTF-16, it seems): {SAVE}"],
        ),
        (
            HEADER + b"council,norland,,,\ncouncil,s\xfcdmark,,,\n",
            [f"row 3: the file is not UTF-8 (byte 0xfc): {SAVE}"],
        ),
        (
            HEADER.replace(b",", b";"),
            [f"row 1: the columns are separated by semicolons: {SAVE}"],
        ),
        (HEADER.replace(b",", b"\t"), [f"row 1: the columns are separated by tabs: {SAVE}"]),
        (
            b"group_id,Member_ID,starts,ends,note,\n",
            [
                "row 1, column Member_ID: there is no such column: write member_id",
                "row 1: a column has no name: delete the empty column",
            ],
        ),
        (
            b"group_id,starts,starts,ends,note,colour\n",
            [
                "row 1, column starts: the column stands twice: delete one of them",
                "row 1, column colour: there is no such column: "
                "use group_id, member_id, starts, ends, note",
                "row 1, column member_id: the column is missing: "
                "write the header group_id,member_id,starts,ends,note",
            ],
        ),
        (
            HEADER + b"\n,,,,\n , ,,,\ncouncil,norland,,,\n",
            ["row 2: the row is empty: delete the empty rows"],
        ),
        (
            HEADER + b"council,norland,,,in, out\ncouncil,norland\n",
            [
                "row 2: the row has 6 cells, the header 5: write every cell, "
                'and enclose a cell that holds commas in "double quotes"',
                "row 3: the row has 2 cells, the header 5: write every cell, "
                'and enclose a cell that holds commas in "double quotes"',
            ],
        ),
        (
            HEADER + b'council,norland,,,\ncouncil,"norland,,,\n',
            [
                "row 3: the row cannot be read (unexpected end of data), nor those below it: "
                'enclose a cell that holds commas in "double quotes", and double those within it',
            ],
        ),
    ],
)
def test_a_spoiled_file_is_named_with_its_place_and_its_remedy(
    data: bytes, expected: list[str]
) -> None:
    assert messages(data) == [f"memberships.csv, {line}" for line in expected]


def test_a_cell_of_several_lines_counts_as_one_row() -> None:
    read = parse_table(HEADER + b'council,norland,,,"one\ntwo"\ncouncil,sudmark,,,\n', MEMBERSHIPS)
    assert [row.number for row in read.rows] == [2, 3]
