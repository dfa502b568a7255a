from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from warehouse.database import open_private

settings.register_profile("onrecord", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("onrecord")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a private database may be made."""
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def warehouse(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private database, migrated and open for writing."""
    with open_private(database) as connection:
        yield connection
