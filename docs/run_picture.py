"""Makes the picture of where the time of one monitoring run goes: `make profile`.

The run is the first edition of the sample site, in a process of its own. Every few milliseconds
each thread is asked how much CPU time it has used (its own clock) and where it stands; so what only
waits counts nothing. Boxes are as wide as their CPU time: the step, below it our own functions from
the outer to the inner, at the bottom the library that they called.
"""

import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import FrameType, ModuleType
from typing import ParamSpec, TypeVar
from xml.sax.saxutils import escape

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).parents[1]
PICTURE = Path(__file__).parent / "pictures" / "run.svg"
OURS = ("flows", "transforms", "warehouse", "seeds")
COLOURS = {"flows": "#7fb3d5", "transforms": "#82c99a", "warehouse": "#f5c66b", "seeds": "#c9a0dc"}
LIBRARY, STEP = "#dddddd", "#f0a58f"
EVERY_SECONDS = 0.004
WIDTH, ROW, SMALLEST = 1_180, 19, 0.004
"""Pixels; boxes of a smaller share of the whole are left out."""
_LIBRARIES = sysconfig.get_paths()["purelib"]


@dataclass(slots=True)
class Box:
    """CPU seconds of something, and of what it called."""

    seconds: float = 0.0
    within: dict[str, "Box"] = field(default_factory=dict)

    def add(self, names: list[str], seconds: float) -> None:
        """Count the seconds for everything on the way to the last name."""
        self.seconds += seconds
        if names:
            self.within.setdefault(names[0], Box()).add(names[1:], seconds)


class Sampler(threading.Thread):
    """Adds what the threads of this process use to the boxes of where they stand."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.whole = Box()
        self.step = "begin"
        self._used: dict[int, float] = {}
        self._ended = threading.Event()

    def run(self) -> None:
        """Sample until ``end``."""
        while not self._ended.wait(EVERY_SECONDS):
            for thread, frame in sys._current_frames().items():
                if thread != self.ident:
                    self._sample(thread, frame)

    def end(self, seconds: float) -> Box:
        """Return the boxes; what of ``seconds`` no thread of Python used stands beside them."""
        self._ended.set()
        self.join()
        rest = seconds - self.whole.seconds
        self.whole.add(["other threads: DuckDB's, Arrow's"], max(rest, 0.0))
        return self.whole

    def _sample(self, thread: int, frame: FrameType) -> None:
        try:
            used = time.clock_gettime(time.pthread_getcpuclockid(thread))
        except OSError:  # it has just ended
            return
        spent = used - self._used.get(thread, 0.0)
        self._used[thread] = used
        if spent > 0:
            self.whole.add([self.step, *names_of(frame)], spent)


class Hidden(MetaPathFinder):
    """Hides pandas, which only the tests have: DuckDB and Arrow load it where it is."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Refuse it, and leave all else to others."""
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError(name)


def names_of(frame: FrameType | None) -> list[str]:
    """Return our functions on the stack, the outermost first, and the library that they called."""
    stack = []
    while frame is not None:
        stack.append((frame.f_code.co_filename, frame.f_code.co_name))
        frame = frame.f_back
    names: list[str] = []
    library = ""
    for path, function in reversed(stack):
        ours = _our_name(path, function)
        if ours:
            names += [ours] if ours not in names else []
            library = ""
        elif not library or path.startswith("<frozen importlib"):
            library = _library(path)
    return [*names, library] if library else names


def _our_name(path: str, function: str) -> str:
    if not path.startswith(f"{ROOT}/") or function.startswith("<"):
        return ""
    parts = Path(path).relative_to(ROOT).with_suffix("").parts
    return f"{'.'.join(parts)}.{function}" if parts[0] in OURS else ""


def _library(path: str) -> str:
    if path.startswith("<frozen importlib"):
        return "importing"
    if path.startswith(_LIBRARIES):
        return path[len(_LIBRARIES) + 1 :].partition("/")[0].removesuffix(".py")
    return "Python itself"


def drawn(whole: Box, title: str) -> str:
    """Return the boxes as an SVG picture."""
    rows = list(_boxes(whole, 0.0, 0, whole.seconds))
    height = (2 + max(depth for _, _, depth, _ in rows)) * ROW + 30
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="6" y="18" font-size="14">{escape(title)}</text>',
    ]
    for name, start, depth, seconds in rows:
        left, width = start / whole.seconds * WIDTH, seconds / whole.seconds * WIDTH
        colour = COLOURS.get(name.partition(".")[0], LIBRARY) if depth else STEP
        told = f"{name}: {seconds * 1e3:,.0f} ms, {seconds / whole.seconds:.0%}"
        shown = name if depth == 0 or name.partition(".")[0] not in OURS else (
            name.rpartition(".")[2].strip("_")
        )  # fmt: skip
        text = escape(f"{shown} {seconds / whole.seconds:.0%}"[: max(0, int(width / 6.2))])
        top = 30 + depth * ROW
        lines.append(
            f'<g><title>{escape(told)}</title><rect x="{left:.1f}" y="{top}" width="{width:.1f}" '
            f'height="{ROW - 1}" fill="{colour}" stroke="white"/>'
            f'<text x="{left + 3:.1f}" y="{top + 13}">{text}</text></g>'
        )
    return "\n".join([*lines, "</svg>", ""])


def _boxes(
    box: Box, start: float, depth: int, whole: float
) -> Iterator[tuple[str, float, int, float]]:
    largest = sorted(box.within.items(), key=lambda item: -item[1].seconds) if depth else (
        list(box.within.items())
    )  # fmt: skip
    for name, inner in largest:
        if inner.seconds >= SMALLEST * whole:
            yield name, start, depth, inner.seconds
            yield from _boxes(inner, start, depth + 1, whole)
        start += inner.seconds


def profiled(folder: Path) -> str:
    """Make the run in this process, and return its picture."""
    sys.meta_path.insert(0, Hidden())
    sampler = Sampler()
    sampler.start()
    from flows.installation.home import Home
    from flows.installation.settings import load_settings
    from flows.monitoring.monitor import RunRequest, Tools, monitor
    from flows.sample.site import SampleSite
    from flows.sample.story import write_sample_story
    from seeds.load import load_story

    def noted(name: str, function: Callable[P, R]) -> Callable[P, R]:
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            sampler.step = name
            return function(*args, **kwargs)

        return call

    with SampleSite(1) as site:
        story = load_story(write_sample_story(folder / "story", site.base_url))
        home = Home(folder / "home")
        settings = load_settings(home, allow_private=True, per_host_spacing_seconds=0.0)
        report = monitor(RunRequest(story, story.feeds, home, settings), Tools({}), noted)
    seconds = time.process_time()
    whole = sampler.end(seconds)
    return drawn(
        whole,
        f"CPU time of a first run over the sample site: {seconds:.1f} s, "
        f"{report.landed.articles} articles, {report.landed.statements} statements "
        "(text extraction is in other processes)",
    )


def main() -> None:
    """Write the picture, made in a fresh process."""
    if sys.argv[1:] == ["--here"]:
        with tempfile.TemporaryDirectory() as folder:
            PICTURE.write_text(profiled(Path(folder)), encoding="utf-8")
        return
    subprocess.run([sys.executable, __file__, "--here"], check=True, cwd=ROOT)  # noqa: S603


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
