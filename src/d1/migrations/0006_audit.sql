-- Every change and every refusal. `id` begins with the time, so that the newest are at one end and the oldest at the other.
CREATE TABLE audit (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  request_id TEXT,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  operation TEXT NOT NULL,
  method TEXT NOT NULL,
  entity_id TEXT,
  address TEXT,
  status INTEGER NOT NULL,
  result TEXT NOT NULL,
  -- Refusals that are alike are one row; what differs between them is null.
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
