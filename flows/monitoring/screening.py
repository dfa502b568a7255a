"""Screen: of the documents of articles that are stored, only edits go on to the analysis.

Text extraction runs in worker processes, so that a page whose clock alone moved loads neither
Beam nor a language model.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from flows.monitoring.normaliser import normalise_once
from flows.monitoring.pages import PageOutcome
from flows.monitoring.revisiting import visits_of
from transforms.articles.edits import is_next_revision
from transforms.articles.records import NormalisedArticle
from transforms.feed_records import HeldArticle, PageVisit
from transforms.records import Document, Sighting
from transforms.revisions import is_same_piece, link_id_of, sighting_of
from transforms.revisits import learn
from warehouse.page_state import held_articles, page_aliases
from warehouse.polling_state import analysed_again
from warehouse.staged_tables import leave_out_revisions, staged_files
from warehouse.staging import stage


@dataclass(slots=True)
class Screened:
    """What is left to analyse, and what the look at the others taught."""

    documents: list[Document] = field(default_factory=list)
    """New articles, and edits of stored ones."""
    sightings: list[Sighting] = field(default_factory=list)
    """Of the documents that are not analysed, and of articles that turned out to be one."""
    visits: list[PageVisit] = field(default_factory=list)
    """The memories of pages, with what they learned of their lines."""

    @property
    def article_ids(self) -> set[str]:
        """The articles that the documents are known to be of, before their texts are read."""
        return {document.article_id or link_id_of(document) for document in self.documents}


LOOKS = "looks"
"""The staged file of the pages' memories, as they are before the analysis."""


def screen_pages(
    connection: duckdb.DuckDBPyConnection,
    story_id: str,
    pages: Sequence[PageOutcome],
    staging: Path,
) -> Screened:
    """Screen what a run fetched, and stage what it learned without an analysis."""
    documents = [page.document for page in pages if page.document]
    screened = screen(connection, documents, visits_of(connection, story_id, pages))
    stage(staging, LOOKS, PageVisit, screened.visits)
    stage(staging, "sightings-screened", Sighting, screened.sightings)
    return screened


def screen(
    connection: duckdb.DuckDBPyConnection,
    documents: Sequence[Document],
    visits: Sequence[PageVisit],
) -> Screened:
    """Tell edits of stored articles from pages that say what they said before."""
    if not documents:
        return Screened(visits=list(visits))
    held = held_articles(connection, [link_id_of(document) for document in documents])
    stored = [document for document in documents if link_id_of(document) in held]
    new = [document for document in documents if link_id_of(document) not in held]
    if not stored:
        return Screened(new, [], list(visits))
    look = _Look(connection, held, {visit.page_id: visit for visit in visits})
    for document, article in zip(stored, normalise_once(stored), strict=True):
        if isinstance(article, Exception):
            look.screened.documents.append(document)  # the analysis quarantines it
        else:
            look.at(document, article)
    look.screened.documents[:0] = new
    look.screened.visits = list(look.visits.values())
    return look.screened


def leave_out_analysed(connection: duckdb.DuckDBPyConnection, story_id: str, staging: Path) -> None:
    """Take out of the staged rows what was found in texts that were analysed before.

    A link can turn out to lead to a stored article only when its page is read: such an article's
    rows stay those of its first report.
    """
    again = analysed_again(connection, story_id, staged_files(staging, "revisions"))
    if again:
        leave_out_revisions(staging, again)


class _Look:
    """A look at the pages of stored articles."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        held: dict[str, HeldArticle],
        visits: dict[str, PageVisit],
    ) -> None:
        self.screened = Screened()
        self.visits = visits
        self._connection = connection
        self._held = held
        self._aliases = page_aliases(connection)

    def at(self, document: Document, article: NormalisedArticle) -> None:
        """Sort one document: an edit, known, or of another article than its link was."""
        held = self._held[link_id_of(document)]
        sighting = sighting_of(document, article, self._aliases)
        if sighting.article_id != held.article_id:
            if not is_same_piece(document.feed_title, article.title):
                self.screened.documents.append(document)
                return
            held = self._joined(held, sighting)
        sighting = replace(sighting, article_id=held.article_id)
        visit = self.visits.get(sighting.link_id)
        if is_next_revision(held, article, visit.changing if visit else ()):
            edit = replace(document, article_id=held.article_id, follows=held.revision_id)
            self.screened.documents.append(edit)
        else:
            self.screened.sightings.append(sighting)
        if visit is not None and held.extraction != "feed" != article.extraction:
            self.visits[visit.page_id] = learn(visit, held.text, article.text)

    def _joined(self, held: HeldArticle, sighting: Sighting) -> HeldArticle:
        """Return the article that has the page's own address, if one is stored, else ``held``.

        Then the two are one: the one that the link led to moves into it.
        """
        other = held_articles(self._connection, [sighting.article_id]).get(sighting.article_id)
        if other is None:
            return held
        self.screened.sightings.append(
            replace(sighting, article_id=other.article_id, page_id=held.article_id)
        )
        return other
