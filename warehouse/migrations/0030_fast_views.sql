-- Views that stay fast over a year of news: an ordered list in a grouping (list(x ORDER BY y))
-- costs 15 times as much as an unordered one, and most statements have one speaker and one
-- term. Names and columns are those of 0010; what is new stands behind them.

ALTER TABLE statements ADD COLUMN first_run_seq BIGINT;
UPDATE statements SET first_run_seq = least(statements.run_seq, first.run_seq)
FROM (
    SELECT s.statement_id, coalesce(r.run_seq, s.run_seq) AS run_seq
    FROM statements s
    ASOF LEFT JOIN runs r ON r.story_id = s.story_id AND s.first_seen_at <= r.landed_at
) first
WHERE first.statement_id = statements.statement_id;
COMMENT ON COLUMN statements."first_run_seq" IS 'Run that landed the statement first; run_seq is the run that last changed it.';

CREATE OR REPLACE VIEW latest_statements AS
SELECT
    s.statement_id,
    s.story_id,
    coalesce(s.stated_at, s.date_first_published, s.first_seen_at) AS said_at,
    CASE WHEN s.stated_at IS NOT NULL THEN s.stated_precision
         WHEN s.date_first_published IS NOT NULL THEN first.published_precision
         ELSE 'second' END AS said_precision,
    CASE WHEN s.stated_at IS NOT NULL THEN 'words'
         WHEN s.date_first_published IS NOT NULL THEN 'published'
         ELSE 'seen' END AS said_from,
    speakers.actor_ids,
    speakers.speakers,
    speakers.offices,
    s.speech_type,
    first.cue_lemma AS cue,
    s.act,
    s.modality,
    s.text,
    coalesce(terms.term_ids, []) AS term_ids,
    coalesce(terms.terms, []) AS terms,
    first.outlet AS first_outlet,
    first.url AS first_url,
    reports.outlets,
    s.is_joint,
    s.is_news,
    s.status,
    s.first_seen_at,
    s.run_seq
FROM statements s
LEFT JOIN (
    SELECT statement_id,
           CASE WHEN count(*) = 1 THEN list(actor_id)
                ELSE list_select(list(actor_id), list_grade_up(list(role || ' ' || actor_id)))
           END AS actor_ids,
           CASE WHEN count(*) = 1 THEN list(name)
                ELSE list_select(list(name), list_grade_up(list(role || ' ' || actor_id)))
           END AS speakers,
           CASE WHEN count(*) = 1 THEN list(office)
                ELSE list_select(list(office), list_grade_up(list(role || ' ' || actor_id)))
           END AS offices
    FROM statement_actors
    WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id
) speakers USING (statement_id)
LEFT JOIN (
    SELECT st.statement_id,
           CASE WHEN count(*) = 1 THEN list(st.term_id) ELSE list_sort(list(st.term_id))
           END AS term_ids,
           CASE WHEN count(*) = 1 THEN list(t.name)
                ELSE list_select(list(t.name), list_grade_up(list(st.term_id)))
           END AS terms
    FROM statement_terms st
    JOIN statements owner ON owner.statement_id = st.statement_id
    JOIN terms t ON t.term_id = st.term_id AND t.story_id = owner.story_id
    GROUP BY st.statement_id
) terms USING (statement_id)
LEFT JOIN (
    SELECT a.statement_id, a.cue_lemma, a.outlet, a.url, r.published_precision
    FROM statement_appearances a
    JOIN article_revisions r USING (revision_id)
    WHERE a.is_first
) first USING (statement_id)
LEFT JOIN (
    SELECT statement_id, count(DISTINCT outlet) AS outlets
    FROM statement_appearances
    GROUP BY statement_id
) reports USING (statement_id)
ORDER BY said_at DESC, s.statement_id;

CREATE OR REPLACE VIEW statements_by_term AS
WITH RECURSIVE upward AS (
    SELECT story_id, term_id, term_id AS within FROM terms
    UNION
    SELECT upward.story_id, upward.term_id, t.broader
    FROM upward
    JOIN terms t ON t.story_id = upward.story_id AND t.term_id = upward.within
    WHERE t.broader <> ''
),
about AS (
    SELECT DISTINCT upward.within AS term_id, st.statement_id
    FROM statement_terms st
    JOIN statements s USING (statement_id)
    JOIN upward ON upward.story_id = s.story_id AND upward.term_id = st.term_id
)
SELECT about.term_id, l.*
FROM about
JOIN latest_statements l USING (statement_id);

CREATE OR REPLACE VIEW actor_term_matrix AS
WITH said AS (
    SELECT s.statement_id, s.story_id,
           coalesce(s.stated_at, s.date_first_published, s.first_seen_at) AS said_at,
           CASE WHEN s.stated_at IS NOT NULL THEN s.stated_precision
                WHEN s.date_first_published IS NOT NULL THEN first.published_precision
                ELSE 'second' END AS said_precision,
           CASE WHEN s.stated_at IS NOT NULL THEN 'words'
                WHEN s.date_first_published IS NOT NULL THEN 'published'
                ELSE 'seen' END AS said_from
    FROM statements s
    LEFT JOIN (
        SELECT a.statement_id, r.published_precision
        FROM statement_appearances a
        JOIN article_revisions r USING (revision_id)
        WHERE a.is_first
    ) first USING (statement_id)
    WHERE s.status NOT IN ('withdrawn', 'merged')
)
SELECT s.story_id, a.actor_id, any_value(a.name) AS name, t.term_id,
       count(DISTINCT s.statement_id) AS statements,
       min(s.said_at) AS first_said_at,
       max(s.said_at) AS last_said_at,
       any_value(terms.name) AS term,
       arg_min(s.said_precision, (s.said_at, s.statement_id)) AS first_said_precision,
       arg_max(s.said_precision, (s.said_at, s.statement_id)) AS last_said_precision,
       arg_min(s.said_from, (s.said_at, s.statement_id)) AS first_said_from,
       arg_max(s.said_from, (s.said_at, s.statement_id)) AS last_said_from
FROM said s
JOIN statement_actors a USING (statement_id)
JOIN statement_terms t USING (statement_id)
LEFT JOIN terms ON terms.story_id = s.story_id AND terms.term_id = t.term_id
WHERE a.role IN ('speaker', 'signatory')
GROUP BY s.story_id, a.actor_id, t.term_id;

CREATE OR REPLACE VIEW what_changed AS
WITH changes AS (
    SELECT run_seq, 'article' AS kind, article_id AS id, outlet AS where_seen, title AS what
    FROM article_revisions
    WHERE version = 1
    UNION ALL
    SELECT run_seq, 'revision', article_id, outlet, title
    FROM article_revisions
    WHERE version > 1
    UNION ALL
    SELECT run_seq, CASE WHEN status <> 'active' THEN status
                         WHEN first_run_seq = run_seq THEN 'statement'
                         ELSE 'grown' END,
           statement_id, story_id, text
    FROM statements
    UNION ALL
    SELECT run_seq, 'quarantined', quarantine_id, stage, reason FROM quarantine
)
SELECT c.run_seq, c.kind, c.id, c.where_seen, c.what, r.landed_at
FROM changes c
JOIN runs r USING (run_seq);

CREATE OR REPLACE VIEW altered_quotations AS
WITH changed AS (
    SELECT DISTINCT statement_id FROM statement_appearances WHERE altered <> ''
),
reports AS (
    SELECT a.statement_id, a.story_id, a.article_id, a.outlet, a.url, a.words, a.altered,
           r.version, a.run_seq, a.appearance_id,
           coalesce(a.published_at, a.fetched_at) AS reported_at,
           CASE WHEN a.published_at IS NULL THEN 'fetched'
                ELSE r.published_precision END AS reported_precision,
           lower(trim(regexp_replace(a.words, '[^\pL\pN]+', ' ', 'g'))) AS plain
    FROM statement_appearances a
    JOIN article_revisions r USING (revision_id)
    WHERE a.statement_id IN (FROM changed)
),
speakers AS (
    SELECT statement_id,
           list_select(list(name), list_grade_up(list(role || ' ' || actor_id))) AS speakers
    FROM statement_actors
    WHERE role IN ('speaker', 'signatory') AND statement_id IN (FROM changed)
    GROUP BY statement_id
),
altered AS (
    SELECT *, trim(regexp_replace(regexp_replace(
               altered, '\{\+.*?\+\} ?', '', 'g'), '\[-(.*?)-\]', '\1', 'g')) AS before_words
    FROM reports
    WHERE altered <> ''
)
SELECT l.statement_id, l.story_id, s.speakers,
       b.outlet AS before_outlet,
       b.version AS before_version,
       coalesce(b.words, l.before_words) AS before_words,
       l.outlet AS after_outlet,
       l.version AS after_version,
       l.words AS after_words,
       l.altered AS difference,
       coalesce(b.article_id = l.article_id, false) AS is_same_article,
       b.url AS before_url,
       l.url AS after_url,
       b.reported_at AS before_reported_at,
       b.reported_precision AS before_precision,
       l.reported_at AS after_reported_at,
       l.reported_precision AS after_precision,
       l.run_seq
FROM altered l
LEFT JOIN speakers s USING (statement_id)
LEFT JOIN reports b
    ON b.statement_id = l.statement_id
   AND b.appearance_id <> l.appearance_id
   AND b.plain = lower(trim(regexp_replace(l.before_words, '[^\pL\pN]+', ' ', 'g')))
QUALIFY row_number() OVER (
    PARTITION BY l.appearance_id ORDER BY b.reported_at, b.appearance_id
) = 1;

CREATE OR REPLACE VIEW joint_statements AS
WITH RECURSIVE parties AS (
    SELECT s.statement_id, s.story_id, a.actor_id, a.name,
           CAST(coalesce(s.stated_at, s.date_first_published, s.first_seen_at) AS DATE) AS said_on
    FROM statements s
    JOIN statement_actors a USING (statement_id)
    LEFT JOIN actors known ON known.story_id = s.story_id AND known.actor_id = a.actor_id
    WHERE a.role IN ('speaker', 'signatory') AND (s.is_joint OR known.kind = 'group')
),
-- Each group is opened once a day, however many statements it made.
expanded AS (
    SELECT DISTINCT story_id, said_on, actor_id AS party_id, actor_id FROM parties
    UNION
    SELECT e.story_id, e.said_on, e.party_id, m.member_id
    FROM expanded e
    JOIN memberships m
      ON m.story_id = e.story_id AND m.group_id = e.actor_id
     AND (m.starts IS NULL OR m.starts <= e.said_on)
     AND (m.ends IS NULL OR e.said_on < m.ends)
),
opened AS (
    SELECT e.story_id, e.said_on, e.party_id, e.actor_id, known.name
    FROM expanded e
    LEFT JOIN actors known ON known.story_id = e.story_id AND known.actor_id = e.actor_id
    WHERE NOT EXISTS (
        SELECT 1 FROM memberships m
        WHERE m.story_id = e.story_id AND m.group_id = e.actor_id
          AND (m.starts IS NULL OR m.starts <= e.said_on)
          AND (m.ends IS NULL OR e.said_on < m.ends)
    )
),
members AS (
    SELECT p.statement_id, o.actor_id,
           coalesce(any_value(o.name), any_value(p.name) FILTER (p.actor_id = o.actor_id),
                    o.actor_id) AS name
    FROM parties p
    JOIN opened o
      ON o.story_id = p.story_id AND o.said_on = p.said_on AND o.party_id = p.actor_id
    GROUP BY p.statement_id, o.actor_id
)
SELECT l.statement_id, l.story_id, l.said_at, l.said_precision, l.said_from,
       l.actor_ids AS party_ids,
       l.speakers AS parties,
       m.member_ids, m.members,
       l.text, l.term_ids, l.terms, l.first_outlet, l.first_url, l.outlets, l.status, l.run_seq
FROM latest_statements l
JOIN (
    SELECT statement_id,
           list_select(list(actor_id), list_grade_up(list(name || chr(1) || actor_id)))
               AS member_ids,
           list_select(list(name), list_grade_up(list(name || chr(1) || actor_id))) AS members
    FROM members
    GROUP BY statement_id
) m USING (statement_id);

COMMENT ON VIEW latest_statements IS 'Statements, latest first, with speakers, offices, terms and first outlet.';
COMMENT ON COLUMN latest_statements."statement_id" IS 'Statement.';
COMMENT ON COLUMN latest_statements."story_id" IS 'Story.';
COMMENT ON COLUMN latest_statements."said_at" IS 'When it was said; else published, else first seen (UTC).';
COMMENT ON COLUMN latest_statements."said_precision" IS 'Precision of said_at: year, month, week, day, hour, minute or second.';
COMMENT ON COLUMN latest_statements."actor_ids" IS 'Speakers or signatories, in the order of speakers and offices.';
COMMENT ON COLUMN latest_statements."speakers" IS 'Their names.';
COMMENT ON COLUMN latest_statements."offices" IS 'The office that each held on the article''s date, or empty.';
COMMENT ON COLUMN latest_statements."speech_type" IS 'direct, mixed or indirect.';
COMMENT ON COLUMN latest_statements."cue" IS 'Dictionary form of the first report''s words of saying.';
COMMENT ON COLUMN latest_statements."act" IS 'Kind of speech act.';
COMMENT ON COLUMN latest_statements."modality" IS 'asserted, future, hypothetical, negated or question.';
COMMENT ON COLUMN latest_statements."text" IS 'The longest form of the words seen.';
COMMENT ON COLUMN latest_statements."term_ids" IS 'Terms it is about.';
COMMENT ON COLUMN latest_statements."terms" IS 'Their names, in the order of term_ids.';
COMMENT ON COLUMN latest_statements."first_outlet" IS 'Outlet of the earliest report.';
COMMENT ON COLUMN latest_statements."first_url" IS 'Address of the earliest report.';
COMMENT ON COLUMN latest_statements."outlets" IS 'How many outlets report it.';
COMMENT ON COLUMN latest_statements."is_joint" IS 'True when several speak together.';
COMMENT ON COLUMN latest_statements."is_news" IS 'True when it came from a feed already followed.';
COMMENT ON COLUMN latest_statements."status" IS 'active, corrected or withdrawn.';
COMMENT ON COLUMN latest_statements."first_seen_at" IS 'When we first fetched it (UTC, our clock).';
COMMENT ON COLUMN latest_statements."run_seq" IS 'Run that landed or last changed it.';
COMMENT ON COLUMN latest_statements."said_from" IS 'Where said_at is from: words (of the article), published or seen (by our clock).';

COMMENT ON VIEW actor_term_matrix IS 'How often, first and last each actor spoke about each term.';
COMMENT ON COLUMN actor_term_matrix."story_id" IS 'Story.';
COMMENT ON COLUMN actor_term_matrix."actor_id" IS 'Speaker or signatory.';
COMMENT ON COLUMN actor_term_matrix."name" IS 'Name of the actor.';
COMMENT ON COLUMN actor_term_matrix."term_id" IS 'Term.';
COMMENT ON COLUMN actor_term_matrix."statements" IS 'How many statements, withdrawn ones left out.';
COMMENT ON COLUMN actor_term_matrix."first_said_at" IS 'When the first was said, published or seen (UTC).';
COMMENT ON COLUMN actor_term_matrix."last_said_at" IS 'When the last was said, published or seen (UTC).';
COMMENT ON COLUMN actor_term_matrix."term" IS 'Name of the term.';
COMMENT ON COLUMN actor_term_matrix."first_said_precision" IS 'Precision of first_said_at: year, month, week, day, hour, minute or second.';
COMMENT ON COLUMN actor_term_matrix."last_said_precision" IS 'Precision of last_said_at: year, month, week, day, hour, minute or second.';
COMMENT ON COLUMN actor_term_matrix."first_said_from" IS 'Where first_said_at is from: words (of the article), published or seen (by our clock).';
COMMENT ON COLUMN actor_term_matrix."last_said_from" IS 'Where last_said_at is from: words (of the article), published or seen (by our clock).';

COMMENT ON VIEW what_changed IS 'What each run brought or changed: articles, revisions, statements, quarantined inputs.';
COMMENT ON COLUMN what_changed."run_seq" IS 'Run that brought it.';
COMMENT ON COLUMN what_changed."kind" IS 'article, revision, statement (a new one), grown (a known one whose words, time or first report changed), corrected, withdrawn, merged or quarantined.';
COMMENT ON COLUMN what_changed."id" IS 'Id of the article, statement or quarantined input.';
COMMENT ON COLUMN what_changed."where_seen" IS 'Outlet, story or stage.';
COMMENT ON COLUMN what_changed."what" IS 'Title, words or reason.';
COMMENT ON COLUMN what_changed."landed_at" IS 'When that run landed (UTC, our clock).';

COMMENT ON VIEW altered_quotations IS 'Direct quotations whose words differ from an earlier report, of another outlet or of an earlier revision.';
COMMENT ON COLUMN altered_quotations."statement_id" IS 'Statement.';
COMMENT ON COLUMN altered_quotations."story_id" IS 'Story.';
COMMENT ON COLUMN altered_quotations."speakers" IS 'Names of the speakers.';
COMMENT ON COLUMN altered_quotations."before_outlet" IS 'Outlet of the earlier wording; null when no report has these words any more.';
COMMENT ON COLUMN altered_quotations."before_version" IS 'Version of its article.';
COMMENT ON COLUMN altered_quotations."before_words" IS 'The earlier wording.';
COMMENT ON COLUMN altered_quotations."after_outlet" IS 'Outlet of the other wording.';
COMMENT ON COLUMN altered_quotations."after_version" IS 'Version of its article.';
COMMENT ON COLUMN altered_quotations."after_words" IS 'The other wording.';
COMMENT ON COLUMN altered_quotations."difference" IS 'kept [-gone-] {+new+}.';
COMMENT ON COLUMN altered_quotations."is_same_article" IS 'True for two revisions of one article.';
COMMENT ON COLUMN altered_quotations."before_url" IS 'Address of the earlier wording.';
COMMENT ON COLUMN altered_quotations."after_url" IS 'Address of the other wording.';
COMMENT ON COLUMN altered_quotations."before_reported_at" IS 'When the earlier wording was published, else fetched (UTC).';
COMMENT ON COLUMN altered_quotations."before_precision" IS 'Precision of before_reported_at; fetched when the article tells no time.';
COMMENT ON COLUMN altered_quotations."after_reported_at" IS 'When the other wording was published, else fetched (UTC).';
COMMENT ON COLUMN altered_quotations."after_precision" IS 'Precision of after_reported_at; fetched when the article tells no time.';
COMMENT ON COLUMN altered_quotations."run_seq" IS 'Run that landed the other wording.';

COMMENT ON VIEW statements_by_term IS 'latest_statements by term_id; a narrower term counts for its broader ones.';
COMMENT ON COLUMN statements_by_term."term_id" IS 'Term that it is about, or a broader one.';
COMMENT ON COLUMN statements_by_term."statement_id" IS 'Statement.';
COMMENT ON COLUMN statements_by_term."story_id" IS 'Story.';
COMMENT ON COLUMN statements_by_term."said_at" IS 'When it was said; else published, else first seen (UTC).';
COMMENT ON COLUMN statements_by_term."said_precision" IS 'Precision of said_at: year, month, week, day, hour, minute or second.';
COMMENT ON COLUMN statements_by_term."actor_ids" IS 'Speakers or signatories, in the order of speakers and offices.';
COMMENT ON COLUMN statements_by_term."speakers" IS 'Their names.';
COMMENT ON COLUMN statements_by_term."offices" IS 'The office that each held on the article''s date, or empty.';
COMMENT ON COLUMN statements_by_term."speech_type" IS 'direct, mixed or indirect.';
COMMENT ON COLUMN statements_by_term."cue" IS 'Dictionary form of the first report''s words of saying.';
COMMENT ON COLUMN statements_by_term."act" IS 'Kind of speech act.';
COMMENT ON COLUMN statements_by_term."modality" IS 'asserted, future, hypothetical, negated or question.';
COMMENT ON COLUMN statements_by_term."text" IS 'The longest form of the words seen.';
COMMENT ON COLUMN statements_by_term."term_ids" IS 'Terms it is about.';
COMMENT ON COLUMN statements_by_term."terms" IS 'Their names, in the order of term_ids.';
COMMENT ON COLUMN statements_by_term."first_outlet" IS 'Outlet of the earliest report.';
COMMENT ON COLUMN statements_by_term."first_url" IS 'Address of the earliest report.';
COMMENT ON COLUMN statements_by_term."outlets" IS 'How many outlets report it.';
COMMENT ON COLUMN statements_by_term."is_joint" IS 'True when several speak together.';
COMMENT ON COLUMN statements_by_term."is_news" IS 'True when it came from a feed already followed.';
COMMENT ON COLUMN statements_by_term."status" IS 'active, corrected or withdrawn.';
COMMENT ON COLUMN statements_by_term."first_seen_at" IS 'When we first fetched it (UTC, our clock).';
COMMENT ON COLUMN statements_by_term."run_seq" IS 'Run that landed or last changed it.';
COMMENT ON COLUMN statements_by_term."said_from" IS 'Where said_at is from: words (of the article), published or seen (by our clock).';

COMMENT ON VIEW joint_statements IS 'Statements of several together or of a group, with the members of that day; groups within groups are opened.';
COMMENT ON COLUMN joint_statements."statement_id" IS 'Statement.';
COMMENT ON COLUMN joint_statements."story_id" IS 'Story.';
COMMENT ON COLUMN joint_statements."said_at" IS 'When it was said; else published, else first seen (UTC).';
COMMENT ON COLUMN joint_statements."said_precision" IS 'Precision of said_at: year, month, week, day, hour, minute or second.';
COMMENT ON COLUMN joint_statements."said_from" IS 'Where said_at is from: words (of the article), published or seen (by our clock).';
COMMENT ON COLUMN joint_statements."party_ids" IS 'Who speaks or signs, as the articles name them.';
COMMENT ON COLUMN joint_statements."parties" IS 'Their names, in the order of party_ids.';
COMMENT ON COLUMN joint_statements."member_ids" IS 'Who that was on the day of said_at; a group whose members the story does not list stands for itself.';
COMMENT ON COLUMN joint_statements."members" IS 'Their names, in the order of member_ids.';
COMMENT ON COLUMN joint_statements."text" IS 'The longest form of the words seen.';
COMMENT ON COLUMN joint_statements."term_ids" IS 'Terms it is about.';
COMMENT ON COLUMN joint_statements."terms" IS 'Their names, in the order of term_ids.';
COMMENT ON COLUMN joint_statements."first_outlet" IS 'Outlet of the earliest report.';
COMMENT ON COLUMN joint_statements."first_url" IS 'Address of the earliest report.';
COMMENT ON COLUMN joint_statements."outlets" IS 'How many outlets report it.';
COMMENT ON COLUMN joint_statements."status" IS 'active, corrected or withdrawn.';
COMMENT ON COLUMN joint_statements."run_seq" IS 'Run that landed or last changed it.';
