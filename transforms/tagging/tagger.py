"""From a text to its mentions of a story's actors and terms."""

from datetime import date

from seeds.story import Story
from transforms.tagging.actors import ActorTagger
from transforms.tagging.context import TextContext
from transforms.tagging.groups import Groups
from transforms.tagging.offices import Offices
from transforms.tagging.terms import TermTagger
from transforms.tags import Tag


class Tagger:
    """Tags texts with one story. Set-up is once a process; tagging changes nothing in it.

    Pickling carries the story, not the matchers: they are rebuilt where it arrives.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self._actors = ActorTagger(story)
        self._terms = TermTagger(story)

    def __reduce__(self) -> tuple[type["Tagger"], tuple[Story]]:
        return Tagger, (self.story,)

    @property
    def offices(self) -> Offices:
        """Return the story's offices, which ``resolve_speaker`` asks."""
        return self._actors.offices

    @property
    def groups(self) -> Groups:
        """Return the story's groups, which tell their members on a day."""
        return self._actors.groups

    def tag(self, text: str, on: date | None) -> list[Tag]:
        """Return every mention in ``text``, ordered by span; actors before terms on the same words.

        Args:
            text: The text; spans are code points, half-open, into it as it stands.
            on: The article's date, on which offices and groups are looked up. None: only
                offices that have had a single holder resolve.

        Mentions of the same kind never overlap; an actor may lie within a term.
        """
        context = TextContext(text)
        tags = [*self._actors.tag(context, on), *self._terms.tag(context)]
        return sorted(tags, key=lambda tag: (tag.span, tag.kind))
