"""Copies: which articles carry the text of an earlier one."""
