-- Submissions that have not ended, for the watchdog. A row leaves the index with its end.
CREATE INDEX submissions_unfinished ON submissions (domain, creation_date) WHERE finished_at IS NULL;

-- The submission that the watchdog has come to, as JSON; empty = it begins with the first.
CREATE TABLE watchdog_position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  after TEXT NOT NULL
) STRICT;

INSERT INTO watchdog_position VALUES (1, '');
