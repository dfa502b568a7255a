"""The DuckDB warehouse: every SQL statement of onrecord lives in this package.

What it offers to other programs is ``open_reader`` and the types that it hands out; they are
loaded when they are first asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.cursors import Cursor
    from warehouse.errors import WarehouseError
    from warehouse.reader import Batch, Changes, Reader, open_reader
    from warehouse.results import Rows

__all__ = ["Batch", "Changes", "Cursor", "Reader", "Rows", "WarehouseError", "open_reader"]

_MODULES = {
    "Cursor": "warehouse.cursors",
    "Rows": "warehouse.results",
    "WarehouseError": "warehouse.errors",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"the package warehouse has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES.get(name, "warehouse.reader")), name)
