"""One text with its mentions and statements, shown to a person."""

from dataclasses import dataclass
from datetime import date

from rich import box
from rich.table import Table
from rich.text import Text

from flows.display.console import make_console
from flows.display.formats import counted, join, printable
from flows.language.extractor import make_extractor
from seeds.story import Story
from transforms.extraction import Extraction
from transforms.spans import Spans
from transforms.tagging.speakers import SpeakerResolution, resolve_speaker
from transforms.tagging.tagger import Tagger
from transforms.tags import Tag
from transforms.wording import content_words

_STYLES = {"source": "bold yellow", "cue": "bold magenta", "content": "underline"}
_TAG_STYLES = {"actor": "cyan", "term": "green"}


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A text with everything that was found in it."""

    text: str
    story: Story
    tags: tuple[Tag, ...]
    extractions: tuple[Extraction, ...]
    speakers: tuple[SpeakerResolution, ...]


def analyse_text(text: str, story: Story, language_model: str, on: date) -> TaggedText:
    """Tag a text and extract its statements, with the offices as they were held on ``on``."""
    tagger = Tagger(story)
    tags = tagger.tag(text, on)
    extractions = next(iter(make_extractor(language_model)().extract([text])))
    speakers = tuple(
        resolve_speaker(text, found.antecedent or found.source, tags, tagger.offices, on)
        for found in extractions
    )
    return TaggedText(text, story, tuple(tags), tuple(extractions), speakers)


def print_tagged(tagged: TaggedText) -> None:
    """Print the text with its words highlighted, then what was found and why."""
    console = make_console()
    counts = f"{counted(len(tagged.tags), 'mention')}, " + counted(
        len(tagged.extractions), "statement"
    )
    if not tagged.tags and not tagged.extractions:
        console.print(counts)
        return
    console.print(_highlighted(tagged))
    console.print()
    legend = Text("source", _STYLES["source"])
    legend.append("  ").append("cue", _STYLES["cue"])
    legend.append("  ").append("content", _STYLES["content"])
    legend.append("  ").append("actor", _TAG_STYLES["actor"])
    legend.append("  ").append("term", _TAG_STYLES["term"])
    console.print(legend)
    if tagged.tags:
        console.print(_mentions(tagged))
    if tagged.extractions:
        console.print(_statements(tagged))
    console.print(counts)


def _highlighted(tagged: TaggedText) -> Text:
    # Control characters would move the offsets if they were dropped here: replaced instead.
    shown = "".join(c if printable(c) else "�" for c in tagged.text)
    text = Text(shown)
    for found in tagged.extractions:
        for name in ("content", "source", "cue"):
            for span in getattr(found, name):
                text.stylize(_STYLES[name], span.start, span.end)
    for tag in tagged.tags:
        text.stylize(_TAG_STYLES[tag.kind], tag.span.start, tag.span.end)
    return text


def _mentions(tagged: TaggedText) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="Mentions", title_justify="left")
    for heading in ("at", "words", "kind", "id", "by", "label"):
        table.add_column(heading, overflow="fold")
    for tag in tagged.tags:
        table.add_row(
            f"{tag.span.start}-{tag.span.end}",
            Text(printable(tag.span.of(tagged.text))),
            tag.kind,
            tag.target_id,
            tag.method,
            Text(tag.matched_label),
        )
    return table


def _statements(tagged: TaggedText) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="Statements", title_justify="left")
    for heading in ("no", "type", "speaker", "cue", "words", "why"):
        table.add_column(heading, overflow="fold")
    pairs = zip(tagged.extractions, tagged.speakers, strict=True)
    for number, (found, speaker) in enumerate(pairs, start=1):
        direct = found.speech_type == "direct"
        table.add_row(
            str(number),
            found.speech_type,
            Text(_speaker(tagged, found, speaker)),
            Text(_cue(tagged.text, found)),
            Text(printable(content_words(tagged.text, found.content, is_direct=direct))),
            _why(found, speaker),
        )
    return table


def _speaker(tagged: TaggedText, found: Extraction, speaker: SpeakerResolution) -> str:
    names = tagged.story.actor_names()
    resolved = join(names.get(actor_id, actor_id) for actor_id in speaker.actor_ids)
    resolved = resolved or speaker.unlisted_name or speaker.description or "nobody named"
    relay = _words(tagged.text, found.relay)
    source = _words(tagged.text, found.source)
    if not source:
        return printable(resolved)
    return printable(f"{resolved} (“{source}”" + (f", relayed by {relay}" if relay else "") + ")")


def _cue(text: str, found: Extraction) -> str:
    parts = [f"{_words(text, found.cue)} ({found.act}, {found.modality})"]
    if found.recipient:
        parts.append(f"to {_words(text, found.recipient)}")
    parts += [_words(text, spans) for spans in (found.medium, found.stated) if spans]
    return ", ".join(parts)


def _why(found: Extraction, speaker: SpeakerResolution) -> str:
    within = f"within no. {found.parent + 1}; " if found.parent is not None else ""
    return f"{within}{found.rule}; speaker: {found.speaker_rule}, {speaker.method}"


def _words(text: str, spans: Spans) -> str:
    return printable(" ".join(span.of(text) for span in spans))
