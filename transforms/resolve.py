"""From what stands in a text to who is on record: extractions and tags become appearances."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from seeds.story import Role, Story
from transforms.extraction import Extraction
from transforms.identifiers import digest_id, slug
from transforms.records import Appearance, Attribution, Mention, Revision
from transforms.spans import Span, Spans
from transforms.stated import stated_at
from transforms.tagging.offices import Offices
from transforms.tagging.speakers import SpeakerResolution, resolve_speaker
from transforms.tags import Tag
from transforms.wording import content_words

_PRONOUNS = frozenset({"i", "you", "he", "she", "it", "we", "they", "who", "this", "that", "one"})
"""They name nobody: where they were not followed to a name, the speaker is not known."""

_ASKED = re.compile(r"\basked (?:if|whether|about|by|what|how|why)\b")

CONTEXT_CHARACTERS = 32
"""Length of prefix and suffix of a W3C text-quote selector."""


def mentions_of(revision: Revision, tags: Iterable[Tag]) -> list[Mention]:
    """Return the tags of a revision as rows, each with the words around it."""
    text = revision.text
    return [
        Mention(
            mention_id=digest_id(
                revision.revision_id, revision.story_id, tag.kind, tag.target_id,
                str(tag.span.start), str(tag.span.end),
            ),
            revision_id=revision.revision_id,
            story_id=revision.story_id,
            kind=tag.kind,
            target_id=tag.target_id,
            exact=tag.span.of(text),
            prefix=text[max(0, tag.span.start - CONTEXT_CHARACTERS) : tag.span.start],
            suffix=text[tag.span.end : tag.span.end + CONTEXT_CHARACTERS],
            start=tag.span.start,
            end=tag.span.end,
            matched_label=tag.matched_label,
            method=tag.method,
            confidence=tag.confidence,
        )
        for tag in tags
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves the statements of articles for one story; holds nothing that changes."""

    story: Story
    offices: Offices
    extractor_version: str

    def appearances(
        self, revision: Revision, tags: Sequence[Tag], extractions: Sequence[Extraction]
    ) -> list[Appearance]:
        """Return one row for each statement that stands in the revision.

        Of two extractions with the very same content the first stands.
        """
        ids = [
            digest_id(revision.revision_id, revision.story_id, *map(str, extraction.content))
            for extraction in extractions
        ]
        rows: dict[str, Appearance] = {}
        for own_id, extraction in zip(ids, extractions, strict=True):
            parent = ids[extraction.parent] if extraction.parent is not None else ""
            row = self._appearance(revision, tags, extraction, own_id, parent)
            if row.words:
                rows.setdefault(own_id, row)
        return list(rows.values())

    def _appearance(
        self,
        revision: Revision,
        tags: Sequence[Tag],
        found: Extraction,
        appearance_id: str,
        parent_id: str,
    ) -> Appearance:
        text, on = revision.text, article_date(revision)
        attributions = self._attributions(text, found, tags, on)
        stated_text = _joined(text, found.stated)
        said_at, precision = stated_at(stated_text, on)
        return Appearance(
            appearance_id=appearance_id,
            revision_id=revision.revision_id,
            article_id=revision.article_id,
            story_id=revision.story_id,
            outlet=revision.outlet,
            url=revision.canonical_url,
            words=content_words(text, found.content, is_direct=found.speech_type == "direct"),
            sentence=_paragraphs(text, (*found.content, *found.cue)).of(text),
            speech_type=found.speech_type,
            source=found.source,
            cue=found.cue,
            content=found.content,
            source_text=_joined(text, found.source),
            cue_text=_joined(text, found.cue),
            cue_lemma=found.cue_lemma,
            act=found.act,
            modality=found.modality,
            medium=_joined(text, found.medium),
            stated_text=stated_text,
            stated_at=said_at,
            stated_precision=precision,
            attributions=attributions,
            term_ids=_terms(text, found, tags),
            is_joint=any(part.role == "signatory" for part in attributions),
            parent_appearance_id=parent_id,
            rule=found.rule,
            speaker_rule=found.speaker_rule,
            published_at=revision.published_at,
            fetched_at=revision.fetched_at,
            is_first_sight=revision.is_first_sight,
            extractor_version=self.extractor_version,
        )

    def _attributions(
        self, text: str, found: Extraction, tags: Sequence[Tag], on: date
    ) -> tuple[Attribution, ...]:
        naming = found.antecedent or found.source
        speaking = self._resolve(text, naming, tags, on)
        role = "signatory" if self._is_joint(speaking) else "speaker"
        parts = self._parts(speaking, role, on, _joined(text, (*found.source, *naming)))
        for passing, spans in (("relayed_by", found.relay), ("recipient", found.recipient)):
            who = self._resolve(text, spans, tags, on)
            parts += self._parts(who, passing, on, _joined(text, spans))
        return tuple(parts)

    def _resolve(self, text: str, spans: Spans, tags: Sequence[Tag], on: date) -> SpeakerResolution:
        return resolve_speaker(text, spans, tags, self.offices, on)

    def _is_joint(self, speaking: SpeakerResolution) -> bool:
        groups = {actor.actor_id for actor in self.story.actors if actor.kind == "group"}
        return len(speaking.actor_ids) > 1 or bool(groups & set(speaking.actor_ids))

    def _parts(self, who: SpeakerResolution, role: str, on: date, naming: str) -> list[Attribution]:
        names = self.story.actor_names()
        listed = [
            Attribution(
                actor_id=actor_id,
                role=role,
                name=names.get(actor_id, actor_id),
                description=who.description,
                office=office_on(self.story.roles, actor_id, on, naming),
                method=who.method,
            )
            for actor_id in who.actor_ids
        ]
        if listed or not (who.unlisted_name or who.description):
            return listed
        name = who.unlisted_name or who.description
        if name.casefold() in _PRONOUNS:
            return []
        kind = "unlisted" if who.unlisted_name else "unnamed"
        return [Attribution(f"{kind}:{slug(name)}", role, name, who.description, "", who.method)]


def article_date(revision: Revision) -> date:
    """Return the day on which offices are looked up: published, else fetched."""
    return (revision.published_at or revision.fetched_at).date()


def office_on(roles: Iterable[Role], actor_id: str, on: date, naming: str = "") -> str:
    """Return the title of the office that the actor held that day.

    Of several it is the one that the ``naming`` words use, else the first in roles.csv.
    """
    held = [
        role
        for role in roles
        if role.actor_id == actor_id
        and (role.starts is None or role.starts <= on)
        and (role.ends is None or on < role.ends)
    ]
    words = naming.casefold()
    used = [
        role
        for role in held
        if any(title.casefold() in words for title in (role.title, *role.also_called))
    ]
    return next((role.title for role in (*used, *held)), "")


def _terms(text: str, found: Extraction, tags: Sequence[Tag]) -> tuple[str, ...]:
    """Return the terms within the content, else in its paragraph, else in the question before.

    "Would she accept the army limit?" is asked in one paragraph and answered in the next.
    """
    terms = [tag for tag in tags if tag.kind == "term"]
    paragraph = _paragraphs(text, found.content)
    for pieces in (found.content, (paragraph,), _question_before(text, paragraph)):
        within = {tag.target_id for tag in terms if _overlaps(tag.span, pieces)}
        if within:
            return tuple(sorted(within))
    return ()


def _question_before(text: str, paragraph: Span) -> Spans:
    """Return the paragraph before, when it ends in a question or says that one was asked."""
    before = text[: paragraph.start].rstrip()
    start = before.rfind("\n\n") + 2 if "\n\n" in before else 0
    asked = before.rstrip("\"”»’'").endswith("?") or _ASKED.search(before, start)
    return (Span(start, len(before)),) if asked and start else ()


def _overlaps(span: Span, pieces: Iterable[Span]) -> bool:
    return any(span.start < piece.end and piece.start < span.end for piece in pieces)


def _paragraphs(text: str, pieces: Spans) -> Span:
    """Return the paragraphs that hold the pieces, from the first to the last."""
    start = text.rfind("\n\n", 0, min(piece.start for piece in pieces) + 1)
    end = text.find("\n\n", max(piece.end for piece in pieces))
    return Span(0 if start < 0 else start + 2, len(text) if end < 0 else end)


def _joined(text: str, spans: Spans) -> str:
    return " ".join(" ".join(span.of(text).split()) for span in spans)
