-- The data model. No primary keys and no secondary indexes on purpose: ids are
-- deterministic, the landing anti-joins and asserts uniqueness (docs/choices.md).

CREATE TABLE runs (
    run_seq BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    story_version VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    landed_at TIMESTAMP NOT NULL,
    feeds_read INTEGER NOT NULL,
    feeds_unchanged INTEGER NOT NULL,
    feeds_failed INTEGER NOT NULL,
    pages_fetched INTEGER NOT NULL,
    revisions_landed INTEGER NOT NULL,
    statements_landed INTEGER NOT NULL,
    quarantined INTEGER NOT NULL
);

CREATE TABLE feeds (
    story_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    etag VARCHAR NOT NULL,
    last_modified VARCHAR NOT NULL,
    body_hash VARCHAR NOT NULL,
    first_success_at TIMESTAMP,
    last_success_at TIMESTAMP,
    last_attempt_at TIMESTAMP NOT NULL,
    consecutive_failures INTEGER NOT NULL,
    last_error VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE fetches (
    fetch_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    status INTEGER,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('read', 'unchanged', 'failed')),
    error_kind VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    next_step VARCHAR NOT NULL,
    etag VARCHAR NOT NULL,
    last_modified VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    body_hash VARCHAR NOT NULL,
    duration_seconds DOUBLE NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE entries (
    entry_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    entry_key VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    published_raw VARCHAR NOT NULL,
    published_at TIMESTAMP,
    published_precision VARCHAR NOT NULL,
    entry_hash VARCHAR NOT NULL,
    page_state VARCHAR NOT NULL CHECK (page_state IN ('pending', 'fetched', 'failed', 'skipped')),
    page_attempts INTEGER NOT NULL,
    page_error VARCHAR NOT NULL,
    is_first_sight BOOLEAN NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE articles (
    article_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    canonical_url VARCHAR NOT NULL,
    first_published_at TIMESTAMP,
    first_seen_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE article_revisions (
    revision_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    feed_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    byline VARCHAR NOT NULL,
    agency VARCHAR NOT NULL,
    section VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    word_count INTEGER NOT NULL,
    published_at TIMESTAMP,
    published_precision VARCHAR NOT NULL,
    published_raw VARCHAR NOT NULL,
    modified_at TIMESTAMP,
    fetched_at TIMESTAMP NOT NULL,
    content_hash VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    extraction VARCHAR NOT NULL,
    flags VARCHAR[] NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE analyses (
    revision_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    story_version VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE mentions (
    mention_id VARCHAR NOT NULL,
    revision_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('actor', 'term')),
    target_id VARCHAR NOT NULL,
    exact VARCHAR NOT NULL,
    prefix VARCHAR NOT NULL,
    suffix VARCHAR NOT NULL,
    "start" INTEGER NOT NULL CHECK ("start" >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > "start"),
    matched_label VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    run_seq BIGINT NOT NULL
);

CREATE TABLE statements (
    statement_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    speech_type VARCHAR NOT NULL CHECK (speech_type IN ('direct', 'mixed', 'indirect')),
    text VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    modality VARCHAR NOT NULL,
    stated_at TIMESTAMP,
    stated_precision VARCHAR NOT NULL,
    date_first_published TIMESTAMP,
    first_seen_at TIMESTAMP NOT NULL,
    is_joint BOOLEAN NOT NULL,
    parent_statement_id VARCHAR,
    medium VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('active', 'corrected', 'withdrawn')),
    is_news BOOLEAN NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE statement_appearances (
    appearance_id VARCHAR NOT NULL,
    statement_id VARCHAR NOT NULL,
    revision_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    speech_type VARCHAR NOT NULL,
    source STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    cue STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    content STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    source_text VARCHAR NOT NULL,
    cue_text VARCHAR NOT NULL,
    cue_lemma VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    speaker_rule VARCHAR NOT NULL,
    is_first BOOLEAN NOT NULL,
    similarity DOUBLE NOT NULL,
    altered VARCHAR NOT NULL,
    published_at TIMESTAMP,
    fetched_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE statement_actors (
    statement_id VARCHAR NOT NULL,
    actor_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL CHECK (role IN ('speaker', 'signatory', 'recipient', 'relayed_by')),
    name VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    office VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE statement_terms (
    statement_id VARCHAR NOT NULL,
    term_id VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE actors (
    story_id VARCHAR NOT NULL,
    actor_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    wikidata_id VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    story_version VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE actor_labels (
    story_id VARCHAR NOT NULL,
    actor_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    usage VARCHAR NOT NULL,
    story_version VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE roles (
    story_id VARCHAR NOT NULL,
    office_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    actor_id VARCHAR NOT NULL,
    starts DATE,
    ends DATE,
    one_seat BOOLEAN NOT NULL,
    story_version VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE memberships (
    story_id VARCHAR NOT NULL,
    group_id VARCHAR NOT NULL,
    member_id VARCHAR NOT NULL,
    starts DATE,
    ends DATE,
    story_version VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE terms (
    story_id VARCHAR NOT NULL,
    term_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    notation VARCHAR NOT NULL,
    broader VARCHAR NOT NULL,
    scope_note VARCHAR NOT NULL,
    plan_version VARCHAR NOT NULL,
    story_version VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE term_labels (
    story_id VARCHAR NOT NULL,
    term_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    story_version VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE quarantine (
    quarantine_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    input VARCHAR NOT NULL,
    error_kind VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    traceback VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE outbox (
    event_id VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    statement_id VARCHAR NOT NULL,
    route VARCHAR NOT NULL,
    receiver VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE deliveries (
    event_id VARCHAR NOT NULL,
    receiver VARCHAR NOT NULL,
    attempt INTEGER NOT NULL,
    attempted_at TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('delivered', 'failed')),
    status INTEGER,
    error VARCHAR NOT NULL
);

CREATE TABLE cursors (
    name VARCHAR NOT NULL,
    run_seq BIGINT NOT NULL,
    moved_at TIMESTAMP NOT NULL
);
