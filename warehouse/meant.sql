-- The rows (temporary table meant) of all statements of which a wording may be one with a sought
-- one: in the same days, and of the same article, or with as many stems in common as transforms/
-- merging/nearness.py asks for. What is one utterance is decided there; here nothing is missed.

CREATE OR REPLACE TEMP TABLE meant AS
WITH in_time AS MATERIALIZED (
    SELECT rowid AS place, statement_id, article_id, revision_id, said_from, said_until,
           stem_numbers, least_shared
    FROM statement_appearances
    WHERE story_id = $story_id
      -- Constants skip the blocks of other days; a join alone reads them all.
      AND said_from < $ends AND $starts < said_until
), sought_numbers AS MATERIALIZED (
    -- Who shares five stems with a wording shares one beside its four most frequent: between rich
    -- wordings these are passed over, or the words of the day would make pairs of everything.
    SELECT * EXCLUDE (times),
           least >= 5 AND row_number() OVER (PARTITION BY number ORDER BY times DESC, stem) <= 4
               AS is_passed_over
    FROM (
        SELECT *, count(*) OVER (PARTITION BY stem) AS times
        FROM (SELECT * EXCLUDE (numbers), unnest(numbers) AS stem FROM sought_wordings)
    )
), often_reported AS MATERIALIZED (
    -- Of these all reports together stand for each: or thousands of wordings of one sentence would
    -- be held against each new one of it.
    SELECT statement_id, min(place) AS place, min(said_from) AS said_from,
           max(said_until) AS said_until, min(least_shared) AS least_shared
    FROM in_time GROUP BY statement_id HAVING count(*) > 8
), held_numbers AS MATERIALIZED (
    SELECT place, said_from, said_until, least_shared, unnest(stem_numbers) AS stem
    FROM in_time ANTI JOIN often_reported USING (statement_id)
    UNION ALL
    SELECT place, said_from, said_until, least_shared, stem
    FROM often_reported JOIN (
        SELECT DISTINCT statement_id, unnest(stem_numbers) AS stem
        FROM in_time SEMI JOIN often_reported USING (statement_id)
    ) USING (statement_id)
), shared AS (
    SELECT place, number, least_shared, least
    FROM held_numbers held
    JOIN (FROM sought_numbers WHERE NOT is_passed_over) sought USING (stem)
    WHERE said_from < ends AND starts < said_until
    UNION ALL
    SELECT place, number, least_shared, least
    FROM (FROM held_numbers WHERE least_shared < 5) held
    JOIN (FROM sought_numbers WHERE is_passed_over) sought USING (stem)
    WHERE said_from < ends AND starts < said_until
), near AS (
    SELECT place FROM shared
    GROUP BY place, number
    HAVING count(*) >= any_value(least(least_shared, least))
                       - any_value(if(least_shared >= 5 AND least >= 5, 4, 0))
), meant_statements AS (
    SELECT statement_id FROM in_time SEMI JOIN near USING (place)
    UNION
    -- The same words, of whatever day in that time: their statement may have the id of a new one.
    SELECT statement_id FROM in_time
    SEMI JOIN sought_wordings sought ON sought.numbers = in_time.stem_numbers
    UNION
    SELECT statement_id FROM in_time SEMI JOIN sought_articles USING (article_id)
    UNION
    SELECT statement_id FROM in_time WHERE list_contains($replaced, revision_id)
    UNION
    SELECT statement_id FROM (FROM in_time WHERE stem_numbers IS NULL) held
    SEMI JOIN sought_wordings sought
        ON held.said_from < sought.ends AND sought.starts < held.said_until
)
SELECT rowid AS place FROM statement_appearances SEMI JOIN meant_statements USING (statement_id);
