"""What a backfill did so far, over all its parts."""

from dataclasses import dataclass

from flows.backfill.tagging import PartReport


@dataclass(slots=True)
class Totals:
    """Counts over the parts."""

    articles: int = 0
    new: int = 0
    known: int = 0
    forgotten: int = 0
    undated: int = 0
    others: int = 0
    quarantined: int = 0
    mentions: int = 0
    statements: int = 0
    appearances: int = 0
    copies: int = 0
    parts: int = 0
    parts_landed: int = 0
    parts_reused: int = 0

    def add(self, report: PartReport) -> None:
        """Count one part in."""
        self.articles += report.articles
        self.known += report.known
        self.forgotten += report.forgotten
        self.undated += report.undated
        self.others += report.others
        self.parts += 1
        self.parts_reused += report.was_staged
        if report.landed is None:
            return
        landed = report.landed
        self.parts_landed += 1
        self.new += landed.articles
        self.quarantined += landed.quarantined
        self.mentions += landed.mentions
        self.statements += landed.statements
        self.appearances += landed.appearances
        self.copies += landed.copies
