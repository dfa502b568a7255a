-- Reading what is new: rows that vanished, and where the cursors really stand.

CREATE TABLE removals (
    table_name VARCHAR NOT NULL,
    row_key VARCHAR[] NOT NULL,
    story_id VARCHAR,
    run_seq BIGINT NOT NULL
);

COMMENT ON TABLE removals IS
    'Rows that were published once and are gone; one that comes back leaves this table.';
COMMENT ON COLUMN removals."table_name" IS 'Table that held the row.';
COMMENT ON COLUMN removals."row_key" IS
    'Values of the columns that name the row, as text, in the order of docs/incremental.md.';
COMMENT ON COLUMN removals."story_id" IS
    'Story of the row; null where rows of the table belong to no single story.';
COMMENT ON COLUMN removals."run_seq" IS 'Run that removed it.';

COMMENT ON TABLE cursors IS
    'How far named readers have read, as the last run found it; `onrecord cursors` shows it now.';
COMMENT ON COLUMN cursors."name" IS 'Name of the reader.';
COMMENT ON COLUMN cursors."run_seq" IS
    'Last run that it has read: what is new to it has a greater run_seq.';
