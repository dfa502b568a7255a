"""Runs made again from what was kept, and archives in and out."""
