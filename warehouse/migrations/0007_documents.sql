-- What went over the wire, so that a run can be replayed from what was kept.
-- One column of lists a transaction: DuckDB fails to commit two of them on a table with rows.

ALTER TABLE fetches ADD COLUMN retry_after_seconds DOUBLE;
ALTER TABLE fetches ADD COLUMN redirects STRUCT("status" INTEGER, url VARCHAR)[] DEFAULT [];

COMMENT ON COLUMN fetches."retry_after_seconds" IS 'What a failed server asked us to wait, clamped; null when it named nothing.';
COMMENT ON COLUMN fetches."redirects" IS 'Each hop: status of the redirect and the address that it led to.';
