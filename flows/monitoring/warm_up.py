"""Loads what the analysis needs while pages are still being fetched.

Beam, spaCy and the model take some three seconds to load, the fetching of pages is mostly
waiting: together they take as long as the longer of the two, and an alert is out sooner.
"""

import threading

from flows.installation.logs import quiet_libraries


class WarmUp:
    """One loading in a thread of its own. A failure shows where the thing is really needed."""

    def __init__(self, language_model: str = "", *, loads_model: bool = True) -> None:
        self._language_model = language_model
        self._loads_model = loads_model
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start loading, unless that was done."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._load, name="warm-up", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Wait until it is loaded; at once where nothing was begun."""
        if self._thread is not None:
            self._thread.join()

    def _load(self) -> None:
        try:
            with quiet_libraries():
                import flows.monitoring.analysis  # noqa: F401 - loaded for the transform step
                from flows.language.extractor import make_extractor

                if self._loads_model:
                    make_extractor(self._language_model)()
        except Exception:  # noqa: BLE001 - the transform step meets it again, and tells
            return
