-- What was taken down: only where it stood, so that it is not fetched again.

CREATE TABLE forgotten_articles (
    address_id VARCHAR NOT NULL,
    forgotten_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

COMMENT ON TABLE forgotten_articles IS
    'Articles that `onrecord forget` removed: no more is kept of them than the ids of their addresses, so that they are not fetched again.';
COMMENT ON COLUMN forgotten_articles."address_id" IS
    'The article_id that one of its addresses gives.';
COMMENT ON COLUMN forgotten_articles."forgotten_at" IS 'When it was removed (UTC, our clock).';
COMMENT ON COLUMN forgotten_articles."run_seq" IS 'Run that removed it.';
