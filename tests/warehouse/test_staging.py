import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import a_document, an_appearance, speaking

from transforms.feed_records import RobotsCopy
from transforms.records import Appearance, Document
from transforms.spans import Span
from warehouse.errors import LandingFailed, StorageFailed
from warehouse.staged_tables import STAGED, staged_files
from warehouse.staging import arrow_schema, as_record, as_row, read_staged, stage

TIMES = st.datetimes(timezones=st.just(UTC))
SPANS = st.builds(Span, st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
for kind, strategy in {
    datetime: TIMES,
    Span: SPANS,
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
}.items():
    st.register_type_strategy(kind, strategy)


@pytest.mark.parametrize("record", [*STAGED.values(), Document])
@settings(max_examples=5)
@given(data=st.data())
def test_a_record_survives_parquet(record: type, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.builds(record), min_size=1, max_size=3))
    assert [as_record(record, as_row(row)) for row in rows] == rows
    with tempfile.TemporaryDirectory() as folder:
        assert read_staged([stage(Path(folder), "rows", record, rows)], record) == rows


def test_nested_records_and_spans_come_back_as_what_they_were(tmp_path: Path) -> None:
    found = an_appearance("naïve 🚢 tolls", attributions=(speaking("ana-brod"),))
    (back,) = read_staged([stage(tmp_path, "appearances", Appearance, [found])], Appearance)
    assert back == found
    assert back.content[0].of("naïve 🚢 tolls") == found.words
    assert back.fetched_at.tzinfo is UTC


def test_every_staged_record_has_a_schema_with_its_fields_in_order() -> None:
    for record in STAGED.values():
        assert arrow_schema(record).names == list(get_type_hints(record))


def test_a_record_of_an_unknown_type_is_refused() -> None:
    @dataclass
    class Odd:
        field: dict[str, Any]

    with pytest.raises(TypeError, match="a record cannot hold dict"):
        arrow_schema(Odd)


def test_a_day_is_kept_as_a_day() -> None:
    @dataclass
    class Day:
        day: date

    assert as_record(Day, as_row(Day(date(2025, 2, 1)))) == Day(date(2025, 2, 1))


def test_a_table_may_come_in_several_files_or_in_none(tmp_path: Path) -> None:
    one, other = a_document("a"), a_document("b")
    for name, row in {"documents": one, "documents-00000-of-00001": other}.items():
        stage(tmp_path, name, Document, [row])
    stage(tmp_path, "statement_appearances", STAGED["statement_appearances"], [])
    assert [path.name for path in staged_files(tmp_path, "wordings")] == ["wordings.parquet"]
    files = sorted(tmp_path.glob("documents*"))
    assert {row.document_id for row in read_staged(files, Document)} == {
        one.document_id, other.document_id,
    }  # fmt: skip


def test_a_damaged_staged_file_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "appearances.parquet"
    damaged.write_bytes(b"PAR1 and no more")
    with pytest.raises(LandingFailed, match=r"appearances\.parquet cannot be read .*fetches again"):
        read_staged([damaged], Appearance)


def test_a_staged_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "staging").write_text("a file stands where the folder should")
    with pytest.raises(StorageFailed, match=r"robots\.parquet cannot be written .*fetches again"):
        stage(tmp_path / "staging", "robots", RobotsCopy, [])
