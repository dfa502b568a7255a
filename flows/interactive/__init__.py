"""Conversations at a terminal: the SQL prompt."""
