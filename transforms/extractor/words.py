"""Word lists as running text, so that a line of words reads as one."""


def words(listing: str) -> frozenset[str]:
    """Return the words of ``listing``, which blanks separate."""
    return frozenset(listing.split())
