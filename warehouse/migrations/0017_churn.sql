-- Entries that change at every poll are held back for the rest of the day.

ALTER TABLE entries ADD COLUMN changed_on DATE;
ALTER TABLE entries ADD COLUMN changes_on_day INTEGER DEFAULT 0;
ALTER TABLE entries ADD COLUMN is_held_back BOOLEAN DEFAULT false;

COMMENT ON COLUMN entries."changed_on" IS 'Day (UTC) of its last change in the feed; null before the first.';
COMMENT ON COLUMN entries."changes_on_day" IS 'How often it changed on that day.';
COMMENT ON COLUMN entries."is_held_back" IS 'True when it changed so often that day that its page is left alone until the next.';
