import shutil
import sys
from pathlib import Path

import pytest

from flows.language import language_model
from flows.language.language_model import (
    ModelDamaged,
    ModelMissing,
    check_files,
    describe_language_model,
    find_model,
    load_language_model,
)
from flows.language.language_model_files import PACKAGE, SHA256


@pytest.fixture(scope="module")
def copied_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model") / "copy"
    return Path(shutil.copytree(find_model(), folder))


def test_the_bundled_model_is_found_without_running_its_code() -> None:
    sys.modules.pop(PACKAGE, None)
    assert (find_model() / "config.cfg").is_file()
    assert PACKAGE not in sys.modules


def test_the_published_files_are_right() -> None:
    check_files(find_model())
    described = describe_language_model()
    assert described["files_ok"] is True
    assert described["blas"] in {"openblas", "blis"}


def test_a_changed_file_is_named(copied_model: Path) -> None:
    name = "tagger/model"
    (copied_model / name).write_bytes(b"changed")
    with pytest.raises(ModelDamaged, match=r"tagger/model differs from the published"):
        check_files(copied_model)


def test_a_lacking_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match=f"lacks .*{next(iter(SHA256))}"):
        check_files(tmp_path)


def test_an_unknown_model_says_what_to_do() -> None:
    with pytest.raises(ModelMissing, match=r"no language model 'no_such_model'.*correct the name"):
        find_model("no_such_model")


def test_a_package_that_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(language_model, "PACKAGE", "no_such_package")
    with pytest.raises(ModelMissing, match="pip install no-such-package"):
        find_model()
    assert describe_language_model()["files_ok"] is False


def test_a_folder_without_a_readable_model_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]\n")
    with pytest.raises(ModelDamaged, match="cannot be read"):
        load_language_model(str(tmp_path))


def test_an_installed_package_can_be_named() -> None:
    assert find_model(PACKAGE) == find_model()
