"""What a person reads of a preview: gained and lost mentions, with examples in context."""

import re
from collections import defaultdict
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.display.formats import counted, printable
from flows.stories.retagging import ChangedRevision
from seeds.story import Story
from transforms.retagging import ChangedMention

_AROUND = 40
_STYLES = {"+": "bold green", "-": "bold red"}
Found = tuple[str, ChangedRevision, ChangedMention]
"""Sign, article, mention."""


def print_preview(
    console: Console,
    story: Story,
    folder: str,
    looked_at: int,
    changed: Sequence[ChangedRevision],
    examples: int,
) -> None:
    """Print the counts by term and actor, then some examples of each."""
    by_target = _by_target(changed)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("kind", "id", "gained", "lost"):
        table.add_column(heading, justify="right" if heading in ("gained", "lost") else "left")
    for (kind, target_id), found in sorted(by_target.items()):
        signs = [sign for sign, _, _ in found]
        table.add_row(kind, target_id, str(signs.count("+")), str(signs.count("-")))
    if by_target:
        console.print(table)
    for (_, target_id), found in sorted(by_target.items()):
        for example in found[:examples]:
            console.print(_example(target_id, example))
    advice = (
        f"Apply it with `onrecord retag --story {folder}`." if changed else "Nothing to re-tag."
    )
    console.print(
        f"{len(changed)} of {counted(looked_at, 'stored article')} of {story.story_id!r} would "
        f"change. {advice}",
        markup=False,
        soft_wrap=True,
    )


def _by_target(changed: Sequence[ChangedRevision]) -> dict[tuple[str, str], list[Found]]:
    by_target: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for item in changed:
        for sign, mentions in (("+", item.change.gained), ("-", item.change.lost)):
            for mention in mentions:
                by_target[mention.kind, mention.target_id].append((sign, item, mention))
    return by_target


def _example(target_id: str, found: Found) -> Text:
    sign, item, mention = found
    text = item.revision.text
    before = text[max(0, mention.span.start - _AROUND) : mention.span.start]
    after = text[mention.span.end : mention.span.end + _AROUND]
    shown = Text(f"{sign} {target_id}: ")
    shown.append("..." + _line(before))
    shown.append(_line(mention.span.of(text)), style=_STYLES[sign])
    shown.append(_line(after) + "...")
    label = f" by {mention.matched_label}" if mention.matched_label else ""
    shown.append(f"  [{item.revision.outlet}{label}]", style="dim")
    return shown


def _line(words: str) -> str:
    return re.sub(r"\s+", " ", printable(words))
