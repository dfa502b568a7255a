-- One column of lists a transaction: DuckDB fails to commit two of them on a table with rows.

ALTER TABLE fetches ADD COLUMN IF NOT EXISTS response_headers STRUCT("name" VARCHAR, "value" VARCHAR)[] DEFAULT [];
ALTER TABLE fetches ADD COLUMN IF NOT EXISTS document_id VARCHAR DEFAULT '';

COMMENT ON COLUMN fetches."response_headers" IS 'Headers as they came, repeated ones too; those that hold secrets left out.';
COMMENT ON COLUMN fetches."document_id" IS 'SHA-256 of the body that came, under documents/ in the home; empty when none came.';
