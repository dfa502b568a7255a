-- What comparing a run's articles came to, inside the run's landing transaction.

-- Two statements: together they would read the whole index at every run.
DELETE FROM article_shingles WHERE landed_at < getvariable('kept_since');
DELETE FROM article_shingles
WHERE article_id IN (SELECT article_id FROM compared WHERE was_stored);

INSERT INTO article_shingles BY NAME
SELECT unnest(shingles) AS shingle,
       * EXCLUDE (shingles),
       getvariable('landed_at') AS landed_at,
       getvariable('run_seq') AS run_seq
FROM indexed;

-- A place beside a first article that has left the index cannot be compared again: it stays.
CREATE OR REPLACE TEMP TABLE compared_places AS
SELECT c.article_id, c.first_article_id
FROM article_clusters c
JOIN compared USING (article_id)
WHERE compared.was_stored;

DELETE FROM article_clusters
WHERE (article_id, first_article_id) IN (
    SELECT (article_id, first_article_id) FROM compared_places
    WHERE first_article_id IN (SELECT article_id FROM compared)
       OR first_article_id IN (
           SELECT article_id FROM article_shingles
           WHERE article_id IN (SELECT first_article_id FROM compared_places)
       )
);

INSERT INTO article_clusters BY NAME
SELECT *, getvariable('run_seq') AS run_seq FROM clusters;

-- A cluster whose copies have all left it is none.
DELETE FROM article_clusters
WHERE is_first
  AND first_article_id IN (SELECT first_article_id FROM compared_places)
  AND first_article_id NOT IN (
      SELECT first_article_id FROM article_clusters
      WHERE NOT is_first AND first_article_id IN (SELECT first_article_id FROM compared_places)
  );
