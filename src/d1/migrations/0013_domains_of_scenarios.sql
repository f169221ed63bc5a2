-- What release 0.1.0 has given a domain of its own to: the sweep asks whether anything of such a domain is left. Rows of pooled
-- domains are in none of these indexes, so that they cost no more to write.
CREATE INDEX data_nodes_of_own_domain ON data_nodes (domain) WHERE domain GLOB 'SCENARIO_*';
CREATE INDEX tasks_of_own_domain ON tasks (domain) WHERE domain GLOB 'SCENARIO_*';
CREATE INDEX jobs_of_own_domain ON jobs (domain) WHERE domain GLOB 'SCENARIO_*';
CREATE INDEX submissions_of_own_domain ON submissions (domain) WHERE domain GLOB 'SCENARIO_*';
