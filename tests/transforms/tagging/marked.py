"""Passages with their mentions marked by hand: [words](actor) and {words}(term)."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from transforms.spans import Span
from transforms.tags import Tag, TargetKind

PASSAGES = Path(__file__).parent / "passages.jsonl"
_KINDS: dict[str, TargetKind] = {"]": "actor", "}": "term"}


@dataclass(frozen=True)
class Mention:
    """A mention as a person marked it."""

    kind: TargetKind
    target_id: str
    span: Span


@dataclass(frozen=True)
class Passage:
    """A text with all its mentions."""

    name: str
    """Unique among the passages."""
    group: str
    """The set that it was written with."""
    story_id: str
    on: date
    text: str
    mentions: tuple[Mention, ...]


def read_passages(path: Path = PASSAGES) -> list[Passage]:
    """Return the annotated passages."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Passage(
            row["id"],
            row.get("set", "tuned"),
            row.get("story", "ukraine-plan"),
            date.fromisoformat(row["on"]),
            *unmark(row["marked"]),
        )
        for row in rows
    ]


def unmark(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """Return the text without its marks, and the mentions that they held."""
    text, mentions, opened, position = "", [], [], 0
    while position < len(marked):
        character = marked[position]
        if character in "[{":
            opened.append(len(text))
        elif character in _KINDS:
            close = marked.index(")", position)
            target_id = marked[position + 2 : close]
            mentions.append(Mention(_KINDS[character], target_id, Span(opened.pop(), len(text))))
            position = close
        else:
            text += character
        position += 1
    return text, tuple(sorted(mentions, key=lambda mention: (mention.span, mention.kind)))


@dataclass(frozen=True)
class Score:
    """Found, missed and false mentions. A found one has the target and shares words."""

    found: int
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Return the share of the tags that a person marked too."""
        return self.found / (self.found + len(self.false))

    @property
    def recall(self) -> float:
        """Return the share of the marked mentions that were tagged."""
        return self.found / (self.found + len(self.missed))


def score(passage: Passage, tags: list[Tag], kind: TargetKind) -> Score:
    """Compare the tags of one kind with the passage's mentions."""
    left = [tag for tag in tags if tag.kind == kind]
    found, missed = 0, []
    for mention in (mention for mention in passage.mentions if mention.kind == kind):
        match = next((tag for tag in left if _is_same(tag, mention)), None)
        if match is None:
            missed.append(_line(passage, mention.target_id, mention.span))
        else:
            found += 1
            left.remove(match)
    false = tuple(_line(passage, tag.target_id, tag.span) for tag in left)
    return Score(found, tuple(missed), false)


def total(scores: list[Score]) -> Score:
    """Return the scores of several passages as one."""
    return Score(
        sum(score.found for score in scores),
        tuple(line for score in scores for line in score.missed),
        tuple(line for score in scores for line in score.false),
    )


def _is_same(tag: Tag, mention: Mention) -> bool:
    shares_words = tag.span.start < mention.span.end and mention.span.start < tag.span.end
    return tag.target_id == mention.target_id and shares_words


def _line(passage: Passage, target_id: str, span: Span) -> str:
    around = passage.text[max(0, span.start - 30) : span.end + 30].replace("\n", " ")
    return f"{passage.name}: {target_id} {span.of(passage.text)!r} in …{around}…"
