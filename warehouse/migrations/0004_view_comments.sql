-- What every column of a view means. docs/data-dictionary.md is made from this.

COMMENT ON COLUMN latest_statements."statement_id" IS 'Statement.';
COMMENT ON COLUMN latest_statements."story_id" IS 'Story.';
COMMENT ON COLUMN latest_statements."said_at" IS 'When it was said; else published, else first seen (UTC).';
COMMENT ON COLUMN latest_statements."said_precision" IS 'Precision of said_at: as in statements, or published, or seen.';
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

COMMENT ON COLUMN statements_by_term."term_id" IS 'Term that it is about, or a broader one.';
COMMENT ON COLUMN statements_by_term."statement_id" IS 'Statement.';
COMMENT ON COLUMN statements_by_term."story_id" IS 'Story.';
COMMENT ON COLUMN statements_by_term."said_at" IS 'When it was said; else published, else first seen (UTC).';
COMMENT ON COLUMN statements_by_term."said_precision" IS 'Precision of said_at: as in statements, or published, or seen.';
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

COMMENT ON COLUMN actor_term_matrix."story_id" IS 'Story.';
COMMENT ON COLUMN actor_term_matrix."actor_id" IS 'Speaker or signatory.';
COMMENT ON COLUMN actor_term_matrix."name" IS 'Name of the actor.';
COMMENT ON COLUMN actor_term_matrix."term_id" IS 'Term.';
COMMENT ON COLUMN actor_term_matrix."statements" IS 'How many statements, withdrawn ones left out.';
COMMENT ON COLUMN actor_term_matrix."first_said_at" IS 'When the first was said, published or seen (UTC).';
COMMENT ON COLUMN actor_term_matrix."last_said_at" IS 'When the last was said, published or seen (UTC).';

COMMENT ON COLUMN first_reports."statement_id" IS 'Statement.';
COMMENT ON COLUMN first_reports."text" IS 'The longest form of the words seen.';
COMMENT ON COLUMN first_reports."outlet" IS 'Outlet that had it first.';
COMMENT ON COLUMN first_reports."url" IS 'Address of that article.';
COMMENT ON COLUMN first_reports."reported_at" IS 'When it was published, else fetched (UTC).';

COMMENT ON COLUMN outlet_lag."statement_id" IS 'Statement.';
COMMENT ON COLUMN outlet_lag."outlet" IS 'Outlet that reports it.';
COMMENT ON COLUMN outlet_lag."reported_at" IS 'When it was published there first, else fetched (UTC).';
COMMENT ON COLUMN outlet_lag."lag" IS 'Time since the first report of any outlet.';

COMMENT ON COLUMN what_changed."run_seq" IS 'Run that brought it.';
COMMENT ON COLUMN what_changed."kind" IS 'article, revision, statement or quarantined.';
COMMENT ON COLUMN what_changed."id" IS 'Id of the article, statement or quarantined input.';
COMMENT ON COLUMN what_changed."where_seen" IS 'Outlet, story or stage.';
COMMENT ON COLUMN what_changed."what" IS 'Title, words or reason.';

COMMENT ON COLUMN alerts."event_id" IS 'Constant id of the alert for its receiver.';
COMMENT ON COLUMN alerts."event_type" IS 'statement.published.';
COMMENT ON COLUMN alerts."story_id" IS 'Story.';
COMMENT ON COLUMN alerts."statement_id" IS 'Statement it tells of.';
COMMENT ON COLUMN alerts."route" IS 'Route of the story that matched.';
COMMENT ON COLUMN alerts."receiver" IS 'Receiver it goes to.';
COMMENT ON COLUMN alerts."state" IS 'delivered or pending.';
COMMENT ON COLUMN alerts."attempts" IS 'How often it was sent.';
COMMENT ON COLUMN alerts."last_attempt_at" IS 'When it was last sent (UTC), or null.';
COMMENT ON COLUMN alerts."last_error" IS 'Why the last attempt failed, or empty.';
COMMENT ON COLUMN alerts."created_at" IS 'When it was decided (UTC, our clock).';
COMMENT ON COLUMN alerts."run_seq" IS 'Run that landed it.';

COMMENT ON TABLE schema_migrations IS 'Migrations that this warehouse has had.';
COMMENT ON COLUMN schema_migrations."name" IS 'Name of the file in warehouse/migrations/.';
