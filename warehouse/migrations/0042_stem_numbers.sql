-- By what a run finds the stored wordings that its own may belong to (known_wordings). NULL in rows
-- that an earlier version landed: these are looked at as before, one by one. Whoever changes how
-- words are stemmed empties the column by a migration.
ALTER TABLE statement_appearances ADD COLUMN stem_numbers UINTEGER[];
ALTER TABLE statement_appearances ADD COLUMN least_shared INTEGER;

COMMENT ON COLUMN statement_appearances."stem_numbers" IS 'A number for each stem of its words and two for each figure, by which wordings that may be one are found; NULL in rows of earlier versions.';
COMMENT ON COLUMN statement_appearances."least_shared" IS 'How many of these numbers it shares at least with a wording as rich that is of the same statement.';
