-- The configuration that each version's entities were made with, as JSON. Versions of entities without a row here are
-- older than this table.
CREATE TABLE versions (
  id TEXT NOT NULL PRIMARY KEY,
  creation_date TEXT NOT NULL,
  configuration TEXT NOT NULL
) STRICT, WITHOUT ROWID;
