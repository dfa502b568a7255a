-- What went over the wire, so that a run can be replayed from what was kept.

ALTER TABLE fetches ADD COLUMN retry_after_seconds DOUBLE;
ALTER TABLE fetches ADD COLUMN redirects STRUCT("status" INTEGER, url VARCHAR)[] DEFAULT [];
ALTER TABLE fetches ADD COLUMN request_headers STRUCT("name" VARCHAR, "value" VARCHAR)[] DEFAULT [];
ALTER TABLE fetches ADD COLUMN response_headers STRUCT("name" VARCHAR, "value" VARCHAR)[] DEFAULT [];
ALTER TABLE fetches ADD COLUMN document_id VARCHAR DEFAULT '';

-- Pages were kept before this; feeds were not.
UPDATE fetches SET document_id = body_hash WHERE outcome = 'read' AND entry_id <> '';

COMMENT ON COLUMN fetches."retry_after_seconds" IS 'What a failed server asked us to wait, clamped; null when it named nothing.';
COMMENT ON COLUMN fetches."redirects" IS 'Each hop: status of the redirect and the address that it led to.';
COMMENT ON COLUMN fetches."request_headers" IS 'Headers as sent, those that hold secrets left out.';
COMMENT ON COLUMN fetches."response_headers" IS 'Headers as they came, repeated ones too; those that hold secrets left out.';
COMMENT ON COLUMN fetches."document_id" IS 'SHA-256 of the body that came, under documents/ in the home; empty when none came.';
