"""A module that takes its time to get ready, as language models do."""

import time


def prepare() -> None:
    time.sleep(0.6)


def answer() -> int:
    return 42
