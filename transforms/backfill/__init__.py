"""Articles of an archive: which rows are some, what becomes of them, how far a backfill is."""
