-- Domains with jobs that wait for a data node of another domain: whoever changes the node pokes them.
CREATE TABLE foreign_waits (
  data_node_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  PRIMARY KEY (data_node_id, domain)
) STRICT, WITHOUT ROWID;
