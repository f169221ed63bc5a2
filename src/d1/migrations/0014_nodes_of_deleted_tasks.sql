-- Data nodes of scenarios whose tasks were deleted alone: a cascading deletion of the scenario finds them here, since no task
-- names them any more.
CREATE TABLE nodes_of_deleted_tasks (
  scenario_id TEXT NOT NULL,
  data_node_id TEXT NOT NULL,
  PRIMARY KEY (scenario_id, data_node_id)
) STRICT, WITHOUT ROWID;
