-- What columns hold of an article that came from an archive (onrecord backfill).
COMMENT ON COLUMN article_revisions."extraction" IS 'How the text was had: trafilatura, resiliparse, feed, or text where an archive held it as text.';
COMMENT ON COLUMN article_revisions."feed_id" IS 'Feed that led here; empty where the article came from an archive.';
COMMENT ON COLUMN article_revisions."entry_id" IS 'Entry that led here; of an article from an archive, its file and place in it.';
COMMENT ON COLUMN quarantine."stage" IS 'Step that gave up: poll, pages, Normalise, Tag, Statements or Resolve; archive or backfill for what an archive holds.';
COMMENT ON COLUMN quarantine."input" IS 'What was being processed: an address, an id, or the file and place in an archive.';
COMMENT ON COLUMN runs."run_id" IS 'Story and start time of the run; backfill-, story and id of the part where an archive was tagged.';
