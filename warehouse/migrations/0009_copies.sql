-- Copies: which articles carry the text of an earlier one.

-- Rows of one article lie together, so that all columns but the first take next to no room,
-- and runs lie in order, so that what has expired is found and dropped at the front.
CREATE TABLE article_shingles (
    shingle UINTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    revision_id VARCHAR NOT NULL,
    agency VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    appeared_at TIMESTAMP NOT NULL,
    sampled INTEGER NOT NULL,
    is_original BOOLEAN NOT NULL,
    landed_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

CREATE TABLE article_clusters (
    cluster_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    revision_id VARCHAR NOT NULL,
    first_article_id VARCHAR NOT NULL,
    is_first BOOLEAN NOT NULL,
    relation VARCHAR NOT NULL CHECK (relation IN ('first', 'copy', 'cut', 'embed')),
    containment DOUBLE NOT NULL CHECK (containment BETWEEN 0 AND 1),
    first_containment DOUBLE NOT NULL CHECK (first_containment BETWEEN 0 AND 1),
    agency VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    sampled INTEGER NOT NULL,
    appeared_at TIMESTAMP NOT NULL,
    run_seq BIGINT NOT NULL
);

-- The agency of a cluster: the first article's credit; else what most of those credit that
-- are the story and not only around it.
CREATE VIEW copied_stories AS
SELECT c.cluster_id,
       coalesce(credits.agency, '') AS agency,
       f.title AS first_title,
       f.outlet AS first_outlet,
       f.url AS first_url,
       c.first_article_id,
       c.first_at,
       c.last_at,
       c.articles,
       c.outlets
FROM (
    SELECT a.cluster_id,
           any_value(a.first_article_id) AS first_article_id,
           any_value(a.revision_id) FILTER (WHERE a.is_first) AS first_revision_id,
           min(a.appeared_at) AS first_at,
           max(a.appeared_at) AS last_at,
           count(*) AS articles,
           count(DISTINCT a.outlet) AS outlets
    FROM article_clusters a
    GROUP BY a.cluster_id
) c
JOIN article_revisions f ON f.revision_id = c.first_revision_id
LEFT JOIN (
    SELECT cluster_id, agency
    FROM article_clusters
    WHERE agency <> ''
    GROUP BY cluster_id, agency
    QUALIFY row_number() OVER (
        PARTITION BY cluster_id
        ORDER BY bool_or(is_first) DESC, count_if(relation <> 'embed') DESC, count(*) DESC, agency
    ) = 1
) credits USING (cluster_id);

CREATE VIEW wire_copies AS
SELECT a.cluster_id,
       s.agency,
       a.outlet,
       r.title,
       r.url,
       a.relation,
       a.containment,
       a.first_containment,
       a.appeared_at,
       a.appeared_at - s.first_at AS lag,
       s.first_outlet,
       s.first_title,
       s.first_url,
       a.article_id,
       a.revision_id,
       a.first_article_id,
       a.run_seq
FROM article_clusters a
JOIN copied_stories s USING (cluster_id)
JOIN article_revisions r USING (revision_id)
WHERE NOT a.is_first;

COMMENT ON TABLE article_shingles IS 'Index of copies: for 14 days after its landing, the sampled five-word shingles that an article has and the original it follows has not.';
COMMENT ON COLUMN article_shingles."shingle" IS 'Hash of five consecutive words; one in eight is kept.';
COMMENT ON COLUMN article_shingles."article_id" IS 'Article in which it stands.';
COMMENT ON COLUMN article_shingles."revision_id" IS 'Revision that was compared: the latest.';
COMMENT ON COLUMN article_shingles."agency" IS 'Agency that this revision itself credits, or empty.';
COMMENT ON COLUMN article_shingles."outlet" IS 'Outlet of the article.';
COMMENT ON COLUMN article_shingles."appeared_at" IS 'When the article stood on its site: published, else first seen (UTC).';
COMMENT ON COLUMN article_shingles."sampled" IS 'How many of the article''s sampled shingles count, those that it does not hold here included.';
COMMENT ON COLUMN article_shingles."is_original" IS 'Whether the article follows no earlier one.';
COMMENT ON COLUMN article_shingles."landed_at" IS 'When its run landed (UTC).';
COMMENT ON COLUMN article_shingles."run_seq" IS 'Run that landed the row.';
COMMENT ON TABLE article_clusters IS 'Articles that share about half of their text, or of its, with the first article of a cluster; an article that carries two stories is in two clusters.';
COMMENT ON COLUMN article_clusters."cluster_id" IS 'Cluster; stays when an earlier article takes the first place.';
COMMENT ON COLUMN article_clusters."article_id" IS 'Article in the cluster.';
COMMENT ON COLUMN article_clusters."revision_id" IS 'Revision that was compared: the latest.';
COMMENT ON COLUMN article_clusters."first_article_id" IS 'Article of the cluster that appeared first.';
COMMENT ON COLUMN article_clusters."is_first" IS 'Whether this is the first article.';
COMMENT ON COLUMN article_clusters."relation" IS 'first; copy: each stands in the other; cut: this stands in the first; embed: the first stands in this.';
COMMENT ON COLUMN article_clusters."containment" IS 'Share, 0..1, of this article''s five-word shingles that the first has too.';
COMMENT ON COLUMN article_clusters."first_containment" IS 'Share, 0..1, of the first''s five-word shingles that this article has too.';
COMMENT ON COLUMN article_clusters."agency" IS 'Agency that this article itself credits, or empty; copied_stories has the cluster''s.';
COMMENT ON COLUMN article_clusters."sampled" IS 'How many sampled shingles the shares rest on.';
COMMENT ON COLUMN article_clusters."outlet" IS 'Outlet of the article.';
COMMENT ON COLUMN article_clusters."appeared_at" IS 'When the article stood on its site: published, else first seen (UTC).';
COMMENT ON COLUMN article_clusters."run_seq" IS 'Run that landed the row.';
COMMENT ON VIEW copied_stories IS 'Stories that several articles carry: which came first, whose story it is, how many carried it.';
COMMENT ON COLUMN copied_stories."cluster_id" IS 'Cluster of its articles.';
COMMENT ON COLUMN copied_stories."agency" IS 'Agency that the first article credits, else that most copies credit, or empty.';
COMMENT ON COLUMN copied_stories."first_title" IS 'Title of the first article.';
COMMENT ON COLUMN copied_stories."first_outlet" IS 'Outlet of the first article.';
COMMENT ON COLUMN copied_stories."first_url" IS 'Address of the first article.';
COMMENT ON COLUMN copied_stories."first_article_id" IS 'Article that appeared first.';
COMMENT ON COLUMN copied_stories."first_at" IS 'When the first article appeared (UTC).';
COMMENT ON COLUMN copied_stories."last_at" IS 'When the last copy appeared (UTC).';
COMMENT ON COLUMN copied_stories."articles" IS 'Articles that carry the story, the first included.';
COMMENT ON COLUMN copied_stories."outlets" IS 'Outlets that carry the story, the first''s included.';
COMMENT ON VIEW wire_copies IS 'Who copied whom: each copy with the first article of its cluster.';
COMMENT ON COLUMN wire_copies."cluster_id" IS 'Cluster of the story.';
COMMENT ON COLUMN wire_copies."agency" IS 'Agency whose story it is, as copied_stories has it, or empty.';
COMMENT ON COLUMN wire_copies."outlet" IS 'Outlet of the copy.';
COMMENT ON COLUMN wire_copies."title" IS 'Title of the copy.';
COMMENT ON COLUMN wire_copies."url" IS 'Address of the copy.';
COMMENT ON COLUMN wire_copies."relation" IS 'copy: each stands in the other; cut: this stands in the first; embed: the first stands in this.';
COMMENT ON COLUMN wire_copies."containment" IS 'Share, 0..1, of the copy''s five-word shingles that the first has too.';
COMMENT ON COLUMN wire_copies."first_containment" IS 'Share, 0..1, of the first''s five-word shingles that the copy has too.';
COMMENT ON COLUMN wire_copies."appeared_at" IS 'When the copy appeared (UTC).';
COMMENT ON COLUMN wire_copies."lag" IS 'How long after the first article.';
COMMENT ON COLUMN wire_copies."first_outlet" IS 'Outlet of the first article.';
COMMENT ON COLUMN wire_copies."first_title" IS 'Title of the first article.';
COMMENT ON COLUMN wire_copies."first_url" IS 'Address of the first article.';
COMMENT ON COLUMN wire_copies."article_id" IS 'The copy.';
COMMENT ON COLUMN wire_copies."revision_id" IS 'Revision of the copy that was compared.';
COMMENT ON COLUMN wire_copies."first_article_id" IS 'Article that appeared first.';
COMMENT ON COLUMN wire_copies."run_seq" IS 'Run that landed the row.';
