"""Tagging: which actors and which plan terms a text mentions, and who a speaker is."""
