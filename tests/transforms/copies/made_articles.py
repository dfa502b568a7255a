"""Made articles for comparing: words that stand for text, and articles in an order."""

from datetime import timedelta

from making import AT

from transforms.copies.clusters import compare
from transforms.copies.records import ClusterArticle, Neighbourhood, Sampled, Stored
from transforms.copies.shingles import sampled_shingles

Places = set[tuple[str, str, str, float, float]]


def prose(name: str, start: int = 0, end: int = 400) -> str:
    """Words start to end of a text that shares no two words in a row with another's."""
    return " ".join(f"{name}{number}" for number in range(start, end))


def sampled(article_id: str, text: str, hours: float = 0, outlet: str = "") -> Sampled:
    return Sampled(
        article_id, f"revision of {article_id}", "", outlet or article_id,
        AT + timedelta(hours=hours), sampled_shingles(text),
    )  # fmt: skip


class Desk:
    """An index in memory that takes arrivals run by run, as the warehouse does."""

    def __init__(self) -> None:
        self.articles: dict[str, Sampled] = {}
        self.stored: dict[str, Stored] = {}
        self.kept: dict[str, tuple[int, ...]] = {}
        self.rows: list[ClusterArticle] = []
        self.compared = 0

    def land(self, *arrivals: Sampled) -> None:
        self.articles |= {article.article_id: article for article in arrivals}
        wanted = {article.article_id for article in arrivals}
        while (found := compare(self._named(wanted), self.neighbourhood())).reconsider:
            assert not found.reconsider & wanted
            wanted |= found.reconsider
        self.compared += len(wanted)
        for one in found.indexed:
            self.stored[one.article_id] = Stored(
                one.article_id, one.revision_id, one.agency, one.outlet, one.appeared_at,
                one.sampled, one.is_original,
            )  # fmt: skip
            self.kept[one.article_id] = one.shingles
        self.rows = [row for row in self.rows if not {row.article_id, row.first_article_id} & wanted
                     or (row.is_first and row.article_id not in wanted)]  # fmt: skip
        self.rows += found.clusters
        followed = {row.first_article_id for row in self.rows if not row.is_first}
        self.rows = [row for row in self.rows if row.first_article_id in followed]

    def _named(self, wanted: set[str]) -> list[Sampled]:
        return [self.articles[article_id] for article_id in wanted]

    def neighbourhood(self) -> Neighbourhood:
        holders: dict[int, tuple[str, ...]] = {}
        for article_id, shingles in self.kept.items():
            for shingle in shingles:
                holders[shingle] = (*holders.get(shingle, ()), article_id)
        followers: dict[str, tuple[Stored, ...]] = {}
        for row in self.rows:
            if not row.is_first:
                held = self.stored[row.article_id]
                followers[row.first_article_id] = (*followers.get(row.first_article_id, ()), held)
        ids = {row.first_article_id: row.cluster_id for row in self.rows}
        return Neighbourhood(holders, self.stored, followers, ids)

    @property
    def places(self) -> Places:
        """Who stands where, but for the ids of the clusters."""
        return {
            (row.first_article_id, row.article_id, row.relation, row.containment,
             row.first_containment)
            for row in self.rows
        }  # fmt: skip

    @property
    def stars(self) -> dict[str, set[str]]:
        """The followers by the first article of their cluster."""
        found: dict[str, set[str]] = {}
        for row in self.rows:
            if not row.is_first:
                found.setdefault(row.first_article_id, set()).add(row.article_id)
        return found
