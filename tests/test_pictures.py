"""The pictures in docs/ show what is sent now."""

import importlib.util
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parents[1] / "docs"


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", FOLDER / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_are_of_what_is_rendered_now() -> None:
    pictures = maker()
    remedy = "type make docs, and look at the pictures"
    assert (FOLDER / "pictures/email.html").read_text("utf-8") == pictures.email_page(), remedy
    assert (FOLDER / "pictures/console.svg").read_text("utf-8") == pictures.console_picture(), (
        remedy
    )
    assert (FOLDER / "pictures/email.png").read_bytes().startswith(b"\x89PNG")
