-- Every table is WITHOUT ROWID: the row lives in its key, so that a write costs one row and each index below one more.
-- Columns are those of the table descriptors in core/entities. References may dangle (as Taipy's do): no foreign keys.

CREATE TABLE cycles (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  frequency TEXT NOT NULL CHECK (frequency IN ('DAILY', 'WEEKLY', 'MONTHLY', 'QUARTERLY', 'YEARLY')),
  properties TEXT NOT NULL,
  creation_date TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Not unique: a caller may create several cycles of one period. Creation of scenarios guards its own (see stale-plan.ts).
CREATE INDEX cycles_by_period ON cycles (frequency, start_date);

CREATE TABLE scenarios (
  id TEXT NOT NULL PRIMARY KEY,
  config_id TEXT NOT NULL,
  version TEXT NOT NULL,
  domain TEXT NOT NULL,
  cycle TEXT,
  tasks TEXT NOT NULL,
  additional_data_nodes TEXT NOT NULL,
  properties TEXT NOT NULL,
  creation_date TEXT NOT NULL,
  primary_scenario INTEGER NOT NULL CHECK (primary_scenario IN (0, 1)),
  subscribers TEXT NOT NULL,
  tags TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX scenarios_by_cycle ON scenarios (cycle) WHERE cycle IS NOT NULL;
CREATE UNIQUE INDEX primary_scenarios ON scenarios (cycle) WHERE primary_scenario = 1;

CREATE TABLE sequences (
  scenario_id TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  tasks TEXT NOT NULL,
  properties TEXT NOT NULL,
  subscribers TEXT NOT NULL,
  PRIMARY KEY (scenario_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE tasks (
  id TEXT NOT NULL PRIMARY KEY,
  config_id TEXT NOT NULL,
  version TEXT NOT NULL,
  domain TEXT NOT NULL,
  owner_id TEXT,
  input_ids TEXT NOT NULL,
  output_ids TEXT NOT NULL,
  function_name TEXT NOT NULL,
  function_module TEXT NOT NULL,
  skippable INTEGER NOT NULL CHECK (skippable IN (0, 1)),
  properties TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Shared tasks only: the task of a scenario is reached through the scenario.
CREATE UNIQUE INDEX shared_tasks ON tasks (coalesce(owner_id, ''), config_id, version)
  WHERE owner_id IS NULL OR owner_id NOT GLOB 'SCENARIO_*';

CREATE TABLE data_nodes (
  id TEXT NOT NULL PRIMARY KEY,
  config_id TEXT NOT NULL,
  version TEXT NOT NULL,
  domain TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('SCENARIO', 'CYCLE', 'GLOBAL')),
  storage_type TEXT NOT NULL,
  owner_id TEXT,
  validity_days REAL,
  validity_seconds REAL,
  properties TEXT NOT NULL,
  last_edit_date TEXT,
  edit_number INTEGER NOT NULL CHECK (edit_number >= 0),
  edit_in_progress INTEGER NOT NULL CHECK (edit_in_progress IN (0, 1)),
  editor_id TEXT,
  editor_expiration_date TEXT,
  revision INTEGER NOT NULL CHECK (revision >= 0)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX shared_data_nodes ON data_nodes (coalesce(owner_id, ''), config_id, version)
  WHERE owner_id IS NULL OR owner_id NOT GLOB 'SCENARIO_*';

CREATE TABLE parents (
  child_id TEXT NOT NULL,
  parent_id TEXT NOT NULL,
  PRIMARY KEY (child_id, parent_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE edits (
  data_node_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  timestamp TEXT NOT NULL,
  job_id TEXT,
  editor_id TEXT,
  comment TEXT,
  tier TEXT NOT NULL CHECK (tier IN ('inline', 'kv', 'r2', 'outside')),
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  hash TEXT NOT NULL,
  key TEXT,
  body TEXT,
  PRIMARY KEY (data_node_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  path TEXT NOT NULL PRIMARY KEY,
  modified TEXT NOT NULL,
  tier TEXT NOT NULL CHECK (tier IN ('inline', 'kv', 'r2', 'outside')),
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  hash TEXT NOT NULL,
  key TEXT,
  body TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL,
  task_config_id TEXT NOT NULL,
  version TEXT NOT NULL,
  domain TEXT NOT NULL,
  status TEXT NOT NULL,
  status_change_records TEXT NOT NULL,
  force INTEGER NOT NULL CHECK (force IN (0, 1)),
  submit_id TEXT NOT NULL,
  submit_entity_id TEXT NOT NULL,
  creation_date TEXT NOT NULL,
  subscribers TEXT NOT NULL,
  stacktrace TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE submissions (
  id TEXT NOT NULL PRIMARY KEY,
  entity_id TEXT NOT NULL,
  entity_type TEXT NOT NULL CHECK (entity_type IN ('SCENARIO', 'SEQUENCE', 'TASK')),
  entity_config_id TEXT,
  version TEXT NOT NULL,
  domain TEXT NOT NULL,
  job_ids TEXT NOT NULL,
  properties TEXT NOT NULL,
  creation_date TEXT NOT NULL,
  submission_status TEXT NOT NULL,
  is_completed INTEGER NOT NULL CHECK (is_completed IN (0, 1)),
  is_abandoned INTEGER NOT NULL CHECK (is_abandoned IN (0, 1)),
  is_canceled INTEGER NOT NULL CHECK (is_canceled IN (0, 1)),
  running_jobs TEXT NOT NULL,
  blocked_jobs TEXT NOT NULL,
  pending_jobs TEXT NOT NULL,
  finished_at TEXT,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX submissions_by_entity ON submissions (entity_id);
