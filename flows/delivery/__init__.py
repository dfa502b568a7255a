"""Alerts on their way: from the outbox to receivers."""
