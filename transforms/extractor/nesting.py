"""Statements within statements: kept as second-hand speech, or left to the outer one."""

from transforms.extractor.findings import Finding
from transforms.extractor.words import words

_SECOND_HAND = words(
    "say tell claim announce state warn declare insist deny admit promise assert argue add reply "
    "report predict vow pledge assure inform"
)
_CLAUSAL = {"clause", "clause before cue", "cue in mid-sentence", "infinitive", "quotation"}
_SELF = words("i we you")
_LOOK_BACK = 12


def settle_nesting(findings: list[Finding]) -> list[tuple[Finding, int | None]]:
    """Return the findings to keep, by first content offset, each with its parent's index.

    ``The minister said that the envoy had told him to wait``: the envoy's words stand within
    the minister's. Inside quotation marks nothing is second-hand: the words are one utterance.
    """
    ordered = sorted(findings, key=lambda finding: (_start(finding), -_end(finding)))
    kept: list[tuple[Finding, int | None]] = []
    for finding in ordered:
        parent = _parent(finding, kept)
        if parent is None or _is_second_hand(finding):
            kept.append((finding, parent))
    return kept


def _parent(finding: Finding, kept: list[tuple[Finding, int | None]]) -> int | None:
    for index in range(len(kept) - 1, max(-1, len(kept) - 1 - _LOOK_BACK), -1):
        outer = kept[index][0]
        if outer is not finding and _holds(outer, finding):
            return index
    return None


def _holds(outer: Finding, inner: Finding) -> bool:
    """Say whether the cue and the content of ``inner`` begin within the content of ``outer``."""
    if not inner.cue:
        return False
    points = (inner.cue[0].start, inner.content[0].start)
    return all(any(piece.start <= point < piece.end for piece in outer.content) for point in points)


def _is_second_hand(finding: Finding) -> bool:
    head = finding.source.head
    if finding.lemma not in _SECOND_HAND or head is None:
        return False
    return finding.rule in _CLAUSAL and head.lower_ not in _SELF


def _start(finding: Finding) -> int:
    return min(piece.start for piece in finding.content)


def _end(finding: Finding) -> int:
    return max(piece.end for piece in finding.content)
