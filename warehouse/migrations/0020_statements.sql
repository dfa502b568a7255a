-- Statements are what their appearances say: each appearance keeps all that is said of the
-- statement there, so that a statement's row can be made from them in whatever order they came.

ALTER TABLE statements RENAME TO statements_before;
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
    status VARCHAR NOT NULL CHECK (status IN ('active', 'corrected', 'withdrawn', 'merged')),
    merged_into VARCHAR,
    reasserts_statement_id VARCHAR,
    is_news BOOLEAN NOT NULL,
    run_seq BIGINT NOT NULL
);
INSERT INTO statements BY NAME SELECT * FROM statements_before;
DROP TABLE statements_before;

ALTER TABLE statement_appearances RENAME TO appearances_before;
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
    act VARCHAR NOT NULL,
    modality VARCHAR NOT NULL,
    medium VARCHAR NOT NULL,
    stated_at TIMESTAMP,
    stated_precision VARCHAR NOT NULL,
    attributions STRUCT(
        actor_id VARCHAR, "role" VARCHAR, "name" VARCHAR, description VARCHAR, office VARCHAR,
        "method" VARCHAR
    )[] NOT NULL,
    term_ids VARCHAR[] NOT NULL,
    is_joint BOOLEAN NOT NULL,
    parent_appearance_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    speaker_rule VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    speakers VARCHAR[] NOT NULL,
    said_from TIMESTAMP NOT NULL,
    said_until TIMESTAMP NOT NULL CHECK (said_until > said_from),
    sense_key VARCHAR NOT NULL,
    is_first_sight BOOLEAN NOT NULL,
    is_fresh BOOLEAN NOT NULL,
    is_first BOOLEAN NOT NULL,
    similarity DOUBLE NOT NULL,
    altered VARCHAR NOT NULL,
    published_at TIMESTAMP,
    fetched_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);
INSERT INTO statement_appearances BY NAME
SELECT a.*,
       s.act, s.modality, s.medium, s.stated_at, s.stated_precision,
       coalesce(parts.attributions, []) AS attributions,
       coalesce(terms.term_ids, []) AS term_ids,
       s.is_joint,
       '' AS parent_appearance_id,
       s.extractor_version,
       coalesce(parts.speakers, []) AS speakers,
       coalesce(a.published_at, a.fetched_at) - INTERVAL 72 HOUR AS said_from,
       coalesce(a.published_at, a.fetched_at) + INTERVAL 1 HOUR AS said_until,
       '' AS sense_key,
       NOT s.is_news AS is_first_sight,
       s.is_news AS is_fresh
FROM appearances_before a
JOIN statements s USING (statement_id)
LEFT JOIN (
    SELECT statement_id,
           list({actor_id: actor_id, "role": "role", "name": "name", description: description,
                 office: office, "method": "method"} ORDER BY "role", actor_id) AS attributions,
           list(DISTINCT actor_id ORDER BY actor_id)
               FILTER ("role" IN ('speaker', 'signatory')) AS speakers
    FROM statement_actors GROUP BY statement_id
) parts USING (statement_id)
LEFT JOIN (
    SELECT statement_id, list(term_id ORDER BY term_id) AS term_ids
    FROM statement_terms GROUP BY statement_id
) terms USING (statement_id);
DROP TABLE appearances_before;

COMMENT ON TABLE statements IS 'One row per utterance, however many articles report it.';
COMMENT ON COLUMN statements."statement_id" IS 'Id given at first sight, from story, speakers, words and day; it never changes.';
COMMENT ON COLUMN statements."story_id" IS 'Story it belongs to.';
COMMENT ON COLUMN statements."speech_type" IS 'direct (in quotation marks), mixed or indirect: the most literal form seen.';
COMMENT ON COLUMN statements."text" IS 'What was said: the longest of the most literal forms seen, without quotation marks.';
COMMENT ON COLUMN statements."act" IS 'Kind of act: state, support, reject, accuse, threaten, request, concede, promise, ...';
COMMENT ON COLUMN statements."modality" IS 'asserted, future, hypothetical, negated or question.';
COMMENT ON COLUMN statements."stated_at" IS 'When it was said, by the words of the first article that tells (UTC); null when none does.';
COMMENT ON COLUMN statements."stated_precision" IS 'Precision of stated_at.';
COMMENT ON COLUMN statements."date_first_published" IS 'Earliest published time among its appearances (UTC).';
COMMENT ON COLUMN statements."first_seen_at" IS 'When we first fetched an article with it (UTC, our clock).';
COMMENT ON COLUMN statements."is_joint" IS 'True for a statement made by several together.';
COMMENT ON COLUMN statements."parent_statement_id" IS 'Statement that this one is reported within, or null.';
COMMENT ON COLUMN statements."medium" IS 'Where it was said: on X, in a joint statement, ...; or empty.';
COMMENT ON COLUMN statements."extractor_version" IS 'Version of extractor and model that found it.';
COMMENT ON COLUMN statements."status" IS 'active; corrected (a later revision of an article has other words); withdrawn (no article has it any more); merged (it proved to be merged_into).';
COMMENT ON COLUMN statements."merged_into" IS 'The statement that this one proved to be, or null.';
COMMENT ON COLUMN statements."reasserts_statement_id" IS 'Earlier statement of the same speakers in the same words on another day, or null.';
COMMENT ON COLUMN statements."is_news" IS 'True when it may alert: from a feed already followed, recent, and no re-assertion.';
COMMENT ON COLUMN statements."run_seq" IS 'Run that landed the row, or last changed it.';

COMMENT ON TABLE statement_appearances IS 'A statement standing in one article revision.';
COMMENT ON COLUMN statement_appearances."appearance_id" IS 'Deterministic id of revision and content.';
COMMENT ON COLUMN statement_appearances."statement_id" IS 'Statement that appears.';
COMMENT ON COLUMN statement_appearances."revision_id" IS 'Revision that the offsets point into.';
COMMENT ON COLUMN statement_appearances."article_id" IS 'Article of the revision.';
COMMENT ON COLUMN statement_appearances."story_id" IS 'Story.';
COMMENT ON COLUMN statement_appearances."outlet" IS 'Outlet of the article.';
COMMENT ON COLUMN statement_appearances."url" IS 'Address of the article.';
COMMENT ON COLUMN statement_appearances."words" IS 'The words as this revision has them, without quotation marks.';
COMMENT ON COLUMN statement_appearances."sentence" IS 'The paragraph or paragraphs around them.';
COMMENT ON COLUMN statement_appearances."speech_type" IS 'direct, mixed or indirect, here.';
COMMENT ON COLUMN statement_appearances."source" IS 'Pieces of text that name who speaks.';
COMMENT ON COLUMN statement_appearances."cue" IS 'Pieces of text with the words of saying.';
COMMENT ON COLUMN statement_appearances."content" IS 'Pieces of text with what is said.';
COMMENT ON COLUMN statement_appearances."source_text" IS 'The words of source.';
COMMENT ON COLUMN statement_appearances."cue_text" IS 'The words of cue.';
COMMENT ON COLUMN statement_appearances."cue_lemma" IS 'Dictionary form of the cue.';
COMMENT ON COLUMN statement_appearances."act" IS 'Kind of act, here.';
COMMENT ON COLUMN statement_appearances."modality" IS 'asserted, future, hypothetical, negated or question, here.';
COMMENT ON COLUMN statement_appearances."medium" IS 'Where it was said, as this article has it; or empty.';
COMMENT ON COLUMN statement_appearances."stated_at" IS 'When it was said, by this article''s words (UTC); null when they do not tell.';
COMMENT ON COLUMN statement_appearances."stated_precision" IS 'Precision of stated_at.';
COMMENT ON COLUMN statement_appearances."attributions" IS 'Who takes which part in it, as this article has it.';
COMMENT ON COLUMN statement_appearances."term_ids" IS 'Terms that it is about, here.';
COMMENT ON COLUMN statement_appearances."is_joint" IS 'True where this article has several make it together.';
COMMENT ON COLUMN statement_appearances."parent_appearance_id" IS 'Appearance that this one is reported within, or empty.';
COMMENT ON COLUMN statement_appearances."rule" IS 'Rule that found it.';
COMMENT ON COLUMN statement_appearances."speaker_rule" IS 'How the speaker was found.';
COMMENT ON COLUMN statement_appearances."extractor_version" IS 'Version of extractor and model that found it.';
COMMENT ON COLUMN statement_appearances."speakers" IS 'Ids of those who speak or sign, sorted.';
COMMENT ON COLUMN statement_appearances."said_from" IS 'Earliest time at which it can have been said (UTC).';
COMMENT ON COLUMN statement_appearances."said_until" IS 'Time before which it was said (UTC).';
COMMENT ON COLUMN statement_appearances."sense_key" IS 'Digest of the words that carry sense, by which the same words on another day are found; or empty.';
COMMENT ON COLUMN statement_appearances."is_first_sight" IS 'True when the feed was read for the first time, or the run was a replay or a backfill.';
COMMENT ON COLUMN statement_appearances."is_fresh" IS 'True when it could make news: a followed feed, a recent article, no words long past.';
COMMENT ON COLUMN statement_appearances."is_first" IS 'True for the earliest report of the statement.';
COMMENT ON COLUMN statement_appearances."similarity" IS '0 to 100 against the words first quoted; 0 for another part of the same utterance.';
COMMENT ON COLUMN statement_appearances."altered" IS 'Word difference inside quotation marks; empty for the same words and for a cut.';
COMMENT ON COLUMN statement_appearances."published_at" IS 'When the article says it was published (UTC).';
COMMENT ON COLUMN statement_appearances."fetched_at" IS 'When we fetched the article (UTC, our clock).';
COMMENT ON COLUMN statement_appearances."run_seq" IS 'Run that landed the row, or last changed it.';
