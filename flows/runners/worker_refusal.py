"""The words with which a worker refuses, and by which they are found again behind Flink's."""

REFUSED = "the onrecord worker refuses this run:"
