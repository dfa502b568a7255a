"""Alerting: which events there are, for whom, when they go out and which of them together."""
