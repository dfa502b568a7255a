"""When writing a database file anew is worth its time."""

LEAST_SHARE = 0.3
"""Of the file: below that, rows to come fill the free room soon."""
LEAST_BYTES = 32_000_000
"""Below that, nobody notices."""


def is_worthwhile(total_bytes: int, free_bytes: int) -> bool:
    """Say whether so much of a database file is free that it should be written anew.

    DuckDB uses free blocks again, so that a file does not grow without end; it never gives
    them back. A third of free room is what a large re-tag or takedown leaves.
    """
    return free_bytes >= max(LEAST_BYTES, LEAST_SHARE * total_bytes)
