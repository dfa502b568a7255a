"""``python -m flows.command`` is ``onrecord``."""

from flows.command import main

main()
