-- The caller of an edit and of a reservation, as `<kind>:<id>`. NULL: no credentials were needed, or the row is older.
ALTER TABLE edits ADD COLUMN actor TEXT;
ALTER TABLE data_nodes ADD COLUMN editor_actor TEXT;

-- Data nodes whose objects may still hold them or copies of them, some time after `since`: the sweep has these forget them.
-- No column holds a value.
CREATE TABLE deleted_nodes (
  since TEXT NOT NULL,
  domain TEXT NOT NULL,
  data_node_id TEXT NOT NULL,
  PRIMARY KEY (since, domain, data_node_id)
) STRICT, WITHOUT ROWID;

-- Paths of data nodes that were deleted: the file at one goes some time after `since`, if no data node names it then.
CREATE TABLE deleted_paths (
  since TEXT NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (since, path)
) STRICT, WITHOUT ROWID;
