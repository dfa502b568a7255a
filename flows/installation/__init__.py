"""One installation: its home, its settings, its log, its health."""
