"""The pictures in docs/ show what is sent now."""

import importlib.util
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

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


def test_the_picture_of_a_run_is_shown_and_has_every_step() -> None:
    shown = ElementTree.parse(FOLDER / "pictures" / "run.svg")
    titles = {title.text or "" for title in shown.iter("{http://www.w3.org/2000/svg}title")}
    steps = {title.partition(":")[0] for title in titles}
    assert {"begin", "poll", "pages", "transform", "land", "deliver"} <= steps, "type make profile"
    assert any(title.startswith("transforms.extractor.rules.extract: ") for title in titles)
    assert "(pictures/run.svg)" in (FOLDER / "performance.md").read_text("utf-8")
