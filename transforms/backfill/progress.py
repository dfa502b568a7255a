"""How long a backfill will take yet."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Pace:
    """Bytes of the archive that were worked through, and the seconds that this took.

    What had landed before is only read, which takes next to no time: it tells nothing of what
    is still to be done.
    """

    bytes_worked: int = 0
    seconds: float = 0.0

    def after(self, more_bytes: int, seconds: float) -> "Pace":
        """Return the pace with one more part worked through."""
        return replace(
            self, bytes_worked=self.bytes_worked + more_bytes, seconds=self.seconds + seconds
        )

    def seconds_left(self, bytes_left: int) -> float | None:
        """Return the estimate for what is left; None before anything was worked through."""
        if not self.bytes_worked:
            return None
        return self.seconds / self.bytes_worked * bytes_left
