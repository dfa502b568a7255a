"""The stages of the pipeline: composite transforms over plain functions.

Every stage takes small batches and gives one output a table. When a batch fails, its items
are tried one by one; the item that fails alone is quarantined and costs only itself.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection, TaggedOutput
from apache_beam.utils.shared import Shared

from seeds.story import Story
from transforms import tags
from transforms.articles.records import NormalisedArticle
from transforms.extraction import Extraction, Extractor
from transforms.identifiers import digest_id
from transforms.records import Analysis, Document, Quarantined, Revision
from transforms.resolve import Resolver, article_date, mentions_of
from transforms.revisions import NO_ALIASES, returned, revision_of, sighting_of
from transforms.tagging.offices import Offices
from transforms.tagging.tagger import Tagger

ROWS = "rows"
QUARANTINE = "quarantine"
SIGHTINGS = "sightings"
SMALLEST_BATCH, LARGEST_BATCH = 4, 16
"""Measured: larger batches slow spaCy down, single items lose half of the speed."""

Normaliser = Callable[[Sequence[Document]], Sequence[NormalisedArticle | Exception]]
"""Extracts the articles of some documents: for each, in order, the article or why not."""

Output = tuple[str, Any]
Work = Callable[[Sequence[Any]], Iterable[Output]]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A revision with its mentions."""

    revision: Revision
    tags: tuple[tags.Tag, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A tagged revision with its statements, speakers not yet resolved."""

    tagged: Tagged
    extractions: tuple[Extraction, ...]


class Normalise(beam.PTransform):
    """Documents to revisions that were not analysed before, each once."""

    def __init__(
        self,
        normaliser: Normaliser,
        analysed: frozenset[str],
        aliases: Mapping[str, str] = NO_ALIASES,
    ) -> None:
        super().__init__()
        self._work = partial(normalising, normaliser, analysed, aliases)

    def expand(self, documents: PCollection[Document]) -> Any:  # noqa: ANN401
        """Two entries may lead to one article: the first seen stands for both.

        Gives ``rows`` (Revision) and ``sightings``, one for each document.
        """
        found = documents | "Extract articles" >> _Stage("Normalise", self._work, (SIGHTINGS,))
        once = (
            found[ROWS]
            | "Key by revision" >> beam.Map(lambda revision: (revision.revision_id, revision))
            | "Gather the same text" >> beam.GroupByKey()
            | "Keep the first seen" >> beam.MapTuple(_first_seen)
        )
        return {ROWS: once, SIGHTINGS: found[SIGHTINGS], QUARANTINE: found[QUARANTINE]}


class Tag(beam.PTransform):
    """Revisions to tagged revisions, and to mentions."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._work = partial(_tagging, story)

    def expand(self, revisions: PCollection[Revision]) -> Any:  # noqa: ANN401
        """Give ``rows`` (Tagged) and ``mentions``."""
        return revisions | "Tag actors and terms" >> _Stage("Tag", self._work, ("mentions",))


class Statements(beam.PTransform):
    """Tagged revisions to read ones: those in the story's languages that touch the story."""

    def __init__(self, story: Story, make_extractor: Callable[[], Extractor]) -> None:
        super().__init__()
        self._work = partial(_reading, story, make_extractor)

    def expand(self, tagged: PCollection[Tagged]) -> Any:  # noqa: ANN401
        """Give ``rows`` (Read), one for every revision, also without statements."""
        return tagged | "Extract statements" >> _Stage("Statements", self._work, ())


class Resolve(beam.PTransform):
    """Read revisions to appearances with actors and terms."""

    def __init__(self, story: Story, extractor_version: str) -> None:
        super().__init__()
        self._work = partial(_resolving, story, extractor_version)

    def expand(self, read: PCollection[Read]) -> Any:  # noqa: ANN401
        """Give ``rows`` (Appearance) and ``analyses``."""
        return read | "Resolve speakers and terms" >> _Stage("Resolve", self._work, ("analyses",))


class _Stage(beam.PTransform):
    def __init__(self, name: str, make_work: Callable[[], Work], outputs: Sequence[str]) -> None:
        super().__init__()
        self._name = name
        self._make_work = make_work
        self._outputs = outputs

    def expand(self, items: PCollection[Any]) -> Any:  # noqa: ANN401
        return (
            items
            | "Batch" >> beam.BatchElements(SMALLEST_BATCH, LARGEST_BATCH)
            | "Work"
            >> beam.ParDo(_Guarded(self._name, self._make_work)).with_outputs(
                *self._outputs, QUARANTINE, main=ROWS
            )
        )


class _Guarded(beam.DoFn):
    """Does one stage's work on batches, and quarantines the item that fails alone."""

    def __init__(self, stage: str, make_work: Callable[[], Work]) -> None:
        super().__init__()
        self._stage = stage
        self._make_work = make_work
        self._shared = Shared()

    def setup(self) -> None:
        self._work = self._shared.acquire(partial(_OneAtATime, self._make_work))

    def process(self, batch: Sequence[Any]) -> Iterator[Any]:
        try:
            outputs = self._work(batch)
        except Exception as error:  # noqa: BLE001 - any input may break any library
            if len(batch) == 1:
                outputs = [(QUARANTINE, _quarantined(self._stage, batch[0], error))]
            else:
                for item in batch:
                    yield from self.process([item])
                return
        for name, row in outputs:
            yield row if name == ROWS else TaggedOutput(name, row)


class _OneAtATime:
    """A process's work, made once: its threads, of which a runner may have several, take turns."""

    def __init__(self, make_work: Callable[[], Work]) -> None:
        self._work = make_work()
        self._turn = Lock()

    def __call__(self, batch: Sequence[Any]) -> list[Output]:
        with self._turn:
            return list(self._work(batch))


def normalising(
    normaliser: Normaliser, analysed: frozenset[str], aliases: Mapping[str, str]
) -> Work:
    """Return the work of Normalise: documents to new revisions, sightings and quarantined ones."""

    def work(documents: Sequence[Document]) -> Iterator[Output]:
        for document, article in zip(documents, normaliser(documents), strict=True):
            if isinstance(article, Exception):
                yield QUARANTINE, _quarantined("Normalise", document, article)
                continue
            yield SIGHTINGS, sighting_of(document, article, aliases)
            revision = revision_of(document, article, aliases)
            if document.follows and revision.revision_id in analysed:
                revision = returned(revision, document.follows)
            if revision.revision_id not in analysed:
                yield ROWS, revision

    return work


def _tagging(story: Story) -> Work:
    tagger = Tagger(story)

    def work(revisions: Sequence[Revision]) -> Iterator[Output]:
        for revision in revisions:
            found = tuple(tagger.tag(revision.text, article_date(revision)))
            yield ROWS, Tagged(revision, found)
            for mention in mentions_of(revision, found):
                yield "mentions", mention

    return work


def _reading(story: Story, make_extractor: Callable[[], Extractor]) -> Work:
    extractor = make_extractor()

    def work(batch: Sequence[Tagged]) -> Iterator[Output]:
        readable = [tagged for tagged in batch if _worth_reading(tagged, story)]
        found = extractor.extract([tagged.revision.text for tagged in readable])
        extractions = dict(zip(map(id, readable), found, strict=True))
        for tagged in batch:
            yield ROWS, Read(tagged, tuple(extractions.get(id(tagged), ())))

    return work


def _worth_reading(tagged: Tagged, story: Story) -> bool:
    """Only an article that names an actor or a term can be about the story."""
    language = tagged.revision.language.partition("-")[0]
    return bool(tagged.tags) and (not language or language in story.languages)


def _resolving(story: Story, extractor_version: str) -> Work:
    resolver = Resolver(story, Offices(story), extractor_version)

    def work(batch: Sequence[Read]) -> Iterator[Output]:
        for read in batch:
            revision = read.tagged.revision
            for row in resolver.appearances(revision, read.tagged.tags, read.extractions):
                yield ROWS, row
            yield (
                "analyses",
                Analysis(
                    revision.revision_id, story.story_id, story.version_hash, extractor_version
                ),
            )

    return work


def _first_seen(_: str, revisions: Iterable[Revision]) -> Revision:
    return min(revisions, key=lambda revision: (revision.fetched_at, revision.entry_id))


def _quarantined(stage: str, item: Any, error: Exception) -> Quarantined:  # noqa: ANN401
    name = _input_name(item)
    return Quarantined(
        quarantine_id=digest_id(stage, name, type(error).__name__),
        stage=stage,
        input=name,
        error_kind=getattr(error, "kind", "") or type(error).__name__,
        reason=str(error) or type(error).__name__,
        traceback="".join(traceback.format_exception(error)),
    )


def _input_name(item: Document | Revision | Tagged | Read) -> str:
    if isinstance(item, Document):
        return f"{item.url} (document {item.document_id})"
    if isinstance(item, Read):
        item = item.tagged
    if isinstance(item, Tagged):
        item = item.revision
    return f"{item.url} (revision {item.revision_id})"
