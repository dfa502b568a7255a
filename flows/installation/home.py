"""The home: the folder where one installation's warehouse and documents live."""

import os
from dataclasses import dataclass
from pathlib import Path

from flows.errors import ConfigurationError
from warehouse.lake_address import Lake

HOME_VARIABLE = "ONRECORD_HOME"

_PATTERN_CHARACTERS = frozenset("*?[")
"""An escaped path would be found too, by a walk through everything beside the home."""


@dataclass(frozen=True, slots=True)
class Home:
    """The paths within a home folder."""

    folder: Path
    lake: Lake | None = None
    """The warehouse that several machines share; None where it is the home's own file."""

    @property
    def settings_file(self) -> Path:
        """Settings of this installation; may be absent."""
        return self.folder / "settings.toml"

    @property
    def private(self) -> Path | Lake:
        """What a run writes, under ``lock``: the home's own database, or the lake."""
        return self.lake or self.folder / "warehouse.duckdb"

    @property
    def published(self) -> Path | Lake:
        """What everything reads: the home's snapshot, or the lake."""
        return self.lake or self.folder / "published.duckdb"

    @property
    def files(self) -> tuple[Path, ...]:
        """The two files of the warehouse; none where it is a lake."""
        return tuple(path for path in (self.private, self.published) if isinstance(path, Path))

    def own_files(self, command: str) -> tuple[Path, Path]:
        """Return the private database and the snapshot, for a command that works on files.

        Raises:
            ConfigurationError: the warehouse is a lake.
        """
        private, published = self.private, self.published
        if isinstance(private, Lake) or isinstance(published, Lake):
            raise ConfigurationError(
                f"{command} works on the home's own file, and the warehouse of {self.folder} is "
                f"{private}: see docs/operations.md, More than one machine; nothing was done."
            )
        return private, published

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
    def job_server_log(self) -> Path:
        """What Beam's Flink job server said in the last run that had one."""
        return self.folder / "flink-job-server.log"

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
