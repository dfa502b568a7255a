"""Loading the parser: found without running its package's code, its files checked, its BLAS chosen.

Errors::

    LanguageModelError
    ├── ModelMissing   not installed, or no model at the path that the settings name
    └── ModelDamaged   a file differs from what was published, or cannot be read
"""

import hashlib
import os
import sys
import time
from collections.abc import Callable
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from flows.language.language_model_files import DIRECTORY, PACKAGE, SHA256, VERSION

if TYPE_CHECKING:
    from spacy.language import Language

UNUSED_COMPONENTS = ["ner", "lemmatizer", "attribute_ruler", "senter"]
"""The gazetteer finds names, our own table the cues' lemmas; the rules read fine-grained tags."""


class LanguageModelError(Exception):
    """The language model cannot be used; nothing is extracted until it can."""


class ModelMissing(LanguageModelError):
    """There is no model where one was looked for."""


class ModelDamaged(LanguageModelError):
    """The model's files are not the published ones."""


def load_language_model(name_or_path: str | None = None) -> "Language":
    """Load the tagger and parser that the statement rules need.

    Without an argument the bundled English model is loaded, after its files have been
    compared with the published SHA-256 sums; else the installed model or the folder of
    that name. Raises ``ModelMissing`` or ``ModelDamaged``.
    """
    # OpenBLAS reads this when numpy is first imported; more threads are slower here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    path = find_model(name_or_path)
    if name_or_path is None:
        check_files(path)
    import spacy
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    before = get_current_ops()
    set_current_ops(NumpyOps(use_blis=faster_blas() == "blis"))
    try:
        return spacy.load(path, exclude=UNUSED_COMPONENTS)
    except (OSError, ValueError, KeyError) as error:
        message = f"the language model at {path} cannot be read ({error}); install it again"
        raise ModelDamaged(message) from error
    finally:
        set_current_ops(before)


def find_model(name_or_path: str | None = None) -> Path:
    """Return the folder with the model's files, without importing its package.

    Raises ``ModelMissing``.
    """
    if name_or_path is None:
        folder = _package_folder(PACKAGE)
        if folder is None or not (folder / DIRECTORY / "config.cfg").is_file():
            message = (
                f"the English model {PACKAGE} {VERSION} is not installed; "
                f"install it with: pip install {PACKAGE.replace('_', '-')}=={VERSION}"
            )
            raise ModelMissing(message)
        return folder / DIRECTORY
    given = Path(name_or_path)
    if (given / "config.cfg").is_file():
        return given
    folder = _package_folder(name_or_path)
    for config in sorted(folder.glob("*/config.cfg")) if folder else ():
        return config.parent
    message = (
        f"no language model {name_or_path!r}: neither a folder with a config.cfg nor an "
        "installed package; correct the name in the settings or install it"
    )
    raise ModelMissing(message)


def check_files(folder: Path) -> None:
    """Compare the bundled model's files with the published sums; raise ``ModelDamaged``."""
    for name, expected in SHA256.items():
        file = folder / name
        if not file.is_file():
            message = f"the language model lacks {file}; install {PACKAGE} {VERSION} again"
            raise ModelDamaged(message)
        if hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            message = (
                f"{file} differs from the published {PACKAGE} {VERSION} (SHA-256 does not match); "
                "install the package again"
            )
            raise ModelDamaged(message)


def describe_language_model() -> dict[str, str | bool]:
    """Return what ``onrecord doctor`` shows: version, path, whether the files are right, BLAS."""
    found: dict[str, str | bool] = {"package": PACKAGE, "version": VERSION}
    try:
        path = find_model()
        found["path"] = str(path)
        check_files(path)
        found["files_ok"] = True
    except LanguageModelError as error:
        found["files_ok"] = False
        found["problem"] = str(error)
    found["blas"] = faster_blas()
    return found


@lru_cache(maxsize=1)
def faster_blas() -> str:
    """Return "openblas" or "blis": whichever multiplies faster on this machine, measured once.

    The bundled BLIS falls back to a generic kernel on some processors and then takes several
    times as long; results are the same.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy
    from thinc.api import NumpyOps

    generator = numpy.random.default_rng(0)
    left = generator.random((512, 288), dtype="float32")
    right = generator.random((288, 288), dtype="float32")
    seconds = {}
    for name, use_blis in (("openblas", False), ("blis", True)):
        multiply = partial(NumpyOps(use_blis=use_blis).gemm, left, right)
        seconds[name] = min(_seconds(multiply) for _ in range(5))
    return min(seconds, key=lambda name: seconds[name])


def _seconds(multiply: Callable[[], object]) -> float:
    start = time.perf_counter()
    multiply()
    return time.perf_counter() - start


def _package_folder(name: str) -> Path | None:
    if not name.isidentifier():
        return None
    if name in sys.modules and sys.modules[name].__spec__ is None:
        return None
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
