"""Which appearances are one statement, in whatever order they arrive."""
