"""Which home a command means, and the warehouse that its settings name."""

import os
from pathlib import Path

from platformdirs import user_data_path

from flows.errors import ConfigurationError
from flows.installation.home import HOME_VARIABLE, Home
from warehouse.lake_address import Lake, lake_at


def find_home(flag: Path | None) -> Home:
    """Return the home that --home, else ONRECORD_HOME, else the platform's habit names.

    Raises:
        ConfigurationError: a file stands there.
    """
    named = flag or os.environ.get(HOME_VARIABLE)
    folder = Path(named) if named else user_data_path("onrecord", appauthor=False)
    folder = folder.expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(
            f"the home {folder} is a file: name a folder with --home or {HOME_VARIABLE}; "
            "nothing was written."
        )
    return Home(folder, _lake_of(folder))


def _lake_of(folder: Path) -> Lake | None:
    """Return the lake that the settings name; without a word of one they are not even read.

    Raises:
        ConfigurationError: the settings are not usable, or the lake's address is not.
    """
    file = Home(folder).settings_file
    named = any(name.upper().startswith("ONRECORD_WAREHOUSE") for name in os.environ)
    if not named and not (file.is_file() and b"warehouse" in file.read_bytes()):
        return None
    from flows.installation.settings import load_settings

    warehouse = load_settings(Home(folder)).warehouse
    return lake_at(warehouse.url, warehouse.data_path, folder) if warehouse.url else None
