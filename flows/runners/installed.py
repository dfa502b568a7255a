"""What is installed here, as far as two machines must agree on it to give the same rows."""

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flows.language.language_model import find_model

_PACKAGES = ("flows", "warehouse", "transforms", "seeds")
_LIBRARIES = ("apache-beam", "spacy", "trafilatura")


def installed(language_model: str = "") -> dict[str, str]:
    """Return name and version of what the pipeline's rows depend on.

    ``onrecord`` carries a digest of its code beside its version, so that two checkouts of one
    version differ where their code does.

    Raises:
        ModelMissing: there is no language model here.
    """
    return {
        "onrecord": f"{version('onrecord')}+{code_digest()}",
        "language model": _model(find_model(language_model or None)),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version(name) for name in _LIBRARIES},
    }


def difference(wanted: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Return in words what differs, for a person; empty where nothing does."""
    return ", ".join(
        f"{name} {here.get(name) or 'none'} where the run has {wanted[name]}"
        for name in sorted(wanted)
        if here.get(name) != wanted[name]
    )


@cache
def code_digest() -> str:
    """Return a digest of the installed packages' Python and SQL (eight hexadecimal digits)."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in {".py", ".sql"}:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def _model(folder: Path) -> str:
    config = hashlib.sha256((folder / "config.cfg").read_bytes())
    meta = folder / "meta.json"
    if meta.is_file():
        config.update(meta.read_bytes())
    return f"{folder.name}+{config.hexdigest()[:8]}"
