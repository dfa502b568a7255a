-- One column of lists a transaction: DuckDB fails to commit two of them on a table with rows.

ALTER TABLE fetches ADD COLUMN IF NOT EXISTS request_headers STRUCT("name" VARCHAR, "value" VARCHAR)[] DEFAULT [];

COMMENT ON COLUMN fetches."request_headers" IS 'Headers as sent, those that hold secrets left out.';
