"""Texts from files, and statements to files, outside the warehouse."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.display.progress import Progress
from flows.errors import ConfigurationError
from flows.language.extractor import make_extractor
from transforms.extraction import Extraction
from transforms.spans import Spans


def read_text(file: Path) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises:
        ConfigurationError: there is no such file, or it is not UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file} is not UTF-8 ({error.reason}): convert it.") from error


def extract_lines(
    source: Path, target: Path, language_model: str, progress: Progress
) -> tuple[int, int]:
    """Write the statements of each text in ``source`` to ``target``; return both counts.

    The target is replaced only when all is done.

    Raises:
        ConfigurationError: a line is not an object with ``doc`` and ``text``, there is no
            folder for the target, or the target is the source.
    """
    if target.exists() and source.exists() and target.samefile(source):
        raise ConfigurationError(
            f"{target} is the input itself: name another file for the statements; "
            "nothing was written."
        )
    documents = list(_documents(source))
    if not target.parent.is_dir() or target.is_dir():
        raise ConfigurationError(f"{target} cannot be written: name a file in a folder that is.")
    progress.begin("extract", len(documents))
    extractor = make_extractor(language_model)()
    found = 0
    draft = target.with_name(target.name + ".draft")
    with draft.open("w", encoding="utf-8") as out:
        texts = (text for _, text in documents)
        for (name, text), extractions in zip(documents, extractor.extract(texts), strict=True):
            statements = [predicted(text, extraction) for extraction in extractions]
            line = {"doc": name, "statements": statements}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            found += len(statements)
            progress.advance()
    draft.replace(target)
    return len(documents), found


def predicted(text: str, extraction: Extraction) -> dict[str, Any]:
    """Return an extraction in the form that statement scorers read."""
    return {
        "speaker": _pairs(extraction.source) or None,
        "speaker_text": " ".join(span.of(text) for span in extraction.antecedent),
        "cue": _pairs(extraction.cue) or None,
        "content": _pairs(extraction.content),
        "kind": extraction.speech_type,
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _documents(source: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(read_text(source).split("\n"), 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            name, text = document["doc"], document["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise _unreadable_line(source, number) from error
        if not isinstance(name, str) or not isinstance(text, str):
            raise _unreadable_line(source, number)
        yield name, text


def _unreadable_line(source: Path, number: int) -> ConfigurationError:
    return ConfigurationError(
        f'{source}, line {number} is not like {{"doc": "a name", "text": "a text"}}: '
        "mend it; nothing was written."
    )
