-- Domains with jobs that wait for a data node of another domain: whoever changes the node pokes them.
CREATE TABLE foreign_waits (
  data_node_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  PRIMARY KEY (data_node_id, domain)
) STRICT, WITHOUT ROWID;

-- The newest revision of a domain whose batch has deleted rows or changed its waits. An older batch that arrives later (its
-- object has died meanwhile) would bring them back: it is refused.
CREATE TABLE outbox_fences (
  domain TEXT NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
