"""When a feed is asked next, what it costs to fail, and where it has moved: pure decisions."""
