-- Articles looked at again: by which addresses each is known, when its page is next asked for,
-- since when it is gone, and how exactly its time of change is known.

ALTER TABLE articles ADD COLUMN gone_since TIMESTAMP;
ALTER TABLE article_revisions ADD COLUMN modified_precision VARCHAR DEFAULT '';
ALTER TABLE article_revisions ADD COLUMN modified_raw VARCHAR DEFAULT '';

CREATE TABLE article_aliases (
    alias_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('link', 'page')),
    run_seq BIGINT NOT NULL
);

CREATE TABLE page_visits (
    story_id VARCHAR NOT NULL,
    page_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    visited_at TIMESTAMP NOT NULL,
    next_visit_at TIMESTAMP,
    visits INTEGER NOT NULL,
    edits INTEGER NOT NULL,
    etag VARCHAR NOT NULL,
    last_modified VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    gone_since TIMESTAMP,
    last_error VARCHAR NOT NULL,
    changing STRUCT(shape VARCHAR, looks BIGINT)[] NOT NULL,
    run_seq BIGINT NOT NULL
);

COMMENT ON COLUMN articles."gone_since" IS 'When its page was first found to be gone (404 or 410; UTC, our clock), or null while it stands.';
COMMENT ON COLUMN article_revisions."modified_precision" IS 'Precision of modified_at: second, minute, hour, day, month or year; empty without it.';
COMMENT ON COLUMN article_revisions."modified_raw" IS 'The time of change as it stood where it was read, or empty.';

COMMENT ON TABLE article_aliases IS 'Other ids under which an article would be found: of a feed''s link, of a canonical address that came later.';
COMMENT ON COLUMN article_aliases."alias_id" IS 'The article_id that the other address alone would give.';
COMMENT ON COLUMN article_aliases."article_id" IS 'Article that it is.';
COMMENT ON COLUMN article_aliases."kind" IS 'link: the feed''s address; page: the address that the page gives itself.';
COMMENT ON COLUMN article_aliases."run_seq" IS 'Run that landed the row.';

COMMENT ON TABLE page_visits IS 'When each article''s page was asked for, and when it is looked at again.';
COMMENT ON COLUMN page_visits."story_id" IS 'Story that watches it.';
COMMENT ON COLUMN page_visits."page_id" IS 'The article_id that the feed''s address alone would give: one row a page and story.';
COMMENT ON COLUMN page_visits."article_id" IS 'Article on the page.';
COMMENT ON COLUMN page_visits."entry_id" IS 'Entry that it was found by.';
COMMENT ON COLUMN page_visits."feed_id" IS 'Feed of that entry.';
COMMENT ON COLUMN page_visits."url" IS 'Address that is asked.';
COMMENT ON COLUMN page_visits."first_seen_at" IS 'When the page was first had (UTC, our clock).';
COMMENT ON COLUMN page_visits."changed_at" IS 'When its latest revision was had (UTC, our clock): the schedule counts from here.';
COMMENT ON COLUMN page_visits."visited_at" IS 'When it was last asked for (UTC, our clock).';
COMMENT ON COLUMN page_visits."next_visit_at" IS 'When it is due again (UTC), or null when it is no longer looked at.';
COMMENT ON COLUMN page_visits."visits" IS 'How often it was asked for, the first time included.';
COMMENT ON COLUMN page_visits."edits" IS 'How many revisions later visits found.';
COMMENT ON COLUMN page_visits."etag" IS 'Validator of the last answer, or empty.';
COMMENT ON COLUMN page_visits."last_modified" IS 'Validator of the last answer, or empty.';
COMMENT ON COLUMN page_visits."document_id" IS 'SHA-256 of the last answer''s body.';
COMMENT ON COLUMN page_visits."gone_since" IS 'When 404 or 410 first came (UTC, our clock), or null.';
COMMENT ON COLUMN page_visits."last_error" IS 'Why the last visit failed, or empty.';
COMMENT ON COLUMN page_visits."changing" IS 'Lines that change from look to look in figures alone, figures as 0; ignored after two looks.';
COMMENT ON COLUMN page_visits."run_seq" IS 'Run that landed the row.';
