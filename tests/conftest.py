import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from warehouse.database import open_private

settings.register_profile("onrecord", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("onrecord")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows, made once: to be copied, not written."""
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    with open_private(path):
        pass
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """A private database without rows."""
    return shutil.copyfile(empty_database, tmp_path / "warehouse.duckdb")


@pytest.fixture
def warehouse(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private database without rows, open for writing."""
    with open_private(database) as connection:
        yield connection
