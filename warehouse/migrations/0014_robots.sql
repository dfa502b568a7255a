-- What each site asks of crawlers, so that it is asked for once a day and not at every run.

CREATE TABLE robots (
    origin VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('read', 'unavailable', 'unreachable')),
    status INTEGER,
    text VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    checked_at TIMESTAMP NOT NULL,
    known_at TIMESTAMP,
    unreachable_since TIMESTAMP,
    run_seq BIGINT NOT NULL
);

COMMENT ON TABLE robots IS
    'robots.txt of each site whose pages were fetched (RFC 9309): what it asks of crawlers.';
COMMENT ON COLUMN robots."origin" IS 'Scheme, host and port, as in https://www.example.org.';
COMMENT ON COLUMN robots."outcome" IS
    'read; unavailable (no such file, all is allowed); unreachable (asked again soon).';
COMMENT ON COLUMN robots."status" IS 'HTTP status of the last answer, or null.';
COMMENT ON COLUMN robots."text" IS 'What it said when it was last read, at most 500 KiB.';
COMMENT ON COLUMN robots."error" IS 'Why the last request brought no file, or empty.';
COMMENT ON COLUMN robots."checked_at" IS 'When it was last asked for (UTC, our clock).';
COMMENT ON COLUMN robots."known_at" IS
    'When it was last read or known to be absent (UTC, our clock); null if never.';
COMMENT ON COLUMN robots."unreachable_since" IS
    'Since when it has been out of reach (UTC, our clock), or null.';
COMMENT ON COLUMN robots."run_seq" IS 'Run that landed it.';
