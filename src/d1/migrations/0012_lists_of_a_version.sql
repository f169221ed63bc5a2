-- Lists show one version. Entities of an application without a version number, all of which are `latest`, cost no row here.
CREATE INDEX scenarios_of_version ON scenarios (version) WHERE version <> 'latest';
CREATE INDEX jobs_of_version ON jobs (version) WHERE version <> 'latest';
CREATE INDEX submissions_of_version ON submissions (version) WHERE version <> 'latest';
