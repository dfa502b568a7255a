import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from flows.display.progress import Quiet
from flows.errors import ConfigurationError
from flows.language import text_files
from flows.language.text_files import extract_lines, predicted, read_text
from transforms.extraction import Extraction
from transforms.spans import Span

FOUND = Extraction(
    speech_type="direct", source=(), antecedent=(Span(0, 3),), cue=(Span(4, 8),),
    content=(Span(9, 11), Span(12, 14)), cue_lemma="say", act="state", modality="asserted",
    rule="r", speaker_rule="s",
)  # fmt: skip


class TwoFirstWords:
    def extract(self, texts: Iterable[str]) -> Iterator[list[Extraction]]:
        for text in texts:
            if text == "break":
                raise RuntimeError("the model choked")
            yield [FOUND] if text else []


@pytest.fixture(autouse=True)
def _small_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(language_model: str) -> Callable[[], TwoFirstWords]:
        assert language_model == "a model"
        return TwoFirstWords

    monkeypatch.setattr(text_files, "make_extractor", make)


def extract(source: Path, target: Path) -> tuple[int, int]:
    return extract_lines(source, target, "a model", Quiet())


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(map(json.dumps, lines)) + "\n\n", "utf-8")
    return path


def test_each_text_gives_a_line_with_its_statements(tmp_path: Path) -> None:
    texts = {"a": "Ana said no\u2028no\n", "b": ""}
    lines = [{"doc": name, "text": text} for name, text in texts.items()]
    source, target = write(tmp_path / "in.jsonl", *lines), tmp_path / "out.jsonl"
    assert extract(source, target) == (2, 1)
    written = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert written == [
        {"doc": "a", "statements": [predicted(texts["a"], FOUND)]},
        {"doc": "b", "statements": []},
    ]


def test_a_statement_is_written_as_scorers_read_it() -> None:
    assert predicted("Ana said no, no", FOUND) == {
        "speaker": None, "speaker_text": "Ana", "cue": [[4, 8]], "content": [[9, 11], [12, 14]],
        "kind": "direct",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line", ["no json", '["doc", "text"]', '{"doc": "a"}', '{"doc": "a", "text": null}', "7"]
)
def test_a_line_of_another_shape_is_named_and_nothing_is_written(tmp_path: Path, line: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"doc": "a", "text": "b"}\n' + line + "\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"in\.jsonl, line 2 is not like"):
        extract(source, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_an_old_result_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"doc": "a", "text": "x"}, {"doc": "b", "text": "break"})
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with pytest.raises(RuntimeError, match="choked"):
        extract(source, target)
    assert target.read_text() == "old"


def test_a_target_without_a_folder_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl")
    for target in (tmp_path / "no" / "out.jsonl", tmp_path):
        with pytest.raises(ConfigurationError, match="cannot be written"):
            extract(source, target)


def test_a_text_comes_from_a_file_or_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"\xef\xbb\xbfA line\r\nand another"
    (tmp_path / "a.txt").write_bytes(data)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read_text(tmp_path / "a.txt") == read_text(Path("-")) == "A line\nand another"


def test_a_text_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Orsk é".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"latin\.txt is not UTF-8"):
        read_text(tmp_path / "latin.txt")
    with pytest.raises(ConfigurationError, match=r"none\.txt cannot be read \(No such file"):
        read_text(tmp_path / "none.txt")
