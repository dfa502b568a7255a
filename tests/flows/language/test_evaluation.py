import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from flows.language.evaluation import GoldError, evaluate, print_errors, print_scores, read_gold
from transforms.extraction import Extraction
from transforms.spans import Span

TEXT = "Orla Venn said the plan was dead. Jon Ode said the bridge was safe."


class OneStatement:
    """Finds the first statement of ``TEXT`` and nothing else."""

    def extract(self, texts: Iterable[str]) -> Iterator[list[Extraction]]:
        for _ in texts:
            yield [
                Extraction(
                    "indirect", (Span(0, 9),), (Span(10, 14),), (Span(15, 32),), (Span(0, 9),),
                    "say", "state", "asserted", "clause", "subject",
                )
            ]  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    statements = [
        {"speaker": [[0, 9]], "cue": [[10, 14]], "content": [[15, 32]]},
        {"speaker": [[34, 41]], "cue": [[42, 46]], "content": [[47, 66]]},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"doc": "a", "text": TEXT, "statements": statements}) + "\n\n")
    return path


def test_the_table_gives_precision_recall_and_f1(gold: Path) -> None:
    out = io.StringIO()
    print_scores(evaluate(OneStatement(), read_gold(gold)), out)
    assert out.getvalue().splitlines()[1].split() == ["speech", "2", "1", "100.0", "50.0", "66.7"]


def test_a_missed_statement_is_shown_with_its_words(gold: Path) -> None:
    out = io.StringIO()
    print_errors(evaluate(OneStatement(), read_gold(gold)), 5, out)
    assert "a: [Jon Ode] <said> {the bridge was safe}" in out.getvalue()


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc": "a", "text": "b", "statements": []}\n{"doc": 1}\n')
    with pytest.raises(GoldError, match=r"gold\.jsonl, line 2 is no annotated article"):
        list(read_gold(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        list(read_gold(tmp_path / "none.jsonl"))
