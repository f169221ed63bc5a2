-- Payloads that may be removed from KV and R2 some time after `since`, if nothing points at them then. A key may be here twice.
CREATE TABLE doomed_payloads (
  since TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (since, key)
) STRICT, WITHOUT ROWID;

-- Whether something still points at a doomed payload. Values inside their row have no key and cost no index.
CREATE INDEX edits_by_key ON edits (key) WHERE key IS NOT NULL;
CREATE INDEX files_by_key ON files (key) WHERE key IS NOT NULL;

-- Edits of a data node up to this number have lost their values.
CREATE TABLE swept_edits (
  data_node_id TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the sweep has come through the data nodes.
CREATE TABLE sweep_position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  after TEXT NOT NULL
) STRICT;

INSERT INTO sweep_position VALUES (1, '');
