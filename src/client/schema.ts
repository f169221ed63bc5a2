// Made from the OpenAPI document by `npm run client`.

export interface paths {
  "/api/v1/datanodes/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All data nodes
     * @description The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`. Needs the role `TAIPY_READER`.
     */
    get: operations["listDataNodes"];
    put?: never;
    /**
     * Get or create a configuration's data node
     * @description Data nodes of the scopes `CYCLE` and `GLOBAL` are found when they exist. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["createDataNode"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/missing/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Data nodes without their values
     * @description For an operator who has restored the database to an earlier time. One page of data nodes of all versions at a time; a page without missing values may have a next one. Needs the role `TAIPY_ADMIN`.
     */
    get: operations["listMissingValues"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One data node
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getDataNode"];
    put?: never;
    post?: never;
    /**
     * Delete a data node
     * @description Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteDataNode"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/read/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A data node's value, filtered
     * @description All of it, or the requested rows and columns. `data` is null when there is no value. Needs the role `TAIPY_READER`.
     */
    get: operations["readDataNode"];
    put?: never;
    /**
     * The same with the filter as body
     * @description All of it, or the requested rows and columns. `data` is null when there is no value. Needs the role `TAIPY_READER`.
     */
    post: operations["filterDataNode"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/write/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Replace a data node's value
     * @description Tables are lists of objects that share their keys. Dates are `{__type__: "Datetime", __value__}`. Needs the role `TAIPY_EDITOR`.
     */
    put: operations["writeDataNode"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/append/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Add to a data node's value
     * @description Rows of a table, items of a list or text. What is appended at the same time is all there afterwards. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["appendDataNode"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/content/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A data node's value as a file
     * @description One range of bytes can be requested. The entity tag is the content's hash. Needs the role `TAIPY_READER`.
     */
    get: operations["getContent"];
    /**
     * Upload a file as the value
     * @description The storage type must be able to read the file, and its value must fit the schema, else nothing changes. `Content-Type` may say which of its media types it is. Needs the role `TAIPY_EDITOR`.
     */
    put: operations["putContent"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/edits/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every write to a data node
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["listEdits"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/diff/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What changed between two edits
     * @description Rows of tables, operations of RFC 6902 for everything else. Needs the role `TAIPY_READER`.
     */
    get: operations["diffEdits"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/restore/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Write an older value again
     * @description Needs the role `TAIPY_EDITOR`.
     */
    post: operations["restoreEdit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/lock/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Reserve a data node for an editor
     * @description The same editor may ask again, to hold it for longer. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["lockDataNode"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/datanodes/{id}/unlock/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End a reservation
     * @description A reservation that another caller has made needs TAIPY_ADMIN. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["unlockDataNode"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tasks/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All tasks
     * @description The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`. Needs the role `TAIPY_READER`.
     */
    get: operations["listTasks"];
    put?: never;
    /**
     * Get or create a configuration's task
     * @description With its data nodes. It belongs to no scenario. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["createTask"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tasks/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One task
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getTask"];
    put?: never;
    post?: never;
    /**
     * Delete a task
     * @description Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteTask"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tasks/submit/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a task
     * @description In job mode `development` all jobs have ended when the answer comes. Needs the role `TAIPY_EXECUTOR`.
     */
    post: operations["submitTask"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sequences/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All sequences
     * @description The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`. Needs the role `TAIPY_READER`.
     */
    get: operations["listSequences"];
    put?: never;
    /**
     * Create a sequence of a scenario's tasks
     * @description `tasks` is another name of `task_ids`; its tasks must be connected. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["createSequence"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sequences/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One sequence
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getSequence"];
    put?: never;
    post?: never;
    /**
     * Delete a sequence
     * @description Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteSequence"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sequences/submit/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a sequence
     * @description In job mode `development` all jobs have ended when the answer comes. Needs the role `TAIPY_EXECUTOR`.
     */
    post: operations["submitSequence"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/scenarios/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All scenarios
     * @description The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`. Needs the role `TAIPY_READER`.
     */
    get: operations["listScenarios"];
    put?: never;
    /**
     * Create a scenario from a configuration
     * @description With its cycle, tasks, data nodes and sequences. Those that are shared are found when they exist. What the query says about it goes before what the body says. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["createScenario"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/scenarios/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One scenario
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getScenario"];
    put?: never;
    post?: never;
    /**
     * Delete a scenario
     * @description Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteScenario"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/scenarios/submit/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a scenario
     * @description In job mode `development` all jobs have ended when the answer comes. Needs the role `TAIPY_EXECUTOR`.
     */
    post: operations["submitScenario"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/cycles/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All cycles
     * @description The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`. Needs the role `TAIPY_READER`.
     */
    get: operations["listCycles"];
    put?: never;
    /**
     * Create a cycle
     * @description Scenarios create their cycles by themselves. Dates need not fit the frequency. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["createCycle"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/cycles/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One cycle
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getCycle"];
    put?: never;
    post?: never;
    /**
     * Delete a cycle
     * @description Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteCycle"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/jobs/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All jobs
     * @description The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`. Needs the role `TAIPY_READER`.
     */
    get: operations["listJobs"];
    put?: never;
    /**
     * Create a job that nothing will run
     * @description As Taipy does it; to run something, submit it. Needs the role `TAIPY_EDITOR`.
     */
    post: operations["createJob"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/jobs/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One job
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getJob"];
    put?: never;
    post?: never;
    /**
     * Delete a finished job
     * @description Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteJob"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/jobs/cancel/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel a job
     * @description Jobs that wait for it are abandoned. A job that has ended stays as it is. Needs the role `TAIPY_EXECUTOR`.
     */
    post: operations["cancelJob"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/submissions/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All submissions, or one entity's
     * @description The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`. Needs the role `TAIPY_READER`.
     */
    get: operations["listSubmissions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/submissions/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One submission
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getSubmission"];
    put?: never;
    post?: never;
    /**
     * Delete a finished submission
     * @description With its jobs. Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteSubmission"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/config/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The applied configuration as JSON
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getConfiguration"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/config.toml": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The applied configuration as a file
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getConfigurationToml"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/config/orphans/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Entities without a configuration
     * @description Scenarios, tasks and data nodes of all versions, counted by configuration and version. One page of them at a time: a page without orphans may have a next one, and one configuration may stand on several pages. Needs the role `TAIPY_READER`.
     */
    get: operations["listOrphans"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/config/scenarios/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A scenario config, its graph
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getScenarioConfig"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/config/tasks/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A task config
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getTaskConfig"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/config/datanodes/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A data node config
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["getDataNodeConfig"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/versions/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All versions of the application
     * @description Needs the role `TAIPY_READER`.
     */
    get: operations["listVersions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/versions/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Delete a version with its entities
     * @description Needs the role `TAIPY_EDITOR`.
     */
    delete: operations["deleteVersion"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/login": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A token for a user's name and password
     * @description Open to everyone.
     */
    post: operations["login"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/logout": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End the token's session
     * @description Needs valid credentials, and no role.
     */
    post: operations["logout"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/me/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who the caller is, with which roles
     * @description Needs valid credentials, and no role.
     */
    get: operations["me"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/me/password/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change one's own password
     * @description Ends all other sessions of the user. API keys and callers of an identity provider have no password here. Needs valid credentials, and no role.
     */
    put: operations["changeOwnPassword"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/keys/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All API keys, without their secrets
     * @description Needs the role `TAIPY_ADMIN`.
     */
    get: operations["listApiKeys"];
    put?: never;
    /**
     * Create an API key, shown this once
     * @description Only a hash of it is kept. Needs the role `TAIPY_ADMIN`.
     */
    post: operations["createApiKey"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/keys/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke an API key
     * @description Needs the role `TAIPY_ADMIN`.
     */
    delete: operations["revokeApiKey"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/users/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All users with a password
     * @description Needs the role `TAIPY_ADMIN`.
     */
    get: operations["listUsers"];
    put?: never;
    /**
     * Create a user
     * @description Needs the role `TAIPY_ADMIN`.
     */
    post: operations["createUser"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/users/{id}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change a user's password or roles
     * @description Another password ends the user's sessions; other roles hold in those that go on. Needs the role `TAIPY_ADMIN`.
     */
    put: operations["changeUser"];
    post?: never;
    /**
     * Delete a user with all sessions
     * @description Needs the role `TAIPY_ADMIN`.
     */
    delete: operations["deleteUser"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/audit/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every change and every refusal
     * @description Needs the role `TAIPY_ADMIN`.
     */
    get: operations["listAudit"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/admin/check/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How database, objects and values differ
     * @description Compares the database, the orchestrator objects, and the values in KV and R2, one share at a time: repeat the request with `next` as `cursor` until it is null. An answer without findings may have a next one. Needs the role `TAIPY_ADMIN`.
     */
    get: operations["check"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/admin/resync/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Mend what the check finds
     * @description Checks as `GET /api/v1/admin/check/` does, and mends each finding as its `mend` says. Begin with `dry_run=true`. It may be repeated and broken off at any time. Needs the role `TAIPY_ADMIN`.
     */
    post: operations["resync"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What this is and where to go next
     * @description Open to everyone.
     */
    get: operations["home"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/swagger.json": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * This interface as OpenAPI 3.1
     * @description Open to everyone.
     */
    get: operations["getOpenApiJson"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/openapi.yaml": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * This interface as OpenAPI 3.1 in YAML
     * @description Open to everyone.
     */
    get: operations["getOpenApiYaml"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether every part of the platform answers
     * @description Anyone sees whether each part answers, and the release. A caller with TAIPY_READER also sees the migrations that the database lacks, and the work under way. Open to everyone.
     */
    get: operations["health"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/docs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * This interface as a page to read
     * @description Open to everyone.
     */
    get: operations["reference"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/swagger-ui": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * This interface to try out, with Swagger UI
     * @description Open to everyone.
     */
    get: operations["swaggerUi"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/redoc-ui": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * This interface to read, with Redoc
     * @description Open to everyone.
     */
    get: operations["redocUi"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/docs/assets/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A script or style of these pages
     * @description Open to everyone.
     */
    get: operations["documentationFile"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description A job that is safe, while the database does not show it yet. */
    AcceptedJob: {
      /** @description Unique. */
      id: string;
      /**
       * @description COMPLETED, FAILED, CANCELED, SKIPPED and ABANDONED are final.
       * @enum {string}
       */
      status:
        | "Status.SUBMITTED"
        | "Status.BLOCKED"
        | "Status.PENDING"
        | "Status.RUNNING"
        | "Status.CANCELED"
        | "Status.FAILED"
        | "Status.COMPLETED"
        | "Status.SKIPPED"
        | "Status.ABANDONED";
      /** @description Whether it runs although its task could be skipped. */
      force: boolean;
      /** @description When it was created. UTC, with a space before the time. */
      creation_date: string;
      /** @description The trace of each error that its function threw. */
      stacktrace: string[];
    };
    AcceptedJobAnswer: {
      message: string;
      job: components["schemas"]["AcceptedJob"];
      /** @description With status 202: the change is safe, and lists and single entities will show it shortly. */
      note: string;
    };
    AcceptedMessage: {
      message: string;
      /** @description With status 202: the change is safe, and lists and single entities will show it shortly. */
      note: string;
    };
    /** @description A key of a program. */
    ApiKey: {
      id: string;
      name: string;
      /** @description What the holder may do. */
      roles: ("TAIPY_READER" | "TAIPY_EDITOR" | "TAIPY_EXECUTOR" | "TAIPY_ADMIN")[];
      /** @description When it was made. UTC, ISO 8601 without an offset. */
      created: string;
      /** @description Who made it: the kind of identity and its id. */
      created_by: string;
      expires_at: string | null;
      last_used_at: string | null;
      revoked_at: string | null;
    };
    ApiKeyCreatedAnswer: {
      message: string;
      /** @description What `Authorization: Bearer` takes. It is kept nowhere. */
      key: string;
      api_key: components["schemas"]["ApiKey"];
    };
    /** @description One change, or one refusal. */
    AuditRow: {
      /** @description Sorts by time. */
      id: string;
      /** @description When it was answered, or the first of several. UTC, ISO 8601 without an offset. */
      at: string;
      /** @description When the last of them was answered. UTC, ISO 8601 without an offset. */
      last_at: string;
      request_id: string | null;
      /** @description Who asked. */
      actor: {
        /** @description How the caller was known. */
        kind: string;
        /** @description Unique within its kind. */
        id: string | null;
        name: string | null;
      };
      /** @description The operation's id in this document. */
      operation: string | null;
      method: string | null;
      /** @description What the path names, what was created, or the user whose password was wrong. */
      entity_id: string | null;
      /** @description Where the request came from; of an unknown caller an IPv6 network. */
      address: string | null;
      /** @description The answer's status; null = various ones. */
      status: number | null;
      /** @description What the call changed about a user or a key. */
      changes: {
        /** @description The roles that were given or changed. */
        roles?: {
          /** @description null = the user or key is new. */
          from: ("TAIPY_READER" | "TAIPY_EDITOR" | "TAIPY_EXECUTOR" | "TAIPY_ADMIN")[] | null;
          to: ("TAIPY_READER" | "TAIPY_EDITOR" | "TAIPY_EXECUTOR" | "TAIPY_ADMIN")[];
        };
        /**
         * @description The password was changed.
         * @constant
         */
        password?: "changed";
      } | null;
      /** @description `ok`, or why it was refused. */
      result: string;
      /** @description How many requests the row stands for. */
      count: number;
    };
    ChangedRow: {
      /** @description Its place in the newer table, from 0. */
      row: number;
      /** @description The cells that the rows were matched by. */
      key?: {
        [key: string]: unknown;
      };
      /** @description The cells that differ, as they were. */
      from: unknown;
      /** @description The cells that differ, as they are. */
      to: unknown;
    };
    CheckAnswer: {
      findings: components["schemas"]["Finding"][];
      /** @description How many rows, records and values were compared. */
      compared: number;
      /** @description Calls of the platform that the comparison took. */
      calls: number;
      /** @description What to pass as `cursor` for the next share; null = all is checked. */
      next: string | null;
    };
    /** @description The entities that one configuration has in one version. */
    ConfigUse: {
      /** @enum {string} */
      kind: "scenario" | "task" | "data_node";
      /** @description The configuration that they were created from. */
      config_id: string;
      /** @description The version that they belong to. */
      version: string;
      /** @description How many there are on this page. */
      count: number;
      /** @description The ids of the first five. */
      ids: string[];
      /** @description Whether the application has the configuration; only `all` shows those. */
      is_configured: boolean;
    };
    /** @description The applied configuration in the sections and the typed texts of Taipy's files, without secrets. */
    Configuration: {
      /** @description Global settings. */
      TAIPY: {
        [key: string]: unknown;
      };
      /** @description How jobs run. */
      JOB: {
        [key: string]: unknown;
      };
      /** @description Mode and version. */
      CORE: {
        [key: string]: unknown;
      };
      /** @description Data node configs by their ids. */
      DATA_NODE: {
        [key: string]: {
          [key: string]: unknown;
        };
      };
      /** @description Task configs by their ids. */
      TASK: {
        [key: string]: {
          [key: string]: unknown;
        };
      };
      /** @description Scenario configs by their ids. */
      SCENARIO: {
        [key: string]: {
          [key: string]: unknown;
        };
      };
    };
    ConfigurationRefused: {
      /** @description What was wrong, in Taipy's words where it has some. */
      message: string;
      /** @description The kind of problem as a URN: `urn:taipy-edge:problem:<code>`. */
      type: string;
      /** @description The kind of problem in words. */
      title: string;
      /** @description The answer's status. */
      status: number;
      /** @description The same as `message`, or more than Taipy's words. */
      detail: string;
      /** @description The requested path. */
      instance: string;
      /** @description Whether the same request may be sent again as it is: it may succeed later. */
      retryable: boolean;
      /** @description When to send it again; the same as the header `Retry-After`. */
      retry_after_s?: number;
      /** @description The same as the header `X-Request-Id`. */
      request_id: string;
      /** @description Where it happened; only with the global setting `testing`. */
      trace?: string;
      /** @constant */
      code: "configuration_refused";
      /** @description What is wrong with the configuration; only with the global setting `testing`. */
      errors?: {
        level: string;
        section?: string;
        field: string;
        message: string;
        file?: string;
        line?: number;
        column?: number;
      }[];
    };
    /** @description What a submission has used of the platform so far. Only with the query parameter `cost`. */
    Cost: {
      units: components["schemas"]["PlatformUnits"];
      /** @description US dollars at list prices, without CPU time. */
      price_usd: number;
    };
    /** @description A data node with its configuration's options. */
    CreatedDataNode: {
      /** @description Unique. */
      id: string;
      /** @description The configuration that it was made from. */
      config_id: string;
      /**
       * @description A constant, as Taipy answers.
       * @constant
       */
      name: "DATA_NODE";
      /** @description 1 = scenario, 2 = cycle, 3 = global, as Taipy answers. */
      scope: number;
      /**
       * @description How its value is stored.
       * @enum {string}
       */
      storage_type:
        | "pickle"
        | "in_memory"
        | "csv"
        | "excel"
        | "json"
        | "parquet"
        | "sql_table"
        | "sql"
        | "generic"
        | "s3_object"
        | "mongo_collection";
      /** @description The scenario or the cycle that it belongs to; null when it is global. */
      owner_id: string | null;
      /** @description Ids of the tasks and scenarios that use it. */
      parent_ids: string[];
      last_edit_date: string | null;
      /** @description Jobs among the writers of its last 20 edits, the oldest first. */
      job_ids: string[];
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
      /** @description Whole days of its validity period; null = it does not expire. */
      validity_days: number | null;
      /** @description The seconds that remain of its validity period. */
      validity_seconds: number | null;
      cacheable: boolean;
      /** @description Whether a job or an editor is writing it. */
      edit_in_progress: boolean;
      /** @description The editor who has reserved it. */
      editor_id: string | null;
      editor_expiration_date: string | null;
      /** @description The validity period in seconds; null = it does not expire. */
      validity_period: number | null;
      expiration_date: string | null;
      /** @description Whether it has a value that has not expired. */
      is_valid: boolean;
      /** @description Whether it has a value that nobody is writing. */
      is_ready_for_reading: boolean;
      /** @description Its last 20 edits, the oldest first. */
      edits: components["schemas"]["RecentEdit"][];
      properties: components["schemas"]["Properties"];
      /** @description Whether it is valid and nothing that it was made from has been written since. Not in lists. */
      is_up_to_date?: boolean;
      path?: unknown;
      default_path?: unknown;
      default_data?: unknown;
      has_header?: unknown;
      sheet_name?: unknown;
      db_name?: unknown;
      table_name?: unknown;
      read_query?: unknown;
      write_query?: unknown;
      aws_s3_bucket_name?: unknown;
      aws_s3_object_key?: unknown;
      collection_name?: unknown;
    };
    /** @description A period of the business, such as one month: scenarios of one frequency and period share it. */
    Cycle: {
      /** @description Unique. */
      id: string;
      /** @description Follows from the frequency and the start. */
      name: string;
      /**
       * @description How long the period is.
       * @enum {string}
       */
      frequency:
        | "Frequency.DAILY"
        | "Frequency.WEEKLY"
        | "Frequency.MONTHLY"
        | "Frequency.QUARTERLY"
        | "Frequency.YEARLY";
      properties: components["schemas"]["Properties"];
      /** @description When it was created. ISO 8601; UTC unless it has an offset. */
      creation_date: string;
      /** @description The first moment of the period. ISO 8601; UTC unless it has an offset. */
      start_date: string;
      /** @description The last moment of the period. ISO 8601; UTC unless it has an offset. */
      end_date: string;
    };
    CycleAnswer: {
      cycle: components["schemas"]["Cycle"];
    };
    CycleCreatedAnswer: {
      message: string;
      cycle: components["schemas"]["Cycle"];
    };
    /** @description One value, or a reference to one: what tasks read and write. */
    DataNode: {
      /** @description Unique. */
      id: string;
      /** @description The configuration that it was made from. */
      config_id: string;
      /** @description Its property `name`; null when it has none. */
      name: unknown;
      /**
       * @description Who shares it: one scenario, the scenarios of a cycle, or all.
       * @enum {string}
       */
      scope: "Scope.SCENARIO" | "Scope.CYCLE" | "Scope.GLOBAL";
      /**
       * @description How its value is stored.
       * @enum {string}
       */
      storage_type:
        | "pickle"
        | "in_memory"
        | "csv"
        | "excel"
        | "json"
        | "parquet"
        | "sql_table"
        | "sql"
        | "generic"
        | "s3_object"
        | "mongo_collection";
      /** @description The scenario or the cycle that it belongs to; null when it is global. */
      owner_id: string | null;
      /** @description Ids of the tasks and scenarios that use it. */
      parent_ids: string[];
      last_edit_date: string | null;
      /** @description Jobs among the writers of its last 20 edits, the oldest first. */
      job_ids: string[];
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
      /** @description Whole days of its validity period; null = it does not expire. */
      validity_days: number | null;
      /** @description The seconds that remain of its validity period. */
      validity_seconds: number | null;
      cacheable: boolean;
      /** @description Whether a job or an editor is writing it. */
      edit_in_progress: boolean;
      /** @description The editor who has reserved it. */
      editor_id: string | null;
      editor_expiration_date: string | null;
      /** @description The validity period in seconds; null = it does not expire. */
      validity_period: number | null;
      expiration_date: string | null;
      /** @description Whether it has a value that has not expired. */
      is_valid: boolean;
      /** @description Whether it has a value that nobody is writing. */
      is_ready_for_reading: boolean;
      /** @description Its last 20 edits, the oldest first. */
      edits: components["schemas"]["RecentEdit"][];
      properties: components["schemas"]["Properties"];
    };
    DataNodeAnswer: {
      datanode: components["schemas"]["DataNodeDetail"];
    };
    DataNodeConfig: {
      id: string;
      /** @enum {string} */
      storage_type:
        | "pickle"
        | "in_memory"
        | "csv"
        | "excel"
        | "json"
        | "parquet"
        | "sql_table"
        | "sql"
        | "generic"
        | "s3_object"
        | "mongo_collection";
      /** @enum {string} */
      scope: "Scope.SCENARIO" | "Scope.CYCLE" | "Scope.GLOBAL";
      /** @description Seconds; null = values do not expire. */
      validity_period: number | null;
      /** @description The value of a new data node; null when there is none. */
      default_data: unknown;
      /** @description What each row of a table, or any other value, must fit, as JSON Schema; null = anything. */
      schema: {
        [key: string]: unknown;
      } | null;
      properties: components["schemas"]["Properties"];
    };
    DataNodeCreatedAnswer: {
      message: string;
      datanode: components["schemas"]["CreatedDataNode"];
    };
    /** @description A data node with what is too costly for lists. */
    DataNodeDetail: {
      /** @description Unique. */
      id: string;
      /** @description The configuration that it was made from. */
      config_id: string;
      /** @description Its property `name`; null when it has none. */
      name: unknown;
      /**
       * @description Who shares it: one scenario, the scenarios of a cycle, or all.
       * @enum {string}
       */
      scope: "Scope.SCENARIO" | "Scope.CYCLE" | "Scope.GLOBAL";
      /**
       * @description How its value is stored.
       * @enum {string}
       */
      storage_type:
        | "pickle"
        | "in_memory"
        | "csv"
        | "excel"
        | "json"
        | "parquet"
        | "sql_table"
        | "sql"
        | "generic"
        | "s3_object"
        | "mongo_collection";
      /** @description The scenario or the cycle that it belongs to; null when it is global. */
      owner_id: string | null;
      /** @description Ids of the tasks and scenarios that use it. */
      parent_ids: string[];
      last_edit_date: string | null;
      /** @description Jobs among the writers of its last 20 edits, the oldest first. */
      job_ids: string[];
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
      /** @description Whole days of its validity period; null = it does not expire. */
      validity_days: number | null;
      /** @description The seconds that remain of its validity period. */
      validity_seconds: number | null;
      cacheable: boolean;
      /** @description Whether a job or an editor is writing it. */
      edit_in_progress: boolean;
      /** @description The editor who has reserved it. */
      editor_id: string | null;
      editor_expiration_date: string | null;
      /** @description The validity period in seconds; null = it does not expire. */
      validity_period: number | null;
      expiration_date: string | null;
      /** @description Whether it has a value that has not expired. */
      is_valid: boolean;
      /** @description Whether it has a value that nobody is writing. */
      is_ready_for_reading: boolean;
      /** @description Its last 20 edits, the oldest first. */
      edits: components["schemas"]["RecentEdit"][];
      properties: components["schemas"]["Properties"];
      /** @description Whether it is valid and nothing that it was made from has been written since. Not in lists. */
      is_up_to_date: boolean;
    };
    DataNodeOfGraph: {
      id: string;
      /** @constant */
      type: "data_node";
      /** @enum {string} */
      storage_type:
        | "pickle"
        | "in_memory"
        | "csv"
        | "excel"
        | "json"
        | "parquet"
        | "sql_table"
        | "sql"
        | "generic"
        | "s3_object"
        | "mongo_collection";
      /** @enum {string} */
      scope: "Scope.SCENARIO" | "Scope.CYCLE" | "Scope.GLOBAL";
    };
    DiffAnswer: {
      diff:
        | components["schemas"]["EqualValues"]
        | components["schemas"]["TableDifference"]
        | components["schemas"]["ValueDifference"];
    };
    /** @description One write to a data node. */
    Edit: {
      /** @description Counts from 1, without gaps. */
      number: number;
      /** @description When it was written. UTC, ISO 8601 without an offset. */
      timestamp: string;
      /** @description The job that wrote it, if one did. */
      job_id: string | null;
      /** @description The editor who wrote it, if one did: the name that the caller gave. */
      editor_id: string | null;
      /** @description The caller who wrote it, or who submitted its job: `<kind>:<id>`. null = no credentials were needed. */
      actor: string | null;
      comment: string | null;
      /** @description Bytes of the encoded value. */
      size: number;
      /** @description SHA-256 of the encoded value in hex; null for a value that lies outside. */
      hash: string | null;
      /** @description The media type of the encoded value. */
      content_type: string;
      /** @description Whether the value can still be read. */
      is_kept: boolean;
    };
    /** @description Both edits have the same content. */
    EqualValues: {
      data_node_id: string;
      /** @description The older edit's number. */
      from: number;
      /** @description The newer edit's number. */
      to: number;
      /** @constant */
      is_equal: true;
    };
    ErrorAnswer: components["schemas"]["Problem"];
    /** @description The problems of each field; those inside of it by their own names, items of a list by their index. */
    FieldErrors: {
      [key: string]: string[] | components["schemas"]["FieldErrors"];
    };
    FilterCondition: {
      /** @description A column, or the key of an object. */
      key: string;
      /** @description What is compared with; null when absent. */
      value: unknown;
      /** @enum {string} */
      operator: "EQUAL" | "NOT_EQUAL" | "LESS_THAN" | "LESS_OR_EQUAL" | "GREATER_THAN" | "GREATER_OR_EQUAL";
    };
    /** @description A difference between the database, the objects and the stores of values. */
    Finding: {
      /** @enum {string} */
      kind:
        | "submission_unknown"
        | "job_unfinished"
        | "job_without_submission"
        | "missing_in_d1"
        | "older_in_d1"
        | "newer_in_d1"
        | "deleted_in_d1"
        | "lock_without_holder"
        | "edit_missing"
        | "edit_ahead"
        | "edit_without_node"
        | "value_missing"
        | "value_unnamed"
        | "notes_overdue"
        | "object_unsent"
        | "object_silent";
      /** @description null = it is a value, an object, edits or notes. */
      entity_kind: ("submission" | "job" | "data_node") | null;
      /** @description The entity, the data node of edits, the key of a value, or the name of an object or a table. */
      entity_id: string;
      /** @description The orchestrator object that owns the entity. */
      domain: string | null;
      /** @description What the database says; null = it has no such row. */
      d1: {
        [key: string]: string | number | boolean | null;
      } | null;
      /** @description What the object or the store of values says; null = it has nothing. */
      object: {
        [key: string]: string | number | boolean | null;
      } | null;
      /** @description What is wrong. */
      text: string;
      /** @description What `POST /api/v1/admin/resync/` does about it; null = nothing. */
      mend: string | null;
      /** @description What an operator can do about what the resync doesn't mend. */
      advice: string | null;
    };
    Health: {
      /**
       * @description `ok` when every check is.
       * @enum {string}
       */
      status: "ok" | "failing";
      /** @description The global setting `env`. */
      env?: string;
      release: components["schemas"]["Release"];
      /** @description The parts of the platform. `hanging`: no answer within two seconds. */
      checks: {
        /** @enum {string} */
        d1: "ok" | "failing" | "hanging";
        /** @enum {string} */
        kv: "ok" | "failing" | "hanging";
        /**
         * @description Where the binding exists.
         * @enum {string}
         */
        r2?: "ok" | "failing" | "hanging";
        /** @enum {string} */
        durable_object: "ok" | "failing" | "hanging";
        /**
         * @description Whether D1 has every migration of this release. `unknown`: D1 did not say.
         * @enum {string}
         */
        schema: "ok" | "not_migrated" | "unknown";
      };
      /** @description Only for TAIPY_READER. null: D1 did not say. */
      migrations?: {
        /** @description The newest migration that D1 has. */
        applied: string | null;
        /** @description The newest migration of this release. */
        newest: string;
        /** @description What D1 lacks: `npx wrangler d1 migrations apply DB --remote`. */
        pending: string[];
        /** @description Migrations of a newer release, which do no harm. */
        unknown: string[];
      } | null;
      /** @description What D1 knows of work under way. Only for TAIPY_READER. null: D1 did not say. */
      workload?: {
        /** @description At most 1,000 are counted. */
        unfinished_submissions: number;
        /** @description There are more; the numbers of jobs are those of the counted ones. */
        is_more: boolean;
        oldest_unfinished: string | null;
        /** @description Its age in seconds. */
        oldest_unfinished_s: number | null;
        /** @description Jobs that wait for a worker. */
        pending_jobs: number;
        running_jobs: number;
        /** @description Jobs that wait for a data node or a slot. */
        blocked_jobs: number;
        /** @description Messages that the Queue has given up today (UTC). */
        dead_letters_today: number;
      } | null;
    };
    Home: {
      name: string;
      description: string;
      /** @description The application's version. */
      version: string;
      release: components["schemas"]["Release"];
      /** @description Paths by what is found there. */
      links: {
        [key: string]: string;
      };
    };
    IdentityAnswer: {
      /**
       * @description How the caller is known.
       * @enum {string}
       */
      kind: "anonymous" | "admin_key" | "api_key" | "user" | "identity_provider";
      /** @description Unique within its kind. */
      id: string;
      name: string;
      /** @description What the holder may do. */
      roles: ("TAIPY_READER" | "TAIPY_EDITOR" | "TAIPY_EXECUTOR" | "TAIPY_ADMIN")[];
    };
    InputErrorAnswer: components["schemas"]["Problem"] | components["schemas"]["ValidationProblem"];
    /** @description In an answer with the header `Taipy-Compat: strict` the body is exactly Taipy's. */
    InternalError:
      | components["schemas"]["Problem"]
      | {
          /** @constant */
          message: "Internal Server Error";
        };
    /** @description One execution of one task. */
    Job: {
      /** @description Unique. */
      id: string;
      /**
       * @description COMPLETED, FAILED, CANCELED, SKIPPED and ABANDONED are final.
       * @enum {string}
       */
      status:
        | "Status.SUBMITTED"
        | "Status.BLOCKED"
        | "Status.PENDING"
        | "Status.RUNNING"
        | "Status.CANCELED"
        | "Status.FAILED"
        | "Status.COMPLETED"
        | "Status.SKIPPED"
        | "Status.ABANDONED";
      /** @description Whether it runs although its task could be skipped. */
      force: boolean;
      /** @description When it was created. UTC, with a space before the time. */
      creation_date: string;
      /** @description The trace of each error that its function threw. */
      stacktrace: string[];
      /** @description The task that it runs. */
      task_id: string;
      subscribers: components["schemas"]["Subscriber"][];
      /** @description Its submission. */
      submit_id: string;
      /** @description The scenario, sequence or task that was submitted. */
      submit_entity_id: string;
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
      /** @description How often a worker has taken it. */
      attempt: number;
      submitted_at: string | null;
      run_at: string | null;
      finished_at: string | null;
      /** @description Seconds that its last try has taken, so far or in all. */
      execution_duration: number | null;
      /** @description When each status was entered last. */
      status_change_records: {
        [key: string]: string;
      };
      /** @description Why it is BLOCKED; empty in any other status. */
      reasons: components["schemas"]["Reason"][];
    };
    JobAnswer: {
      job: components["schemas"]["Job"];
    };
    JobCreatedAnswer: {
      message: string;
      job: components["schemas"]["Job"];
    };
    /** @description Who is writing a data node. */
    Lock: {
      /** @description Whether a job or an editor is writing the data node. */
      edit_in_progress: boolean;
      /** @description The editor who has reserved it. */
      editor_id: string | null;
      editor_expiration_date: string | null;
    };
    LockAnswer: {
      message: string;
      /** @description With status 202: the change is safe, and lists and single entities will show it shortly. */
      note?: string;
      lock: components["schemas"]["Lock"];
    };
    LoneRow: {
      /** @description Its place in its table, from 0. */
      row: number;
      value: unknown;
    };
    /** @description A difference, and whether the resync has mended it. */
    MendedFinding: {
      /** @enum {string} */
      kind:
        | "submission_unknown"
        | "job_unfinished"
        | "job_without_submission"
        | "missing_in_d1"
        | "older_in_d1"
        | "newer_in_d1"
        | "deleted_in_d1"
        | "lock_without_holder"
        | "edit_missing"
        | "edit_ahead"
        | "edit_without_node"
        | "value_missing"
        | "value_unnamed"
        | "notes_overdue"
        | "object_unsent"
        | "object_silent";
      /** @description null = it is a value, an object, edits or notes. */
      entity_kind: ("submission" | "job" | "data_node") | null;
      /** @description The entity, the data node of edits, the key of a value, or the name of an object or a table. */
      entity_id: string;
      /** @description The orchestrator object that owns the entity. */
      domain: string | null;
      /** @description What the database says; null = it has no such row. */
      d1: {
        [key: string]: string | number | boolean | null;
      } | null;
      /** @description What the object or the store of values says; null = it has nothing. */
      object: {
        [key: string]: string | number | boolean | null;
      } | null;
      /** @description What is wrong. */
      text: string;
      /** @description What `POST /api/v1/admin/resync/` does about it; null = nothing. */
      mend: string | null;
      /** @description What an operator can do about what the resync doesn't mend. */
      advice: string | null;
      /** @description Whether it is mended; of a dry run: whether it would be. */
      mended: boolean;
    };
    Message: {
      message: string;
    };
    Misfit: {
      /** @description Without the header, from 1 on; null = the value is no table. */
      row: number | null;
      /** @description Its name; null = the row as a whole, or no table. */
      column: string | null;
      /** @description The place in the cell or value, such as `/averages/01-31`; empty = all of it. */
      path: string;
      /** @description What the schema says about it. */
      reason: string;
    };
    /** @description A data node whose newest value is gone. */
    MissingValue: {
      data_node_id: string;
      /** @description The newest edit; 1 when the value is the file that the node has begun with. */
      edit_number: number;
      last_edit_date: string | null;
      /** @description Where the value should be, in KV or R2. */
      key: string;
    };
    /** @description One operation of RFC 6902. */
    PatchOperation: {
      /** @enum {string} */
      op: "add" | "remove" | "replace" | "move" | "copy" | "test";
      /** @description A JSON pointer (RFC 6901). */
      path: string;
      /** @description A JSON pointer (RFC 6901). */
      from?: string;
      value?: unknown;
    };
    /** @description What was used, in the units that the platform bills. */
    PlatformUnits: {
      d1_rows_read: number;
      d1_rows_written: number;
      durable_object_requests: number;
      durable_object_rows_read: number;
      durable_object_rows_written: number;
      queue_operations: number;
      kv_reads: number;
      kv_writes: number;
      r2_reads: number;
      r2_writes: number;
      worker_requests: number;
      /** @description A Worker can't read it: the platform's invocation log has it. */
      cpu_ms: number | null;
    };
    /** @description What was wrong. */
    Problem: {
      /** @description What was wrong, in Taipy's words where it has some. */
      message: string;
      /** @description The kind of problem as a URN: `urn:taipy-edge:problem:<code>`. */
      type: string;
      /** @description The kind of problem in words. */
      title: string;
      /** @description The answer's status. */
      status: number;
      /** @description The same as `message`, or more than Taipy's words. */
      detail: string;
      /** @description The requested path. */
      instance: string;
      /** @description Whether the same request may be sent again as it is: it may succeed later. */
      retryable: boolean;
      /** @description When to send it again; the same as the header `Retry-After`. */
      retry_after_s?: number;
      /** @description The same as the header `X-Request-Id`. */
      request_id: string;
      /** @description Where it happened; only with the global setting `testing`. */
      trace?: string;
      /**
       * @description The kind of problem; it does not change.
       * @enum {string}
       */
      code:
        | "config_id_missing"
        | "scenario_id_missing"
        | "sequence_name_missing"
        | "invalid_body"
        | "invalid_query"
        | "invalid_path"
        | "invalid_header"
        | "url_too_long"
        | "invalid_filter"
        | "invalid_value"
        | "invalid_sequence"
        | "invalid_scenario"
        | "hidden_value"
        | "unsupported_media_type"
        | "body_too_large"
        | "unreadable_content"
        | "schema_mismatch"
        | "value_too_large"
        | "range_not_satisfiable"
        | "cannot_append"
        | "no_session"
        | "unauthenticated"
        | "forbidden"
        | "origin_not_allowed"
        | "wrong_password"
        | "rate_limited"
        | "service_closed"
        | "signing_key_missing"
        | "identity_provider_unavailable"
        | "data_node_not_found"
        | "data_node_config_not_found"
        | "task_not_found"
        | "task_config_not_found"
        | "scenario_not_found"
        | "scenario_config_not_found"
        | "sequence_not_found"
        | "cycle_not_found"
        | "job_not_found"
        | "submission_not_found"
        | "version_not_found"
        | "api_key_not_found"
        | "user_not_found"
        | "edit_not_found"
        | "edit_value_removed"
        | "value_outside"
        | "never_written"
        | "route_not_found"
        | "method_not_allowed"
        | "already_exists"
        | "no_password"
        | "primary_scenario"
        | "job_not_finished"
        | "submission_not_finished"
        | "jobs_unfinished"
        | "being_deleted"
        | "cascade_too_large"
        | "submission_too_large"
        | "configuration_changed"
        | "edit_locked"
        | "edit_number_changed"
        | "too_large_to_compare"
        | "payload_missing"
        | "payload_gone"
        | "memory_busy"
        | "logins_busy"
        | "too_many_changes"
        | "database_unavailable"
        | "database_reset"
        | "database_overloaded"
        | "database_quota_spent"
        | "database_query_too_heavy"
        | "database_not_migrated"
        | "database_constraint"
        | "database_row_too_large"
        | "database_read_only"
        | "database_full"
        | "values_unavailable"
        | "values_overloaded"
        | "values_quota_spent"
        | "values_misconfigured"
        | "object_unavailable"
        | "object_reset"
        | "object_overloaded"
        | "object_quota_spent"
        | "object_full"
        | "queue_unavailable"
        | "queue_overloaded"
        | "queue_quota_spent"
        | "queue_full"
        | "queue_misconfigured"
        | "queue_message_too_large"
        | "platform_unavailable"
        | "invocation_limit"
        | "internal_error"
        | "storage_unavailable"
        | "storage_misconfigured";
      /** @description The query parameter that is not valid. */
      parameter?: string;
      /** @description Names in the request that the operation does not know; at most twenty. */
      unknown?: {
        /** @description With the names of the objects around it, as in `operators.0.kye`. */
        name: string;
        /** @enum {string} */
        in: "query" | "body";
        /** @description The known name that may have been meant. */
        nearest: string | null;
        /** @description All names that are known there. */
        known: string[];
      }[];
      /** @description Of the first error in a text that is no JSON. */
      line?: number;
      /** @description In that line, from 1. */
      column?: number;
      /** @description The text there; at most 40 characters. */
      excerpt?: string;
      /** @description The header that is not valid. */
      header?: string;
      /** @description Where the value does not fit its schema; 20 at most. */
      failures?: components["schemas"]["Misfit"][];
      /** @description How many bytes are possible. */
      limit?: number;
      /** @description What takes most of the memory, such as `cells`. */
      expansion?: string;
      /** @description How many of it the value has up to `where`. */
      count?: number | null;
      /** @description Where in the value or file the memory ends. */
      where?: string | null;
      /** @description How many bytes there are. */
      size?: number;
      /** @description The key of the value that cannot be reached. */
      key?: string | null;
      /** @description The number of the edit that it is about. */
      edit_number?: number;
      /** @description Who has reserved the data node. */
      editor_id?: string | null;
      editor_expiration_date?: string | null;
      /** @description What the editor says about the reservation. */
      comment?: string | null;
      /** @description The version whose configuration has changed. */
      version?: string;
      /** @description How many settings have changed. */
      differences?: number;
      /** @description What has changed since it was created; 50 at most. */
      changes?: components["schemas"]["StructureChange"][];
      /** @description The role that the caller lacks. */
      missing_role?: string;
    };
    /** @description Free values that a configuration or a caller attached, by their names. */
    Properties: {
      [key: string]: unknown;
    };
    /** @description Which rows of a value are read. */
    ReadFilter: {
      /** @description The conditions; none = everything. */
      operators: components["schemas"]["FilterCondition"][];
      /**
       * @description Default: `AND`.
       * @enum {string}
       */
      join_operator?: "AND" | "OR";
    };
    /** @description Why a job waits. */
    Reason: {
      /** @description The name of Taipy's class of the reason; TaskLimitReached and ApplicationLimitReached are added. */
      code: string;
      /** @description What it is about; null = the application. */
      entity_id: string | null;
      message: string;
    };
    /** @description One write; what does not apply is left out. */
    RecentEdit: {
      number: number;
      /** @description When it was written. UTC, ISO 8601 without an offset. */
      timestamp: string;
      /** @description The job that wrote it. */
      job_id?: string;
      /** @description The editor who wrote it. */
      editor_id?: string;
      comment?: string;
    };
    /** @description What runs. */
    Release: {
      /** @description The number of the release of taipy-edge. */
      version: string;
      /** @description Cloudflare's id of the Worker's version, where the binding says it. */
      build: string | null;
    };
    ResyncAnswer: {
      findings: components["schemas"]["MendedFinding"][];
      /** @description How many rows, records and values were compared. */
      compared: number;
      /** @description Calls of the platform that the comparison took. */
      calls: number;
      /** @description What to pass as `cursor` for the next share; null = all is checked. */
      next: string | null;
    };
    Retries: {
      /** @description How often a failed function is tried again. */
      limit: number;
      /** @description Milliseconds before the next try. */
      delayMs: number;
      /**
       * @description How the delay grows.
       * @enum {string}
       */
      backoff: "constant" | "linear" | "exponential";
    };
    /** @description A business case: tasks, the data nodes that they connect, and sequences of the tasks. */
    Scenario: {
      /** @description Unique. */
      id: string;
      /** @description The configuration that it was made from. */
      config_id: string;
      /** @description Its property `name`; null when it has none. */
      name: unknown;
      /** @description The id of its cycle; null when its configuration has no frequency. */
      cycle: string | null;
      /** @description When it was created. UTC, ISO 8601 without an offset. */
      creation_date: string;
      /** @description Whether it is the primary scenario of its cycle. */
      primary_scenario: boolean;
      properties: components["schemas"]["Properties"];
      /** @description By their names; null when there are none. */
      sequences: {
        [key: string]: components["schemas"]["SequenceOfScenario"];
      } | null;
      subscribers: components["schemas"]["Subscriber"][];
      tags: string[];
      /** @description Ids of its tasks. */
      tasks: string[];
      /** @description Ids of data nodes that no task of it uses. */
      additional_data_nodes: string[];
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
    };
    ScenarioAnswer: {
      scenario: components["schemas"]["Scenario"];
    };
    ScenarioConfig: {
      id: string;
      /** @description Ids of task configs. */
      tasks: string[];
      /** @description Ids of data node configs. */
      additional_data_nodes: string[];
      frequency:
        | ("Frequency.DAILY" | "Frequency.WEEKLY" | "Frequency.MONTHLY" | "Frequency.QUARTERLY" | "Frequency.YEARLY")
        | null;
      /** @description Functions by the ids of data node configs. */
      comparators: {
        [key: string]: (string | null)[];
      };
      /** @description Ids of task configs by the sequence's name. */
      sequences: {
        [key: string]: string[];
      };
      properties: components["schemas"]["Properties"];
      /** @description Its data nodes and tasks, and an edge from each to what follows it. */
      dag: {
        nodes: (components["schemas"]["DataNodeOfGraph"] | components["schemas"]["TaskOfGraph"])[];
        edges: {
          from: string;
          to: string;
        }[];
      };
    };
    ScenarioCreatedAnswer: {
      message: string;
      scenario: components["schemas"]["Scenario"];
    };
    /** @description A part of a scenario's tasks that can be run by itself. */
    Sequence: {
      /** @description Made of its name and its scenario's id. */
      id: string;
      /** @description The id of its scenario. */
      owner_id: string;
      /** @description The same in a list. */
      parent_ids: string[];
      /** @description Ids of its tasks, in the given order. */
      tasks: string[];
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
      properties: components["schemas"]["Properties"];
      subscribers: components["schemas"]["Subscriber"][];
    };
    SequenceAnswer: {
      sequence: components["schemas"]["Sequence"];
    };
    SequenceCreatedAnswer: {
      message: string;
      sequence: components["schemas"]["Sequence"];
    };
    SequenceOfScenario: {
      /** @description Ids of its tasks. */
      tasks: string[];
      properties: components["schemas"]["Properties"];
      subscribers: components["schemas"]["Subscriber"][];
    };
    StructureChange: {
      /** @description `TASK.predict.inputs`, as in an exported configuration. */
      path: string;
      /** @description When the entity was created. */
      was: string | string[];
      /** @description In the configuration now; null = it is gone. */
      is: (string | string[]) | null;
    };
    /** @description One request to run a scenario, a sequence or a task. */
    Submission: {
      /** @description Unique. */
      id: string;
      /** @description What was submitted. */
      entity_id: string;
      /**
       * @description Its kind.
       * @enum {string}
       */
      entity_type: "SCENARIO" | "SEQUENCE" | "TASK";
      /** @description Its configuration; null for sequences. */
      entity_config_id: string | null;
      /** @description Ids of its jobs. */
      job_ids: string[];
      properties: components["schemas"]["Properties"];
      /** @description When it was accepted. UTC, ISO 8601 without an offset. */
      creation_date: string;
      /**
       * @description Follows from the statuses of its jobs.
       * @enum {string}
       */
      submission_status:
        | "SUBMITTED"
        | "UNDEFINED"
        | "BLOCKED"
        | "PENDING"
        | "RUNNING"
        | "CANCELED"
        | "FAILED"
        | "COMPLETED";
      /** @description Whether a job has completed or was skipped. */
      is_completed: boolean;
      /** @description Whether a job was abandoned. */
      is_abandoned: boolean;
      /** @description Whether a job was cancelled. */
      is_canceled: boolean;
      run_at: string | null;
      finished_at: string | null;
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
    };
    SubmissionAnswer: {
      submission: components["schemas"]["SubmissionDetail"];
    };
    /** @description A submission, and its cost where the request wants it. */
    SubmissionDetail: {
      /** @description Unique. */
      id: string;
      /** @description What was submitted. */
      entity_id: string;
      /**
       * @description Its kind.
       * @enum {string}
       */
      entity_type: "SCENARIO" | "SEQUENCE" | "TASK";
      /** @description Its configuration; null for sequences. */
      entity_config_id: string | null;
      /** @description Ids of its jobs. */
      job_ids: string[];
      properties: components["schemas"]["Properties"];
      /** @description When it was accepted. UTC, ISO 8601 without an offset. */
      creation_date: string;
      /**
       * @description Follows from the statuses of its jobs.
       * @enum {string}
       */
      submission_status:
        | "SUBMITTED"
        | "UNDEFINED"
        | "BLOCKED"
        | "PENDING"
        | "RUNNING"
        | "CANCELED"
        | "FAILED"
        | "COMPLETED";
      /** @description Whether a job has completed or was skipped. */
      is_completed: boolean;
      /** @description Whether a job was abandoned. */
      is_abandoned: boolean;
      /** @description Whether a job was cancelled. */
      is_canceled: boolean;
      run_at: string | null;
      finished_at: string | null;
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
      cost?: components["schemas"]["Cost"] | null;
    };
    SubmissionSummary: {
      /** @description Unique. */
      id: string;
      /**
       * @description Follows from the statuses of its jobs.
       * @enum {string}
       */
      status: "SUBMITTED" | "UNDEFINED" | "BLOCKED" | "PENDING" | "RUNNING" | "CANCELED" | "FAILED" | "COMPLETED";
      /** @description Ids of its jobs. */
      job_ids: string[];
      cost?: components["schemas"]["Cost"] | null;
    };
    SubmittedAnswer: {
      message: string;
      /** @description With status 202: the change is safe, and lists and single entities will show it shortly. */
      note?: string;
      submission: components["schemas"]["SubmissionSummary"];
    };
    /** @description A function that is called when a job's status changes. */
    Subscriber: {
      /** @description The function's name. */
      fct_name: string;
      /** @description Arguments before those of the notification. */
      fct_params: unknown[];
      /** @description Where the function is defined. */
      fct_module: string;
    };
    TableDifference: {
      data_node_id: string;
      /** @description The older edit's number. */
      from: number;
      /** @description The newer edit's number. */
      to: number;
      is_equal: boolean;
      /** @description How many there are in all. */
      counts: {
        added: number;
        removed: number;
        changed: number;
      };
      /** @description Whether a part has more items than are shown. */
      is_cut: boolean;
      added: components["schemas"]["LoneRow"][];
      removed: components["schemas"]["LoneRow"][];
      changed: components["schemas"]["ChangedRow"][];
    };
    /** @description One function with its inputs and outputs. */
    Task: {
      /** @description Unique. */
      id: string;
      /** @description The configuration that it was made from. */
      config_id: string;
      /** @description The scenario or the cycle that it belongs to; null when it is global. */
      owner_id: string | null;
      /** @description Ids of the scenarios and sequences that it is part of. */
      parent_ids: string[];
      /** @description Ids of data nodes, in the order of the function's arguments. */
      input_ids: string[];
      /** @description The function that it runs. */
      function_name: string;
      /** @description Where the function is defined. */
      function_module: string;
      /** @description Ids of data nodes, in the order of the function's results. */
      output_ids: string[];
      /** @description The number of the application's version that it belongs to; `latest` without one. */
      version: string;
      /** @description Whether it is skipped when its outputs are newer than its inputs. */
      skippable: boolean;
      properties: components["schemas"]["Properties"];
    };
    TaskAnswer: {
      task: components["schemas"]["Task"];
    };
    TaskConfig: {
      id: string;
      function: string | null;
      /** @description Ids of data node configs. */
      inputs: string[];
      /** @description Ids of data node configs. */
      outputs: string[];
      skippable: boolean;
      retries: components["schemas"]["Retries"] | null;
      /** @description Seconds that a try may take; null = no limit. */
      timeout: number | null;
      /** @description How many jobs of it may run at a time; null = no limit. */
      concurrency: number | null;
      properties: components["schemas"]["Properties"];
    };
    TaskCreatedAnswer: {
      message: string;
      task: components["schemas"]["Task"];
    };
    TaskOfGraph: {
      id: string;
      /** @constant */
      type: "task";
      skippable: boolean;
    };
    TokenAnswer: {
      /** @description What `Authorization: Bearer` takes. */
      token: string;
      /** @description When it ends. UTC, ISO 8601 without an offset. */
      expires_at: string;
    };
    /** @description In an answer with the header `Taipy-Compat: strict` the body is exactly Taipy's. */
    UnavailableAnswer:
      | components["schemas"]["Problem"]
      | components["schemas"]["ConfigurationRefused"]
      | components["schemas"]["Message"];
    UnhealthyAnswer:
      | components["schemas"]["Health"]
      | components["schemas"]["ConfigurationRefused"]
      | components["schemas"]["Message"];
    /** @description A person or program that logs in with a password. */
    User: {
      username: string;
      /** @description What the holder may do. */
      roles: ("TAIPY_READER" | "TAIPY_EDITOR" | "TAIPY_EXECUTOR" | "TAIPY_ADMIN")[];
      /** @description When it was made. UTC, ISO 8601 without an offset. */
      created: string;
      /** @description Who made it: the kind of identity and its id. */
      created_by: string;
    };
    UserAnswer: {
      message: string;
      user: components["schemas"]["User"];
    };
    /** @description A body that is not valid. The problems stand in `errors` and, as Taipy answers them, beside it. */
    ValidationProblem: {
      /** @description What was wrong, in Taipy's words where it has some. */
      message: string;
      /** @description The kind of problem as a URN: `urn:taipy-edge:problem:<code>`. */
      type: string;
      /** @description The kind of problem in words. */
      title: string;
      /** @description The answer's status. */
      status: number;
      /** @description The same as `message`, or more than Taipy's words. */
      detail: string;
      /** @description The requested path. */
      instance: string;
      /** @description Whether the same request may be sent again as it is: it may succeed later. */
      retryable: boolean;
      /** @description When to send it again; the same as the header `Retry-After`. */
      retry_after_s?: number;
      /** @description The same as the header `X-Request-Id`. */
      request_id: string;
      /** @description Where it happened; only with the global setting `testing`. */
      trace?: string;
      /** @constant */
      code: "validation_failed";
      errors: components["schemas"]["FieldErrors"];
      /** @description Names in the request that the operation does not know; at most twenty. */
      unknown?: {
        /** @description With the names of the objects around it, as in `operators.0.kye`. */
        name: string;
        /** @enum {string} */
        in: "query" | "body";
        /** @description The known name that may have been meant. */
        nearest: string | null;
        /** @description All names that are known there. */
        known: string[];
      }[];
    };
    /** @description The value, or the part of it; null when there is none. Dates are `{__type__, __value__}`. */
    ValueAnswer: {
      data: components["schemas"]["DataNodeValue"];
    };
    ValueDifference: {
      data_node_id: string;
      /** @description The older edit's number. */
      from: number;
      /** @description The newer edit's number. */
      to: number;
      is_equal: boolean;
      /** @description How many there are in all. */
      counts: {
        patch: number;
      };
      /** @description Whether a part has more items than are shown. */
      is_cut: boolean;
      /** @description What makes the newer value of the older one. */
      patch: components["schemas"]["PatchOperation"][];
    };
    /** @description A version of the application. Each entity but cycles belongs to one. */
    Version: {
      /** @description Its number. */
      id: string;
      creation_date: string | null;
      /** @description Whether it is the configured one, which lists show. */
      is_latest: boolean;
    };
    WrittenAnswer: {
      message: string;
      /** @description With status 202: the change is safe, and lists and single entities will show it shortly. */
      note?: string;
      edit: components["schemas"]["Edit"];
    };
    /** @description Any value. Taipy's name. */
    Any: unknown;
    /** @description Taipy's name of `Cycle`. */
    CycleSchema: components["schemas"]["Cycle"];
    /** @description Taipy's name of `ReadFilter`. */
    DataNodeFilterSchema: components["schemas"]["ReadFilter"];
    /** @description Taipy's name of `DataNode`. */
    DataNodeSchema: components["schemas"]["DataNode"];
    /** @description Taipy's name of `Job`. */
    JobSchema: components["schemas"]["Job"];
    /** @description Taipy's name of `Scenario`. */
    ScenarioSchema: components["schemas"]["Scenario"];
    /** @description Taipy's name of `Sequence`. */
    SequenceSchema: components["schemas"]["Sequence"];
    /** @description Taipy's name of `Task`. */
    TaskSchema: components["schemas"]["Task"];
    /** @description The value of a data node: any JSON. Those of data nodes with a schema are listed by the ids of their configurations. */
    DataNodeValue: unknown;
  };
  responses: {
    /** @description Authentication is required (`unauthenticated`). */
    Unauthenticated: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorAnswer"];
      };
    };
    /** @description The URL is too long (`url_too_long`). */
    UrlTooLong: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorAnswer"];
      };
    };
    /** @description Too many requests (`rate_limited`). */
    TooManyRequests: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorAnswer"];
      };
    };
    /** @description A failure of the service itself. The log has more under the request id. */
    InternalServerError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["InternalError"];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type AcceptedJob = components["schemas"]["AcceptedJob"];
export type AcceptedJobAnswer = components["schemas"]["AcceptedJobAnswer"];
export type AcceptedMessage = components["schemas"]["AcceptedMessage"];
export type ApiKey = components["schemas"]["ApiKey"];
export type ApiKeyCreatedAnswer = components["schemas"]["ApiKeyCreatedAnswer"];
export type AuditRow = components["schemas"]["AuditRow"];
export type ChangedRow = components["schemas"]["ChangedRow"];
export type CheckAnswer = components["schemas"]["CheckAnswer"];
export type ConfigUse = components["schemas"]["ConfigUse"];
export type Configuration = components["schemas"]["Configuration"];
export type ConfigurationRefused = components["schemas"]["ConfigurationRefused"];
export type Cost = components["schemas"]["Cost"];
export type CreatedDataNode = components["schemas"]["CreatedDataNode"];
export type Cycle = components["schemas"]["Cycle"];
export type CycleAnswer = components["schemas"]["CycleAnswer"];
export type CycleCreatedAnswer = components["schemas"]["CycleCreatedAnswer"];
export type DataNode = components["schemas"]["DataNode"];
export type DataNodeAnswer = components["schemas"]["DataNodeAnswer"];
export type DataNodeConfig = components["schemas"]["DataNodeConfig"];
export type DataNodeCreatedAnswer = components["schemas"]["DataNodeCreatedAnswer"];
export type DataNodeDetail = components["schemas"]["DataNodeDetail"];
export type DataNodeOfGraph = components["schemas"]["DataNodeOfGraph"];
export type DiffAnswer = components["schemas"]["DiffAnswer"];
export type Edit = components["schemas"]["Edit"];
export type EqualValues = components["schemas"]["EqualValues"];
export type ErrorAnswer = components["schemas"]["ErrorAnswer"];
export type FieldErrors = components["schemas"]["FieldErrors"];
export type FilterCondition = components["schemas"]["FilterCondition"];
export type Finding = components["schemas"]["Finding"];
export type Health = components["schemas"]["Health"];
export type Home = components["schemas"]["Home"];
export type IdentityAnswer = components["schemas"]["IdentityAnswer"];
export type InputErrorAnswer = components["schemas"]["InputErrorAnswer"];
export type InternalError = components["schemas"]["InternalError"];
export type Job = components["schemas"]["Job"];
export type JobAnswer = components["schemas"]["JobAnswer"];
export type JobCreatedAnswer = components["schemas"]["JobCreatedAnswer"];
export type Lock = components["schemas"]["Lock"];
export type LockAnswer = components["schemas"]["LockAnswer"];
export type LoneRow = components["schemas"]["LoneRow"];
export type MendedFinding = components["schemas"]["MendedFinding"];
export type Message = components["schemas"]["Message"];
export type Misfit = components["schemas"]["Misfit"];
export type MissingValue = components["schemas"]["MissingValue"];
export type PatchOperation = components["schemas"]["PatchOperation"];
export type PlatformUnits = components["schemas"]["PlatformUnits"];
export type Problem = components["schemas"]["Problem"];
export type Properties = components["schemas"]["Properties"];
export type ReadFilter = components["schemas"]["ReadFilter"];
export type Reason = components["schemas"]["Reason"];
export type RecentEdit = components["schemas"]["RecentEdit"];
export type Release = components["schemas"]["Release"];
export type ResyncAnswer = components["schemas"]["ResyncAnswer"];
export type Retries = components["schemas"]["Retries"];
export type Scenario = components["schemas"]["Scenario"];
export type ScenarioAnswer = components["schemas"]["ScenarioAnswer"];
export type ScenarioConfig = components["schemas"]["ScenarioConfig"];
export type ScenarioCreatedAnswer = components["schemas"]["ScenarioCreatedAnswer"];
export type Sequence = components["schemas"]["Sequence"];
export type SequenceAnswer = components["schemas"]["SequenceAnswer"];
export type SequenceCreatedAnswer = components["schemas"]["SequenceCreatedAnswer"];
export type SequenceOfScenario = components["schemas"]["SequenceOfScenario"];
export type StructureChange = components["schemas"]["StructureChange"];
export type Submission = components["schemas"]["Submission"];
export type SubmissionAnswer = components["schemas"]["SubmissionAnswer"];
export type SubmissionDetail = components["schemas"]["SubmissionDetail"];
export type SubmissionSummary = components["schemas"]["SubmissionSummary"];
export type SubmittedAnswer = components["schemas"]["SubmittedAnswer"];
export type Subscriber = components["schemas"]["Subscriber"];
export type TableDifference = components["schemas"]["TableDifference"];
export type Task = components["schemas"]["Task"];
export type TaskAnswer = components["schemas"]["TaskAnswer"];
export type TaskConfig = components["schemas"]["TaskConfig"];
export type TaskCreatedAnswer = components["schemas"]["TaskCreatedAnswer"];
export type TaskOfGraph = components["schemas"]["TaskOfGraph"];
export type TokenAnswer = components["schemas"]["TokenAnswer"];
export type UnavailableAnswer = components["schemas"]["UnavailableAnswer"];
export type UnhealthyAnswer = components["schemas"]["UnhealthyAnswer"];
export type User = components["schemas"]["User"];
export type UserAnswer = components["schemas"]["UserAnswer"];
export type ValidationProblem = components["schemas"]["ValidationProblem"];
export type ValueAnswer = components["schemas"]["ValueAnswer"];
export type ValueDifference = components["schemas"]["ValueDifference"];
export type Version = components["schemas"]["Version"];
export type WrittenAnswer = components["schemas"]["WrittenAnswer"];
export type Any = components["schemas"]["Any"];
export type CycleSchema = components["schemas"]["CycleSchema"];
export type DataNodeFilterSchema = components["schemas"]["DataNodeFilterSchema"];
export type DataNodeSchema = components["schemas"]["DataNodeSchema"];
export type JobSchema = components["schemas"]["JobSchema"];
export type ScenarioSchema = components["schemas"]["ScenarioSchema"];
export type SequenceSchema = components["schemas"]["SequenceSchema"];
export type TaskSchema = components["schemas"]["TaskSchema"];
export type DataNodeValue = components["schemas"]["DataNodeValue"];
export type ResponseUnauthenticated = components["responses"]["Unauthenticated"];
export type ResponseUrlTooLong = components["responses"]["UrlTooLong"];
export type ResponseTooManyRequests = components["responses"]["TooManyRequests"];
export type ResponseInternalServerError = components["responses"]["InternalServerError"];
export type $defs = Record<string, never>;
export interface operations {
  listDataNodes: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
        /** @description The version whose entities are listed, or `all`. Default: the configured one. */
        version?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["DataNode"][];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such version (`version_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createDataNode: {
    parameters: {
      query?: {
        /** @description The configuration's id. Required. */
        config_id?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity, created or found. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["DataNodeCreatedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). A configuration id is missing (`config_id_missing`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node configuration (`data_node_config_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The configuration has changed since (`configuration_changed`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listMissingValues: {
    parameters: {
      query?: {
        /** @description How many data nodes are looked at. Default: 100. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Those of the data nodes that were looked at. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["MissingValue"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). The value cannot be reached (`payload_missing`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getDataNode: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["DataNodeAnswer"];
        };
      };
      /** @description The entity is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteDataNode: {
    parameters: {
      query?: never;
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  readDataNode: {
    parameters: {
      query?: {
        /** @description The conditions of a filter as a JSON list. Not with a body. */
        operators?: string;
        /** @description How the conditions are joined: `AND` or `OR`. Not with a body. */
        join_operator?: string;
        /** @description How many rows are read. */
        limit?: number;
        /** @description How many rows are left out before the first. */
        offset?: number;
        /** @description The columns that are read, with commas between them. */
        columns?: string;
        /** @description The value as this edit wrote it. Not with `at`. */
        edit?: number;
        /** @description The value as it was at this time (ISO 8601). Not with `edit`. */
        at?: string;
        /** @description Whether all of the value must fit the schema of the data node, else 422. */
        check?: boolean;
      };
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The value. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ValueAnswer"];
        };
      };
      /** @description The value is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). The filter is not valid (`invalid_filter`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). No such edit (`edit_not_found`). The value lies in a system of its own (`value_outside`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value of the edit has been removed (`edit_value_removed`). The value has been deleted (`payload_gone`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value is too large to be decoded (`value_too_large`). The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The system that holds the value refuses the service (`storage_misconfigured`). */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The identity provider does not answer (`identity_provider_unavailable`). Other large values are being decoded (`memory_busy`). The value cannot be reached (`payload_missing`). The system that holds the value does not answer (`storage_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  filterDataNode: {
    parameters: {
      query?: {
        /** @description The conditions of a filter as a JSON list. Not with a body. */
        operators?: string;
        /** @description How the conditions are joined: `AND` or `OR`. Not with a body. */
        join_operator?: string;
        /** @description How many rows are read. */
        limit?: number;
        /** @description How many rows are left out before the first. */
        offset?: number;
        /** @description The columns that are read, with commas between them. */
        columns?: string;
        /** @description The value as this edit wrote it. Not with `at`. */
        edit?: number;
        /** @description The value as it was at this time (ISO 8601). Not with `edit`. */
        at?: string;
        /** @description Whether all of the value must fit the schema of the data node, else 422. */
        check?: boolean;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description Which rows are read; none = all. */
    requestBody?: {
      content: {
        "application/json": components["schemas"]["ReadFilter"];
      };
    };
    responses: {
      /** @description The value. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ValueAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). The filter is not valid (`invalid_filter`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). No such edit (`edit_not_found`). The value lies in a system of its own (`value_outside`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value of the edit has been removed (`edit_value_removed`). The value has been deleted (`payload_gone`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value is too large to be decoded (`value_too_large`). The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The system that holds the value refuses the service (`storage_misconfigured`). */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The identity provider does not answer (`identity_provider_unavailable`). Other large values are being decoded (`memory_busy`). The value cannot be reached (`payload_missing`). The system that holds the value does not answer (`storage_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  writeDataNode: {
    parameters: {
      query?: {
        /** @description Who writes: needed while that editor has reserved the data node. */
        editor_id?: string;
        /** @description Kept with the edit. */
        comment?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description Any JSON value. */
    requestBody: {
      content: {
        "application/json": components["schemas"]["DataNodeValue"];
      };
    };
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value is too large to be decoded (`value_too_large`). The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The data node is being edited (`edit_locked`). */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The system that holds the value refuses the service (`storage_misconfigured`). */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The identity provider does not answer (`identity_provider_unavailable`). Other large values are being decoded (`memory_busy`). The value cannot be reached (`payload_missing`). The system that holds the value does not answer (`storage_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  appendDataNode: {
    parameters: {
      query?: {
        /** @description Who writes: needed while that editor has reserved the data node. */
        editor_id?: string;
        /** @description Kept with the edit. */
        comment?: string;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description Any JSON value. */
    requestBody: {
      content: {
        "application/json": components["schemas"]["DataNodeValue"];
      };
    };
    responses: {
      /** @description The new edit. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WrittenAnswer"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WrittenAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The value does not fit the data node (`invalid_value`). The storage type cannot append (`cannot_append`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The data node has been written meanwhile (`edit_number_changed`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value has been deleted (`payload_gone`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value is too large to be decoded (`value_too_large`). The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The data node is being edited (`edit_locked`). */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The system that holds the value refuses the service (`storage_misconfigured`). */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The identity provider does not answer (`identity_provider_unavailable`). Other large values are being decoded (`memory_busy`). The value cannot be reached (`payload_missing`). The system that holds the value does not answer (`storage_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  getContent: {
    parameters: {
      query?: {
        /** @description The value as this edit wrote it. Not with `at`. */
        edit?: number;
        /** @description The value as it was at this time (ISO 8601). Not with `edit`. */
        at?: string;
      };
      header?: {
        /** @description A range of bytes, such as `bytes=0-99`. */
        Range?: string;
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description Ignore `Range` unless the content has this entity tag. */
        "If-Range"?: string;
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "*/*": unknown;
        };
      };
      /** @description The range of the file that `Range` asks for. */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "*/*": unknown;
        };
      };
      /** @description The content is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). No such edit (`edit_not_found`). Nothing was ever written (`never_written`). The value lies in a system of its own (`value_outside`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value of the edit has been removed (`edit_value_removed`). The value has been deleted (`payload_gone`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The content has no such range (`range_not_satisfiable`). */
      416: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). The value cannot be reached (`payload_missing`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  putContent: {
    parameters: {
      query?: {
        /** @description Who writes: needed while that editor has reserved the data node. */
        editor_id?: string;
        /** @description Kept with the edit. */
        comment?: string;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The bytes of the file. */
    requestBody: {
      content: {
        "*/*": unknown;
      };
    };
    responses: {
      /** @description The new edit. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WrittenAnswer"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WrittenAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). The value lies in a system of its own (`value_outside`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The content cannot be read (`unreadable_content`). The value is too large to be decoded (`value_too_large`). The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The data node is being edited (`edit_locked`). */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). Other large values are being decoded (`memory_busy`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listEdits: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All edits, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Edit"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  diffEdits: {
    parameters: {
      query?: {
        /** @description The older edit's number. Default: the one before `to`. */
        from?: number;
        /** @description The newer edit's number. Default: the newest. */
        to?: number;
        /** @description Columns by whose cells rows belong together, with commas between them. */
        key?: string;
        /** @description How many of each kind of change are shown. Default: 100. */
        limit?: number;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What changed. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["DiffAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). No such edit (`edit_not_found`). The value lies in a system of its own (`value_outside`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The values are too large to compare (`too_large_to_compare`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value of the edit has been removed (`edit_value_removed`). The value has been deleted (`payload_gone`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The value is too large to be decoded (`value_too_large`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). Other large values are being decoded (`memory_busy`). The value cannot be reached (`payload_missing`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  restoreEdit: {
    parameters: {
      query?: {
        /** @description The edit's number. Required here or in the body. */
        edit?: number;
        /** @description Who writes: needed while that editor has reserved the data node. */
        editor_id?: string;
        /** @description Kept with the edit. */
        comment?: string;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The same as query parameters, which go before it. */
    requestBody?: {
      content: {
        "application/json": {
          edit?: number;
          editor_id?: string;
          comment?: string;
        };
      };
    };
    responses: {
      /** @description The new edit. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WrittenAnswer"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WrittenAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). No such edit (`edit_not_found`). The value lies in a system of its own (`value_outside`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value of the edit has been removed (`edit_value_removed`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The data node is being edited (`edit_locked`). */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  lockDataNode: {
    parameters: {
      query?: {
        /** @description Who reserves it. Required here or in the body. */
        editor_id?: string;
        /** @description How long the reservation holds. Default: 1800. */
        seconds?: number;
        /** @description Shown to others who want to write. */
        comment?: string;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The same as query parameters, which go before it. */
    requestBody?: {
      content: {
        "application/json": {
          editor_id?: string;
          seconds?: number;
          comment?: string;
        };
      };
    };
    responses: {
      /** @description Who writes the data node now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LockAnswer"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LockAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The data node is being edited (`edit_locked`). */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  unlockDataNode: {
    parameters: {
      query?: {
        /** @description Whose reservation ends. Default: any editor's. */
        editor_id?: string;
      };
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The same as query parameters, which go before it. */
    requestBody?: {
      content: {
        "application/json": {
          editor_id?: string;
        };
      };
    };
    responses: {
      /** @description Who writes the data node now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LockAnswer"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LockAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The data node is being edited (`edit_locked`). */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listTasks: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
        /** @description The version whose entities are listed, or `all`. Default: the configured one. */
        version?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Task"][];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such version (`version_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createTask: {
    parameters: {
      query?: {
        /** @description The configuration's id. Required. */
        config_id?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity, created or found. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TaskCreatedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). A configuration id is missing (`config_id_missing`). The scenario is not valid (`invalid_scenario`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such task configuration (`task_config_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The configuration has changed since (`configuration_changed`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The value is too large to be decoded (`value_too_large`). The value does not fit the schema of its data node (`schema_mismatch`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  getTask: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TaskAnswer"];
        };
      };
      /** @description The entity is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such task (`task_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteTask: {
    parameters: {
      query?: {
        /** @description Also delete everything that it owns, its jobs and its submissions. */
        cascade?: boolean;
        /** @description With `cascade`: cancel jobs that have not finished. */
        force?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such task (`task_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description Jobs have not finished (`jobs_unfinished`). Too much for one deletion (`cascade_too_large`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  submitTask: {
    parameters: {
      query?: {
        /** @description Run tasks although they could be skipped. */
        force?: boolean;
        /** @description Answer when the submission has ended, or when the time is up (202). */
        wait?: boolean;
        /** @description Seconds to wait. Default: 30. */
        timeout?: number;
        /** @description Answer with what the submission has used of the platform, too. */
        cost?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The same as query parameters, which go before it. */
    requestBody?: {
      content: {
        "application/json": {
          force?: boolean;
          wait?: boolean;
          timeout?: number;
          cost?: boolean;
        };
      };
    };
    responses: {
      /** @description The submission, as it is when the answer comes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SubmittedAnswer"];
        };
      };
      /** @description The submission had not ended when the time of `wait` was up, or: The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SubmittedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such task (`task_not_found`). No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description Too much for one submission (`submission_too_large`). The configuration has changed since (`configuration_changed`). It is being deleted (`being_deleted`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listSequences: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
        /** @description The version whose entities are listed, or `all`. Default: the configured one. */
        version?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Sequence"][];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such version (`version_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createSequence: {
    parameters: {
      query?: never;
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    /** @description The parameters of the request. */
    requestBody: {
      content: {
        "application/json": {
          scenario_id: string;
          sequence_name: string;
          task_ids?: string[];
          tasks?: string[];
        };
      };
    };
    responses: {
      /** @description The entity, created or found. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SequenceCreatedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). The scenario id is missing (`scenario_id_missing`). The sequence name is missing (`sequence_name_missing`). The sequence is not valid (`invalid_sequence`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such scenario (`scenario_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description It exists already (`already_exists`). The configuration has changed since (`configuration_changed`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  getSequence: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SequenceAnswer"];
        };
      };
      /** @description The entity is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such sequence (`sequence_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteSequence: {
    parameters: {
      query?: {
        /** @description Also delete everything that it owns, its jobs and its submissions. */
        cascade?: boolean;
        /** @description With `cascade`: cancel jobs that have not finished. */
        force?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such sequence (`sequence_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description Jobs have not finished (`jobs_unfinished`). Too much for one deletion (`cascade_too_large`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  submitSequence: {
    parameters: {
      query?: {
        /** @description Run tasks although they could be skipped. */
        force?: boolean;
        /** @description Answer when the submission has ended, or when the time is up (202). */
        wait?: boolean;
        /** @description Seconds to wait. Default: 30. */
        timeout?: number;
        /** @description Answer with what the submission has used of the platform, too. */
        cost?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The same as query parameters, which go before it. */
    requestBody?: {
      content: {
        "application/json": {
          force?: boolean;
          wait?: boolean;
          timeout?: number;
          cost?: boolean;
        };
      };
    };
    responses: {
      /** @description The submission, as it is when the answer comes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SubmittedAnswer"];
        };
      };
      /** @description The submission had not ended when the time of `wait` was up, or: The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SubmittedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such sequence (`sequence_not_found`). No such scenario (`scenario_not_found`). No such task (`task_not_found`). No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description Too much for one submission (`submission_too_large`). The configuration has changed since (`configuration_changed`). It is being deleted (`being_deleted`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listScenarios: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
        /** @description The version whose entities are listed, or `all`. Default: the configured one. */
        version?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Scenario"][];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such version (`version_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createScenario: {
    parameters: {
      query?: {
        /** @description The configuration's id. Required. */
        config_id?: string;
        /** @description Its property `name`. */
        name?: string;
        /** @description When it counts as created (ISO 8601), which decides its cycle. Default: now. */
        creation_date?: string;
        /** @description Its tags: `tags=a&tags=b`. */
        tags?: string[];
        /** @description Its properties as a JSON object. They go before those of the configuration. */
        properties?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    /** @description The same as query parameters, which go before it. */
    requestBody?: {
      content: {
        "application/json": {
          name?: string;
          creation_date?: string;
          tags?: string[];
          properties?: {
            [key: string]: unknown;
          };
        };
      };
    };
    responses: {
      /** @description The entity, created or found. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ScenarioCreatedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). A configuration id is missing (`config_id_missing`). The scenario is not valid (`invalid_scenario`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such scenario configuration (`scenario_config_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The configuration has changed since (`configuration_changed`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value is too large to be decoded (`value_too_large`). The value does not fit the schema of its data node (`schema_mismatch`). The value is hidden (`hidden_value`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  getScenario: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ScenarioAnswer"];
        };
      };
      /** @description The entity is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such scenario (`scenario_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteScenario: {
    parameters: {
      query?: {
        /** @description Also delete everything that it owns, its jobs and its submissions. */
        cascade?: boolean;
        /** @description With `cascade`: cancel jobs that have not finished. */
        force?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such scenario (`scenario_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The scenario is the primary one of its cycle (`primary_scenario`). Jobs have not finished (`jobs_unfinished`). Too much for one deletion (`cascade_too_large`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  submitScenario: {
    parameters: {
      query?: {
        /** @description Run tasks although they could be skipped. */
        force?: boolean;
        /** @description Answer when the submission has ended, or when the time is up (202). */
        wait?: boolean;
        /** @description Seconds to wait. Default: 30. */
        timeout?: number;
        /** @description Answer with what the submission has used of the platform, too. */
        cost?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The same as query parameters, which go before it. */
    requestBody?: {
      content: {
        "application/json": {
          force?: boolean;
          wait?: boolean;
          timeout?: number;
          cost?: boolean;
        };
      };
    };
    responses: {
      /** @description The submission, as it is when the answer comes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SubmittedAnswer"];
        };
      };
      /** @description The submission had not ended when the time of `wait` was up, or: The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SubmittedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such scenario (`scenario_not_found`). No such task (`task_not_found`). No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description Too much for one submission (`submission_too_large`). The configuration has changed since (`configuration_changed`). It is being deleted (`being_deleted`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listCycles: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Cycle"][];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createCycle: {
    parameters: {
      query?: never;
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    /** @description The parameters of the request. */
    requestBody: {
      content: {
        "application/json": {
          id?: string;
          name?: string;
          frequency: string;
          /** @default {} */
          properties?: {
            [key: string]: unknown;
          };
          creation_date: string;
          start_date: string;
          end_date: string;
        };
      };
    };
    responses: {
      /** @description The entity, created or found. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CycleCreatedAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description It exists already (`already_exists`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The value is hidden (`hidden_value`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  getCycle: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CycleAnswer"];
        };
      };
      /** @description The entity is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such cycle (`cycle_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteCycle: {
    parameters: {
      query?: {
        /** @description Also delete everything that it owns, its jobs and its submissions. */
        cascade?: boolean;
        /** @description With `cascade`: cancel jobs that have not finished. */
        force?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such cycle (`cycle_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description Jobs have not finished (`jobs_unfinished`). Too much for one deletion (`cascade_too_large`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  listJobs: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
        /** @description The version whose entities are listed, or `all`. Default: the configured one. */
        version?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Job"][];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such version (`version_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createJob: {
    parameters: {
      query?: {
        /** @description A task *configuration's* id, as Taipy has it. Required. */
        task_id?: string;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity, created or found. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["JobCreatedAnswer"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedJobAnswer"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). A configuration id is missing (`config_id_missing`). The value does not fit the data node (`invalid_value`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such task configuration (`task_config_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The configuration has changed since (`configuration_changed`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  getJob: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["JobAnswer"];
        };
      };
      /** @description The entity is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such job (`job_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteJob: {
    parameters: {
      query?: never;
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such job (`job_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The job has not finished (`job_not_finished`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  cancelJob: {
    parameters: {
      query?: {
        /** @description Stop the job although it is running. */
        force?: boolean;
      };
      header?: {
        /** @description `strict`: answer as `x-taipy-strict` says, and ignore parameters that Taipy lacks. `off`: answer as documented. */
        "Taipy-Compat"?: "strict" | "off";
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A header is not valid (`invalid_header`). A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such job (`job_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listSubmissions: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
        /** @description The version whose entities are listed, or `all`. Default: the configured one. */
        version?: string;
        /** @description Only submissions of this scenario, sequence or task. */
        entity_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Submission"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such version (`version_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getSubmission: {
    parameters: {
      query?: {
        /** @description Answer with what the submission has used of the platform, too. */
        cost?: boolean;
      };
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SubmissionAnswer"];
        };
      };
      /** @description The entity is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such submission (`submission_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteSubmission: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such submission (`submission_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The submission has not finished (`submission_not_finished`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getConfiguration: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The configuration. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Configuration"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getConfigurationToml: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/plain": string;
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  listOrphans: {
    parameters: {
      query?: {
        /** @description How many entities of each kind are looked at. Default: 2000. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description Also those that have a configuration, to compare with one that is not deployed. */
        all?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Those of the entities that were looked at. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ConfigUse"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getScenarioConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The config's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The config. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ScenarioConfig"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such scenario configuration (`scenario_config_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getTaskConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The config's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The config. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TaskConfig"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such task configuration (`task_config_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getDataNodeConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The config's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The config. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["DataNodeConfig"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such data node configuration (`data_node_config_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  listVersions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All versions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Version"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  deleteVersion: {
    parameters: {
      query?: {
        /** @description Cancel jobs that have not finished. */
        force?: boolean;
      };
      header?: never;
      path: {
        /** @description The version's number. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such version (`version_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description Jobs have not finished (`jobs_unfinished`). Too much for one deletion (`cascade_too_large`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The parameters of the request. */
    requestBody: {
      content: {
        "application/json": {
          username: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description The token. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TokenAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no key to sign with (`signing_key_missing`). Too many passwords are being checked (`logins_busy`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session has ended. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). There is no session to end (`no_session`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  me: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["IdentityAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  changeOwnPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The parameters of the request. */
    requestBody: {
      content: {
        "application/json": {
          current_password: string;
          new_password: string;
        };
      };
    };
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). The current password is wrong (`wrong_password`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The caller has no password here (`no_password`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). Too many passwords are being checked (`logins_busy`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  listApiKeys: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All keys, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApiKey"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The parameters of the request. */
    requestBody: {
      content: {
        "application/json": {
          name: string;
          roles: (
            | "TAIPY_READER"
            | "TAIPY_EDITOR"
            | "TAIPY_EXECUTOR"
            | "TAIPY_ADMIN"
            | "READER"
            | "EDITOR"
            | "EXECUTOR"
            | "ADMIN"
          )[];
          expires_at?: string | null;
          expires_in_seconds?: number;
        };
      };
    };
    responses: {
      /** @description The key, shown this once. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApiKeyCreatedAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  revokeApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such API key (`api_key_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  listUsers: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All users, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["User"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  createUser: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The parameters of the request. */
    requestBody: {
      content: {
        "application/json": {
          username: string;
          password: string;
          roles: (
            | "TAIPY_READER"
            | "TAIPY_EDITOR"
            | "TAIPY_EXECUTOR"
            | "TAIPY_ADMIN"
            | "READER"
            | "EDITOR"
            | "EXECUTOR"
            | "ADMIN"
          )[];
        };
      };
    };
    responses: {
      /** @description The user. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UserAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description It exists already (`already_exists`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  changeUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The parameters of the request. */
    requestBody: {
      content: {
        "application/json": {
          password?: string;
          roles?: (
            | "TAIPY_READER"
            | "TAIPY_EDITOR"
            | "TAIPY_EXECUTOR"
            | "TAIPY_ADMIN"
            | "READER"
            | "EDITOR"
            | "EXECUTOR"
            | "ADMIN"
          )[];
        };
      };
    };
    responses: {
      /** @description The user. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UserAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). The body is not valid (`validation_failed`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InputErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such user (`user_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description The body is too large (`body_too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      /** @description The body is not JSON (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  deleteUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Message"];
        };
      };
      /** @description The change is safe, but the database does not show it yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AcceptedMessage"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such user (`user_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  listAudit: {
    parameters: {
      query?: {
        /** @description How many items a page has; 100 with `cursor` alone. */
        limit?: number;
        /** @description Where the page begins: `Link` of the page before has it. */
        cursor?: string;
        /** @description The page's number, from 1. Not together with `limit` and `cursor`. */
        page?: number;
        /** @description How many items a numbered page has; 50 with `page` alone. */
        per_page?: number;
        /** @description Only what the caller with this id did. */
        actor?: string;
        /** @description Only what was done to this entity. */
        entity_id?: string;
        /** @description Only this operation, by its id in the OpenAPI document. */
        operation?: string;
        /** @description Only from this time on (ISO 8601). */
        since?: string;
        /** @description Only before this time (ISO 8601). */
        until?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All rows, or the requested page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditRow"][];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  check: {
    parameters: {
      query?: {
        /** @description Only this part. Default: all of them, in this order. Not together with `domain` and `entity_id`. */
        part?: "submissions" | "objects" | "data_nodes" | "jobs" | "edits" | "kv" | "r2" | "notes";
        /** @description Only the orchestrator object of this name: what it holds, and its unfinished submissions. */
        domain?: string;
        /** @description Only this submission, job or data node. */
        entity_id?: string;
        /** @description Where the check goes on: `next` of the answer before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What this share has found. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CheckAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such submission (`submission_not_found`). No such job (`job_not_found`). No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  resync: {
    parameters: {
      query?: {
        /** @description Only this part. Default: all of them, in this order. Not together with `domain` and `entity_id`. */
        part?: "submissions" | "objects" | "data_nodes" | "jobs" | "edits" | "kv" | "r2" | "notes";
        /** @description Only the orchestrator object of this name: what it holds, and its unfinished submissions. */
        domain?: string;
        /** @description Only this submission, job or data node. */
        entity_id?: string;
        /** @description Where the check goes on: `next` of the answer before. */
        cursor?: string;
        /** @description Only findings of this kind. Default: all of them. */
        kind?:
          | "submission_unknown"
          | "job_unfinished"
          | "job_without_submission"
          | "missing_in_d1"
          | "older_in_d1"
          | "newer_in_d1"
          | "deleted_in_d1"
          | "lock_without_holder"
          | "edit_missing"
          | "edit_ahead"
          | "edit_without_node"
          | "value_missing"
          | "value_unnamed"
          | "notes_overdue"
          | "object_unsent"
          | "object_silent";
        /** @description Changes nothing, and answers what would be mended. Default: false. */
        dry_run?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What this share has found and mended. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ResyncAnswer"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      /** @description The role is missing (`forbidden`). The origin is not allowed (`origin_not_allowed`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such submission (`submission_not_found`). No such job (`job_not_found`). No such data node (`data_node_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The identity provider does not answer (`identity_provider_unavailable`). A part of the platform fails, such as the database (`database_unavailable`). The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
      /** @description The database is full (`database_full`). */
      507: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
    };
  };
  home: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As JSON, or as HTML for browsers. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Home"];
          "text/html": string;
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getOpenApiJson: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": Record<string, never>;
        };
      };
      /** @description The document is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  getOpenApiYaml: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/yaml": string;
        };
      };
      /** @description The document is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  health: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every part answers, and D1 is migrated. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Health"];
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description A part does not answer, or D1 lacks a migration. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnhealthyAnswer"];
        };
      };
    };
  };
  reference: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/html": string;
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  swaggerUi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/html": string;
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such path (`route_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  redocUi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/html": string;
        };
      };
      /** @description A query parameter is not valid (`invalid_query`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such path (`route_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
  documentationFile: {
    parameters: {
      query?: never;
      header?: {
        /** @description Answer 304 without a body when the entity tag is still this one, or one of these. */
        "If-None-Match"?: string;
      };
      path: {
        /** @description The entity's id. Percent-encoded. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "*/*": unknown;
        };
      };
      /** @description The file is the one that `If-None-Match` names. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A query parameter is not valid (`invalid_query`). The path is not valid (`invalid_path`). The body cannot be read (`invalid_body`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      /** @description No such path (`route_not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorAnswer"];
        };
      };
      414: components["responses"]["UrlTooLong"];
      429: components["responses"]["TooManyRequests"];
      500: components["responses"]["InternalServerError"];
      /** @description The service has no keys yet (`service_closed`). */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnavailableAnswer"];
        };
      };
    };
  };
}
