"""The home: the folder where one installation's warehouse and documents live."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from flows.errors import ConfigurationError

HOME_VARIABLE = "ONRECORD_HOME"

_PATTERN_CHARACTERS = frozenset("*?[")
"""An escaped path would be found too, by a walk through everything beside the home."""


@dataclass(frozen=True, slots=True)
class Home:
    """The paths within a home folder."""

    folder: Path

    @property
    def settings_file(self) -> Path:
        """Settings of this installation; may be absent."""
        return self.folder / "settings.toml"

    @property
    def private(self) -> Path:
        """The database that a run writes, under ``lock``."""
        return self.folder / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The snapshot that everything reads."""
        return self.folder / "published.duckdb"

    @property
    def sql_history(self) -> Path:
        """What was typed at the prompt of ``onrecord sql``."""
        return self.folder / "sql_history"

    @property
    def lock(self) -> Path:
        """The writer's lock."""
        return self.folder / "warehouse.lock"

    @property
    def cursors(self) -> Path:
        """One file for each named reader: how far it has read."""
        return self.folder / "cursors"

    @property
    def staging(self) -> Path:
        """One folder of Parquet for each run under way."""
        return self.folder / "staging"

    @property
    def documents(self) -> Path:
        """Raw documents by content hash."""
        return self.folder / "documents"

    @property
    def metrics(self) -> Path:
        """What the last run left for Prometheus, alone in its folder."""
        return self.folder / "metrics" / "onrecord.prom"

    @property
    def prefect(self) -> Path:
        """Prefect's own state: its database of runs."""
        return self.folder / "prefect"

    def prepare(self) -> None:
        """Create the folder.

        Raises:
            ConfigurationError: when it cannot be made or written to, or has a path that the
                analysis would take for a pattern of file names.
        """
        if set(str(self.folder)) & _PATTERN_CHARACTERS:
            raise ConfigurationError(
                f"the home {self.folder} has *, ? or [ in its path, which Beam takes for a pattern "
                f"of file names: name another with --home or {HOME_VARIABLE}; nothing was written."
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                f"the home {self.folder} cannot be made ({error.strerror}): name another with "
                f"--home or {HOME_VARIABLE}; nothing was written."
            ) from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise ConfigurationError(
                f"the home {self.folder} cannot be written to: change its permissions, or name "
                f"another with --home or {HOME_VARIABLE}; nothing was written."
            )


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
    return Home(folder)
