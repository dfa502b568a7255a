-- Views that find the rows in question first. Lists are made only where a statement has several
-- speakers, terms or reports: most have one, and a list for each of a year's statements costs more
-- than all the rest. statements_by_term and joint_statements do not open latest_statements and then
-- choose: DuckDB joins what is chosen first, and skips the others' rows. Names and columns are as
-- they were.

CREATE OR REPLACE VIEW latest_statements AS
WITH several_reports AS (
    SELECT DISTINCT statement_id FROM statement_appearances WHERE NOT is_first
), several_speakers AS (
    SELECT statement_id FROM statement_actors WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id HAVING count(*) > 1
), several_terms AS (
    SELECT statement_id FROM statement_terms GROUP BY statement_id HAVING count(*) > 1
)
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
    CASE WHEN speaker.number > 1 THEN speakers.actor_ids
         WHEN speaker.number = 1 THEN [speaker.actor_id] END AS actor_ids,
    CASE WHEN speaker.number > 1 THEN speakers.speakers
         WHEN speaker.number = 1 THEN [speaker.name] END AS speakers,
    CASE WHEN speaker.number > 1 THEN speakers.offices
         WHEN speaker.number = 1 THEN [speaker.office] END AS offices,
    s.speech_type,
    first.cue_lemma AS cue,
    s.act,
    s.modality,
    s.text,
    CASE WHEN term.name IS NULL THEN coalesce(terms.term_ids, []) ELSE [one_term.term_id]
    END AS term_ids,
    CASE WHEN term.name IS NULL THEN coalesce(terms.terms, []) ELSE [term.name]
    END AS terms,
    first.outlet AS first_outlet,
    first.url AS first_url,
    coalesce(reports.outlets, CASE WHEN first.outlet IS NOT NULL THEN 1 END) AS outlets,
    s.is_joint,
    s.is_news,
    s.status,
    s.first_seen_at,
    s.run_seq
FROM statements s
LEFT JOIN (
    SELECT statement_id, count(*) AS number, any_value(actor_id) AS actor_id,
           any_value(name) AS name, any_value(office) AS office
    FROM statement_actors
    WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id
) speaker USING (statement_id)
LEFT JOIN (
    SELECT statement_id,
           list_select(list(actor_id), list_grade_up(list(role || ' ' || actor_id))) AS actor_ids,
           list_select(list(name), list_grade_up(list(role || ' ' || actor_id))) AS speakers,
           list_select(list(office), list_grade_up(list(role || ' ' || actor_id))) AS offices
    FROM statement_actors SEMI JOIN several_speakers USING (statement_id)
    WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id
) speakers USING (statement_id)
LEFT JOIN (
    SELECT statement_id, any_value(term_id) AS term_id
    FROM statement_terms GROUP BY statement_id HAVING count(*) = 1
) one_term USING (statement_id)
LEFT JOIN terms term ON term.term_id = one_term.term_id AND term.story_id = s.story_id
LEFT JOIN (
    SELECT st.statement_id,
           list_sort(list(st.term_id)) AS term_ids,
           list_select(list(t.name), list_grade_up(list(st.term_id))) AS terms
    FROM (FROM statement_terms SEMI JOIN several_terms USING (statement_id)) st
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
    FROM statement_appearances SEMI JOIN several_reports USING (statement_id)
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
),
several_speakers AS (
    SELECT statement_id FROM statement_actors WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id HAVING count(*) > 1
), several_terms AS (
    SELECT statement_id FROM statement_terms GROUP BY statement_id HAVING count(*) > 1
), several_reports AS (
    SELECT DISTINCT statement_id FROM statement_appearances WHERE NOT is_first
)
SELECT
    about.term_id,
    s.statement_id,
    s.story_id,
    coalesce(s.stated_at, s.date_first_published, s.first_seen_at) AS said_at,
    CASE WHEN s.stated_at IS NOT NULL THEN s.stated_precision
         WHEN s.date_first_published IS NOT NULL THEN first.published_precision
         ELSE 'second' END AS said_precision,
    CASE WHEN s.stated_at IS NOT NULL THEN 'words'
         WHEN s.date_first_published IS NOT NULL THEN 'published'
         ELSE 'seen' END AS said_from,
    CASE WHEN speaker.actor_id IS NULL THEN speakers.actor_ids ELSE [speaker.actor_id]
    END AS actor_ids,
    CASE WHEN speaker.actor_id IS NULL THEN speakers.speakers ELSE [speaker.name]
    END AS speakers,
    CASE WHEN speaker.actor_id IS NULL THEN speakers.offices ELSE [speaker.office]
    END AS offices,
    s.speech_type,
    first.cue_lemma AS cue,
    s.act,
    s.modality,
    s.text,
    CASE WHEN term.name IS NULL THEN coalesce(terms.term_ids, []) ELSE [one_term.term_id]
    END AS term_ids,
    CASE WHEN term.name IS NULL THEN coalesce(terms.terms, []) ELSE [term.name]
    END AS terms,
    first.outlet AS first_outlet,
    first.url AS first_url,
    coalesce(reports.outlets, CASE WHEN first.outlet IS NOT NULL THEN 1 END) AS outlets,
    s.is_joint,
    s.is_news,
    s.status,
    s.first_seen_at,
    s.run_seq
FROM about
JOIN statements s USING (statement_id)
LEFT JOIN (
    FROM statement_actors ANTI JOIN several_speakers USING (statement_id)
    WHERE role IN ('speaker', 'signatory')
) speaker USING (statement_id)
LEFT JOIN (
    SELECT statement_id,
           list_select(list(actor_id), list_grade_up(list(role || ' ' || actor_id))) AS actor_ids,
           list_select(list(name), list_grade_up(list(role || ' ' || actor_id))) AS speakers,
           list_select(list(office), list_grade_up(list(role || ' ' || actor_id))) AS offices
    FROM statement_actors SEMI JOIN several_speakers USING (statement_id)
    WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id
) speakers USING (statement_id)
LEFT JOIN (
    FROM statement_terms ANTI JOIN several_terms USING (statement_id)
) one_term USING (statement_id)
LEFT JOIN terms term ON term.term_id = one_term.term_id AND term.story_id = s.story_id
LEFT JOIN (
    SELECT st.statement_id,
           list_sort(list(st.term_id)) AS term_ids,
           list_select(list(t.name), list_grade_up(list(st.term_id))) AS terms
    FROM (FROM statement_terms SEMI JOIN several_terms USING (statement_id)) st
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
    FROM statement_appearances SEMI JOIN several_reports USING (statement_id)
    GROUP BY statement_id
) reports USING (statement_id);

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
-- Most have one party, whose members are the same all day.
several_parties AS (
    SELECT statement_id FROM parties GROUP BY statement_id HAVING count(*) > 1
),
members_that_day AS (
    SELECT story_id, said_on, party_id,
           list_select(list(actor_id), list_grade_up(
               list(coalesce(name, actor_id) || chr(1) || actor_id))) AS member_ids,
           list_select(list(coalesce(name, actor_id)), list_grade_up(
               list(coalesce(name, actor_id) || chr(1) || actor_id))) AS members,
           bool_or(actor_id = party_id AND name IS NULL) AS is_unlisted
    FROM opened
    GROUP BY story_id, said_on, party_id
),
members_together AS (
    SELECT p.statement_id, o.actor_id,
           coalesce(any_value(o.name), any_value(p.name) FILTER (p.actor_id = o.actor_id),
                    o.actor_id) AS name
    FROM (FROM parties SEMI JOIN several_parties USING (statement_id)) p
    JOIN opened o
      ON o.story_id = p.story_id AND o.said_on = p.said_on AND o.party_id = p.actor_id
    GROUP BY p.statement_id, o.actor_id
),
by_statement AS (
    SELECT p.statement_id, m.member_ids,
           CASE WHEN m.is_unlisted THEN [p.name] ELSE m.members END AS members
    FROM (FROM parties ANTI JOIN several_parties USING (statement_id)) p
    JOIN members_that_day m
      ON m.story_id = p.story_id AND m.said_on = p.said_on AND m.party_id = p.actor_id
    UNION ALL
    SELECT statement_id,
           list_select(list(actor_id), list_grade_up(list(name || chr(1) || actor_id))),
           list_select(list(name), list_grade_up(list(name || chr(1) || actor_id)))
    FROM members_together
    GROUP BY statement_id
),
several_speakers AS (
    SELECT statement_id FROM statement_actors WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id HAVING count(*) > 1
), several_terms AS (
    SELECT statement_id FROM statement_terms GROUP BY statement_id HAVING count(*) > 1
), several_reports AS (
    SELECT DISTINCT statement_id FROM statement_appearances WHERE NOT is_first
)
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
    CASE WHEN speaker.actor_id IS NULL THEN speakers.actor_ids ELSE [speaker.actor_id]
    END AS party_ids,
    CASE WHEN speaker.actor_id IS NULL THEN speakers.speakers ELSE [speaker.name]
    END AS parties,
    by_statement.member_ids,
    by_statement.members,
    s.text,
    CASE WHEN term.name IS NULL THEN coalesce(terms.term_ids, []) ELSE [one_term.term_id]
    END AS term_ids,
    CASE WHEN term.name IS NULL THEN coalesce(terms.terms, []) ELSE [term.name]
    END AS terms,
    first.outlet AS first_outlet,
    first.url AS first_url,
    coalesce(reports.outlets, CASE WHEN first.outlet IS NOT NULL THEN 1 END) AS outlets,
    s.status,
    s.run_seq
FROM by_statement
JOIN statements s USING (statement_id)
LEFT JOIN (
    FROM statement_actors ANTI JOIN several_speakers USING (statement_id)
    WHERE role IN ('speaker', 'signatory')
) speaker USING (statement_id)
LEFT JOIN (
    SELECT statement_id,
           list_select(list(actor_id), list_grade_up(list(role || ' ' || actor_id))) AS actor_ids,
           list_select(list(name), list_grade_up(list(role || ' ' || actor_id))) AS speakers,
           list_select(list(office), list_grade_up(list(role || ' ' || actor_id))) AS offices
    FROM statement_actors SEMI JOIN several_speakers USING (statement_id)
    WHERE role IN ('speaker', 'signatory')
    GROUP BY statement_id
) speakers USING (statement_id)
LEFT JOIN (
    FROM statement_terms ANTI JOIN several_terms USING (statement_id)
) one_term USING (statement_id)
LEFT JOIN terms term ON term.term_id = one_term.term_id AND term.story_id = s.story_id
LEFT JOIN (
    SELECT st.statement_id,
           list_sort(list(st.term_id)) AS term_ids,
           list_select(list(t.name), list_grade_up(list(st.term_id))) AS terms
    FROM (FROM statement_terms SEMI JOIN several_terms USING (statement_id)) st
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
    FROM statement_appearances SEMI JOIN several_reports USING (statement_id)
    GROUP BY statement_id
) reports USING (statement_id);

COMMENT ON VIEW latest_statements IS 'Statements, latest first, with speakers, offices, terms and first outlet.';
COMMENT ON COLUMN latest_statements."statement_id" IS 'Statement.';
COMMENT ON COLUMN latest_statements."story_id" IS 'Story.';
COMMENT ON COLUMN latest_statements."said_at" IS 'When it was said; else published, else first seen (UTC).';
COMMENT ON COLUMN latest_statements."said_precision" IS 'Precision of said_at: year, month, week, day, hour, minute or second.';
COMMENT ON COLUMN latest_statements."said_from" IS 'Where said_at is from: words (of the article), published or seen (by our clock).';
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

COMMENT ON VIEW statements_by_term IS 'latest_statements by term_id; a narrower term counts for its broader ones.';
COMMENT ON COLUMN statements_by_term."term_id" IS 'Term that it is about, or a broader one.';
COMMENT ON COLUMN statements_by_term."statement_id" IS 'Statement.';
COMMENT ON COLUMN statements_by_term."story_id" IS 'Story.';
COMMENT ON COLUMN statements_by_term."said_at" IS 'When it was said; else published, else first seen (UTC).';
COMMENT ON COLUMN statements_by_term."said_precision" IS 'Precision of said_at: year, month, week, day, hour, minute or second.';
COMMENT ON COLUMN statements_by_term."said_from" IS 'Where said_at is from: words (of the article), published or seen (by our clock).';
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
