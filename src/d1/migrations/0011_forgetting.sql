-- What a submission has used of the platform, as JSON; NULL = only its object may know.
ALTER TABLE submissions ADD COLUMN units TEXT;

-- For deletions: jobs of a task that no submission of a scenario names, those of its sequences, of the task itself, and those
-- made by hand. Jobs of a scenario's submission, which are most, are in no index.
CREATE INDEX jobs_by_task ON jobs (task_id) WHERE submit_entity_id NOT GLOB 'SCENARIO_*';
