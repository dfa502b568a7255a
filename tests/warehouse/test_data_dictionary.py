from pathlib import Path

import duckdb

from warehouse.dictionary import data_dictionary, main

DOCS = Path(__file__).parents[2] / "docs"


def test_every_table_view_and_column_says_what_it_means(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    silent = warehouse.execute(
        """
        SELECT table_name FROM duckdb_tables() WHERE coalesce(comment, '') = '' AND NOT internal
        UNION ALL
        SELECT view_name FROM duckdb_views() WHERE coalesce(comment, '') = '' AND NOT internal
        UNION ALL
        SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE coalesce(comment, '') = '' AND NOT internal
        """
    ).fetchall()
    assert silent == []


def test_the_page_is_what_the_schema_says(tmp_path: Path) -> None:
    main([str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text("utf-8")
    assert page == data_dictionary()
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == page, "run `make docs`"
    assert "| `start` | INTEGER |  | " in page
    assert "| `lag` | INTERVAL | Time since the first report of any outlet. |" in page
