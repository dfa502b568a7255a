"""Feeds: bytes in, entries out; nothing here touches the network or the clock."""
