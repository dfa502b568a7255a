-- Takes an article out of the warehouse. Runs after landing_statements.sql, which has taken its
-- appearances out and made the statements anew from what other articles have of them.

-- Statements that nothing has any more, and those that stand in its text and nowhere else.
CREATE OR REPLACE TEMP TABLE gone_statements AS
SELECT s.statement_id
FROM statements s
WHERE s.statement_id NOT IN (SELECT statement_id FROM statement_appearances)
  AND (s.statement_id IN (SELECT statement_id FROM touched_statements)
       OR EXISTS (SELECT 1 FROM taken_revisions r WHERE contains(r.text, s.text)));

DELETE FROM statements WHERE statement_id IN (FROM gone_statements);
DELETE FROM statement_actors WHERE statement_id IN (FROM gone_statements);
DELETE FROM statement_terms WHERE statement_id IN (FROM gone_statements);

UPDATE statements SET
    parent_statement_id = CASE WHEN parent_statement_id NOT IN (FROM gone_statements)
                               THEN parent_statement_id END,
    merged_into = CASE WHEN merged_into NOT IN (FROM gone_statements) THEN merged_into END,
    reasserts_statement_id = CASE WHEN reasserts_statement_id NOT IN (FROM gone_statements)
                                  THEN reasserts_statement_id END,
    run_seq = getvariable('run_seq')
WHERE parent_statement_id IN (FROM gone_statements)
   OR merged_into IN (FROM gone_statements)
   OR reasserts_statement_id IN (FROM gone_statements);

-- A word difference shows the words that it was held against.
UPDATE statement_appearances SET altered = '', run_seq = getvariable('run_seq')
WHERE altered <> '' AND statement_id IN (SELECT statement_id FROM touched_statements);

-- Alerts show its words.
CREATE OR REPLACE TEMP TABLE gone_events AS
SELECT event_id FROM outbox
WHERE statement_id IN (FROM gone_statements)
   OR EXISTS (SELECT 1 FROM taken_revisions r WHERE contains(body, r.url));
SET VARIABLE gone_event_ids = (SELECT list(event_id) FROM gone_events);
UPDATE notifications
SET event_ids = [
    event FOR event IN event_ids IF NOT list_contains(getvariable('gone_event_ids'), event)
]
WHERE list_has_any(event_ids, getvariable('gone_event_ids'));
DELETE FROM deliveries
WHERE notification_id IN (SELECT notification_id FROM notifications WHERE len(event_ids) = 0);
DELETE FROM notifications WHERE len(event_ids) = 0;
DELETE FROM outbox WHERE event_id IN (FROM gone_events);

DELETE FROM mentions WHERE revision_id IN (SELECT revision_id FROM taken_revisions);
DELETE FROM analyses WHERE revision_id IN (SELECT revision_id FROM taken_revisions);
DELETE FROM article_revisions WHERE revision_id IN (SELECT revision_id FROM taken_revisions);
DELETE FROM articles WHERE article_id = getvariable('taken_article');

DELETE FROM article_shingles WHERE article_id = getvariable('taken_article');
DELETE FROM article_clusters
WHERE article_id = getvariable('taken_article')
   OR first_article_id = getvariable('taken_article');
DELETE FROM article_clusters WHERE first_article_id IN (
    SELECT first_article_id FROM article_clusters GROUP BY first_article_id HAVING count(*) = 1
);

INSERT INTO forgotten_articles BY NAME
SELECT DISTINCT address_id, getvariable('forgotten_at') AS forgotten_at,
       getvariable('run_seq') AS run_seq
FROM (
    SELECT getvariable('taken_article') AS address_id
    UNION ALL
    SELECT alias_id FROM article_aliases WHERE article_id = getvariable('taken_article')
    UNION ALL
    SELECT page_id FROM page_visits WHERE article_id = getvariable('taken_article')
    UNION ALL
    SELECT unnest(getvariable('more_addresses'))
)
WHERE address_id NOT IN (SELECT address_id FROM forgotten_articles);

DELETE FROM article_aliases WHERE article_id = getvariable('taken_article');
DELETE FROM page_visits WHERE article_id = getvariable('taken_article');

-- What the feed said of it; the hash stays, by which the feed's entry is known.
UPDATE entries SET
    title = '', summary = '', author = '', page_state = 'skipped', page_error = 'forgotten',
    run_seq = getvariable('run_seq')
WHERE entry_id IN (SELECT entry_id FROM taken_entries);

UPDATE fetches SET document_id = '', body_hash = '', run_seq = getvariable('run_seq')
WHERE (document_id <> '' OR body_hash <> '')
  AND (document_id IN (SELECT document_id FROM taken_documents)
       OR entry_id IN (SELECT entry_id FROM taken_entries));

DELETE FROM quarantine WHERE input IN (SELECT url FROM taken_revisions)
    OR input IN (SELECT url FROM taken_entries WHERE url <> '');
