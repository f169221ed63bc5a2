import type { Recorder } from "./recorder.ts";

const API = "/api/v1";
const POST = { method: "POST" };
const DELETE = { method: "DELETE" };

/** One session with the example application that uses every operation. */
export async function playExample(recorder: Recorder): Promise<void> {
  await playService(recorder);
  const scenario = await playScenario(recorder);
  await playDataNodes(recorder, scenario.id);
  await playConfiguration(recorder);
  await playDeletions(recorder, scenario);
  await playAuthentication(recorder);
  await recorder.call("listMissingValues", `${API}/datanodes/missing/`);
  await recorder.call("listAudit", `${API}/audit/`);
  await recorder.call("check", `${API}/admin/check/?part=submissions`);
  await recorder.call("resync", `${API}/admin/resync/?part=notes&dry_run=true`, POST);
}

interface Scenario {
  readonly id: string;
  readonly cycle: string;
  readonly tasks: readonly string[];
}

async function playService(recorder: Recorder): Promise<void> {
  await recorder.call("home", "/");
  await recorder.call("health", "/health");
}

async function playScenario(recorder: Recorder): Promise<Scenario> {
  const described = { name: "June", tags: ["base"], properties: { region: "EU" } };
  const { scenario } = await recorder.call("createScenario", `${API}/scenarios/?config_id=my_awesome_scenario`, {
    ...POST,
    body: described,
  });
  await recorder.call("createScenario", `${API}/scenarios/?config_id=unknown`, POST);
  const [task] = scenario.tasks;
  const body = { scenario_id: scenario.id, sequence_name: "only training", task_ids: [task] };
  const { sequence } = await recorder.call("createSequence", `${API}/sequences/`, { ...POST, body });
  await recorder.call("createTask", `${API}/tasks/?config_id=train`, POST);
  await recorder.call("createJob", `${API}/jobs/?task_id=train`, POST);
  const waiting = { ...POST, body: { wait: true } };
  const submitted = await recorder.call("submitScenario", `${API}/scenarios/submit/${scenario.id}/`, waiting);
  await recorder.call("submitSequence", `${API}/sequences/submit/${sequence.id}/`, waiting);
  await recorder.call("submitTask", `${API}/tasks/submit/${task}/`, waiting);
  const [job] = submitted.submission.job_ids;
  await recorder.call("cancelJob", `${API}/jobs/cancel/${job}/`, POST);
  await recorder.call("listScenarios", `${API}/scenarios/`);
  await recorder.call("getScenario", `${API}/scenarios/${scenario.id}/`);
  await recorder.call("getScenario", `${API}/scenarios/SCENARIO_unknown/`);
  await recorder.call("listSequences", `${API}/sequences/`);
  await recorder.call("getSequence", `${API}/sequences/${sequence.id}/`);
  await recorder.call("listTasks", `${API}/tasks/?limit=2`);
  await recorder.call("getTask", `${API}/tasks/${task}/`);
  await recorder.call("listCycles", `${API}/cycles/`);
  await recorder.call("getCycle", `${API}/cycles/${scenario.cycle}/`);
  await recorder.call("listJobs", `${API}/jobs/?limit=2`);
  await recorder.call("getJob", `${API}/jobs/${job}/`);
  await recorder.call("listSubmissions", `${API}/submissions/?entity_id=${scenario.id}`);
  await recorder.call("getSubmission", `${API}/submissions/${submitted.submission.id}/`);
  return scenario;
}

async function playDataNodes(recorder: Recorder, scenarioId: string): Promise<void> {
  const nodes = await recorder.call("listDataNodes", `${API}/datanodes/`);
  const of = (configId: string, owner: string | null) =>
    nodes.find(
      (node: { config_id: string; owner_id: string | null }) => node.config_id === configId && node.owner_id === owner,
    );
  const forecast = `${API}/datanodes/${of("forecast_value", scenarioId).id}`;
  const history = `${API}/datanodes/${of("historical_data_set", scenarioId).id}`;
  const horizon = `${API}/datanodes/${of("horizon", null).id}`;
  await recorder.call("createDataNode", `${API}/datanodes/?config_id=horizon`, POST);
  await recorder.call("getDataNode", `${forecast}/`);
  await recorder.call("readDataNode", `${history}/read/?limit=2`);
  const filter = { operators: [{ key: "weather", operator: "EQUAL", value: "snow" }] };
  await recorder.call("filterDataNode", `${history}/read/?limit=2`, { ...POST, body: filter });
  await recorder.call("filterDataNode", `${history}/read/`, {
    ...POST,
    body: { operators: [{ key: "weather", operator: "LIKE" }] },
  });
  const put = { method: "PUT" };
  await recorder.call("writeDataNode", `${horizon}/write/?editor_id=ada&comment=a+week`, { ...put, body: 7 });
  const lock = { editor_id: "ada", seconds: 600, comment: "checking the figures" };
  await recorder.call("lockDataNode", `${horizon}/lock/`, { ...POST, body: lock });
  await recorder.call("writeDataNode", `${horizon}/write/?editor_id=grace`, { ...put, body: 8 });
  await recorder.call("unlockDataNode", `${horizon}/unlock/`, { ...POST, body: { editor_id: "ada" } });
  await recorder.call("getContent", `${horizon}/content/`);
  await recorder.call("getContent", `${history}/content/`, { headers: { Range: "bytes=0-198" } });
  const upload = { ...put, headers: { "Content-Type": "text/csv" }, body: ROWS };
  await recorder.call("putContent", `${history}/content/`, upload);
  const rows = [{ date: "2016-01-03", precipitation: 0, temp_max: 7.2, temp_min: 2.8, wind: 2.3, weather: "sun" }];
  await recorder.call("appendDataNode", `${history}/append/`, { ...POST, body: rows });
  await recorder.call("listEdits", `${history}/edits/`);
  await recorder.call("diffEdits", `${history}/diff/?from=1&to=2`);
  await recorder.call("restoreEdit", `${history}/restore/`, { ...POST, body: { edit: 1 } });
}

const ROWS =
  "date,precipitation,temp_max,temp_min,wind,weather\n2016-01-01,0,8.9,2.2,3.1,sun\n2016-01-02,1.5,7.8,3.3,2.9,rain\n";

async function playConfiguration(recorder: Recorder): Promise<void> {
  await recorder.call("getConfiguration", `${API}/config/`);
  await recorder.call("getConfigurationToml", `${API}/config.toml`);
  await recorder.call("listOrphans", `${API}/config/orphans/?all=true`);
  await recorder.call("getScenarioConfig", `${API}/config/scenarios/my_awesome_scenario/`);
  await recorder.call("getTaskConfig", `${API}/config/tasks/predict/`);
  await recorder.call("getDataNodeConfig", `${API}/config/datanodes/model/`);
  await recorder.call("listVersions", `${API}/versions/`);
}

async function playDeletions(recorder: Recorder, { tasks, id }: Scenario): Promise<void> {
  const body = {
    frequency: "MONTHLY",
    properties: { region: "north" },
    creation_date: "2026-11-01T00:00:00",
    start_date: "2026-11-01T00:00:00",
    end_date: "2026-11-30T23:59:59.999999",
  };
  const { cycle } = await recorder.call("createCycle", `${API}/cycles/`, { ...POST, body });
  await recorder.call("createCycle", `${API}/cycles/`, { ...POST, body: { ...body, frequency: "HOURLY" } });
  await recorder.call("deleteCycle", `${API}/cycles/${cycle.id}/`, DELETE);
  const jobs: { id: string }[] = await recorder.call("listJobs", `${API}/jobs/`);
  const submissions: { id: string }[] = await recorder.call("listSubmissions", `${API}/submissions/`);
  const sequences: { id: string }[] = await recorder.call("listSequences", `${API}/sequences/`);
  const nodes: { id: string; config_id: string }[] = await recorder.call("listDataNodes", `${API}/datanodes/`);
  await recorder.call("deleteJob", `${API}/jobs/${jobs.at(-1)?.id}/`, DELETE);
  await recorder.call("deleteSubmission", `${API}/submissions/${submissions.at(-1)?.id}/`, DELETE);
  await recorder.call("deleteSequence", `${API}/sequences/${sequences.at(-1)?.id}/`, DELETE);
  await recorder.call("deleteDataNode", `${API}/datanodes/${nodes.at(-1)?.id}/`, DELETE);
  await recorder.call("deleteTask", `${API}/tasks/${tasks.at(-1)}/`, DELETE);
  await recorder.call("deleteScenario", `${API}/scenarios/${id}/?cascade=true&force=true`, DELETE);
  await recorder.call("deleteVersion", `${API}/versions/latest/?force=true`, DELETE);
}

async function playAuthentication(recorder: Recorder): Promise<void> {
  const key = { name: "nightly import", roles: ["TAIPY_EDITOR", "TAIPY_EXECUTOR"], expires_in_seconds: 86_400 };
  const { api_key } = await recorder.call("createApiKey", `${API}/auth/keys/`, { ...POST, body: key });
  await recorder.call("listApiKeys", `${API}/auth/keys/`);
  await recorder.call("revokeApiKey", `${API}/auth/keys/${api_key.id}/`, DELETE);
  const credentials = { username: "ada", password: "a horse is a battery" };
  await recorder.call("createUser", `${API}/auth/users/`, {
    ...POST,
    body: { ...credentials, roles: ["TAIPY_READER"] },
  });
  await recorder.call("listUsers", `${API}/auth/users/`);
  const roles = ["TAIPY_EDITOR"];
  await recorder.call("changeUser", `${API}/auth/users/ada/`, { method: "PUT", body: { roles } });
  const { token } = await recorder.call("login", `${API}/auth/login`, { ...POST, body: credentials });
  await recorder.call("login", `${API}/auth/login`, { ...POST, body: { ...credentials, password: "a horse" } });
  const headers = { Authorization: `Bearer ${token}` };
  await recorder.call("me", `${API}/auth/me/`, { headers });
  const passwords = { current_password: credentials.password, new_password: "a battery is a horse" };
  await recorder.call("changeOwnPassword", `${API}/auth/me/password/`, { method: "PUT", headers, body: passwords });
  await recorder.call("listUsers", `${API}/auth/users/`, { headers });
  await recorder.call("logout", `${API}/auth/logout`, { ...POST, headers });
  await recorder.call("me", `${API}/auth/me/`, { headers });
  await recorder.call("deleteUser", `${API}/auth/users/ada/`, DELETE);
}
