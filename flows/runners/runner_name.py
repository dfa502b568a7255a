"""The runners by name."""

from enum import StrEnum


class RunnerName(StrEnum):
    """What carries the pipeline out."""

    EMBEDDED = "embedded"
    PROCESSES = "processes"
    FLINK = "flink"
