"""Where the pipeline reads and writes: the run's own folder, or a place that all workers see.

The place may be anything that Beam opens: a folder that is mounted everywhere, or an object
store for which Beam's file system is installed. What was written there is brought to the run's
own folder, and the place is cleared, so that landing knows of one folder only.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apache_beam.io.filesystems import FileSystems

from flows.errors import ConfigurationError

_KEPT = (".parquet",)


class Workplace:
    """One run's input and output, as Beam names them."""

    def __init__(self, source: Path, staging: Path, shared: str) -> None:
        self._staging = staging
        self._own_source = source
        self._folder = _joined(shared, staging.name) if shared else ""
        self.source = _joined(self._folder, source.name) if shared else str(source)
        """The staged input."""

    def prefix(self, name: str) -> str:
        """Return how the files of a table begin."""
        return FileSystems.join(self._folder or str(self._staging), name)

    def send(self) -> None:
        """Bring the input where the workers see it.

        Raises:
            ConfigurationError: nothing can be written there.
        """
        if not self._folder:
            return
        try:
            self.clear()
            with FileSystems.create(self.source) as file, self._own_source.open("rb") as own:
                shutil.copyfileobj(own, file)
        except Exception as error:  # each file system has errors of its own
            raise _unusable(self._folder, error) from error

    def bring_back(self) -> None:
        """Bring the output into the run's own folder, and clear the place."""
        if not self._folder:
            return
        for path in self._written():
            target = self._staging / path.rpartition("/")[2]
            with FileSystems.open(path) as file, target.open("wb") as own:
                shutil.copyfileobj(file, own)
        self.remove()

    def clear(self) -> None:
        """Remove what an attempt that failed has written."""
        if self._folder:
            if written := self._written():
                FileSystems.delete(written)
            return
        for path in self._staging.iterdir():
            if path.is_dir() and path.name.startswith("beam-temp-"):
                shutil.rmtree(path, ignore_errors=True)
            elif "-of-" in path.name and path.suffix in _KEPT:
                path.unlink()

    def remove(self) -> None:
        """Remove the place itself."""
        if self._folder and FileSystems.exists(self._folder):
            FileSystems.delete([self._folder])

    def _written(self) -> list[str]:
        found = FileSystems.match([FileSystems.join(self._folder, "*-of-*.parquet")])
        return [item.path for item in found[0].metadata_list]


def _joined(folder: str, name: str) -> str:
    try:
        return str(FileSystems.join(folder, name))
    except ValueError as error:  # Beam knows no file system for it
        raise _unusable(folder, error) from error


def _unusable(folder: str, error: Exception) -> ConfigurationError:
    reason = str(error).partition("\n")[0]
    return ConfigurationError(
        f"staging in [runner] cannot be written to at {folder} ({reason}): name a folder or an "
        "address that this machine and all workers see; nothing was landed."
    )


@contextmanager
def workplace(source: Path, staging: Path, shared: str) -> Iterator[Workplace]:
    """Give the place, and remove it afterwards where it is not the run's own folder.

    Raises:
        ConfigurationError: nothing can be written there.
    """
    place = Workplace(source, staging, shared)
    place.send()
    try:
        yield place
    finally:
        place.remove()
