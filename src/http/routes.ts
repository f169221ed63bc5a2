import type { NeededRole } from "../core/access/permissions.ts";
import { listAudit } from "./handlers/access/audit-list.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./handlers/access/auth-keys.ts";
import { login, logout, me } from "./handlers/access/auth-sessions.ts";
import { changeUser, createUser, deleteUser, listUsers } from "./handlers/access/auth-users.ts";
import { getContent, putContent } from "./handlers/data-nodes/data-node-content.ts";
import { diffEdits } from "./handlers/data-nodes/data-node-diff.ts";
import { listEdits, restoreEdit } from "./handlers/data-nodes/data-node-history.ts";
import { lockDataNode, unlockDataNode } from "./handlers/data-nodes/data-node-locks.ts";
import { filterDataNode, readDataNode } from "./handlers/data-nodes/data-node-values.ts";
import { appendDataNode, writeDataNode } from "./handlers/data-nodes/data-node-writes.ts";
import { createDataNode, deleteDataNode } from "./handlers/data-nodes/data-nodes.ts";
import { createCycle } from "./handlers/entities/cycles.ts";
import { list, read, remove } from "./handlers/entities/entities.ts";
import { cancelJob, createJob, deleteJob } from "./handlers/entities/jobs.ts";
import { createScenario } from "./handlers/entities/scenarios.ts";
import { createSequence } from "./handlers/entities/sequences.ts";
import { deleteSubmission, readSubmission } from "./handlers/entities/submissions.ts";
import { submitEntity } from "./handlers/entities/submit.ts";
import { createTask } from "./handlers/entities/tasks.ts";
import { deleteVersion, listVersions } from "./handlers/entities/versions.ts";
import { getConfig, getConfiguration, getConfigurationToml } from "./handlers/service/configuration.ts";
import { documentationFile, redocUi, reference, swaggerUi } from "./handlers/service/documentation.ts";
import { getOpenApiJson, getOpenApiYaml } from "./handlers/service/openapi.ts";
import { health, home } from "./handlers/service/service-pages.ts";
import type { Action, Route } from "./pipeline/action.ts";
import type { Method } from "./pipeline/endpoint.ts";

type Row = (id: string, path: string, summary: string, action: Action) => Route;
const row =
  (method: Method, role: NeededRole): Row =>
  (id, path, summary, action) => ({ id, method, path, role, summary, ...action });

const reader = { get: row("GET", "READER"), post: row("POST", "READER") };
const editor = { post: row("POST", "EDITOR"), put: row("PUT", "EDITOR"), delete: row("DELETE", "EDITOR") };
const executor = { post: row("POST", "EXECUTOR") };
const admin = {
  get: row("GET", "ADMIN"),
  post: row("POST", "ADMIN"),
  put: row("PUT", "ADMIN"),
  delete: row("DELETE", "ADMIN"),
};
const signedIn = { get: row("GET", "SIGNED_IN"), post: row("POST", "SIGNED_IN") };
const open = { get: row("GET", null), post: row("POST", null) };

const API = "/api/v1";

/** THE TABLE: the whole HTTP interface, one row an endpoint. Router, reference and tests read it. */
export const routes: readonly Route[] = [
  reader.get("listDataNodes", `${API}/datanodes/`, "All data nodes", list("data_node")),
  editor.post("createDataNode", `${API}/datanodes/`, "Get or create a configuration's data node", createDataNode),
  reader.get("getDataNode", `${API}/datanodes/{id}/`, "One data node", read("data_node")),
  editor.delete("deleteDataNode", `${API}/datanodes/{id}/`, "Delete a data node", deleteDataNode),
  reader.get("readDataNode", `${API}/datanodes/{id}/read/`, "A data node's value, filtered", readDataNode),
  reader.post("filterDataNode", `${API}/datanodes/{id}/read/`, "The same with the filter as body", filterDataNode),
  editor.put("writeDataNode", `${API}/datanodes/{id}/write/`, "Replace a data node's value", writeDataNode),
  editor.post("appendDataNode", `${API}/datanodes/{id}/append/`, "Add to a data node's value", appendDataNode),
  reader.get("getContent", `${API}/datanodes/{id}/content/`, "A data node's value as a file", getContent),
  editor.put("putContent", `${API}/datanodes/{id}/content/`, "Upload a file as the value", putContent),
  reader.get("listEdits", `${API}/datanodes/{id}/edits/`, "Every write to a data node", listEdits),
  reader.get("diffEdits", `${API}/datanodes/{id}/diff/`, "What changed between two edits", diffEdits),
  editor.post("restoreEdit", `${API}/datanodes/{id}/restore/`, "Write an older value again", restoreEdit),
  editor.post("lockDataNode", `${API}/datanodes/{id}/lock/`, "Reserve a data node for an editor", lockDataNode),
  editor.post("unlockDataNode", `${API}/datanodes/{id}/unlock/`, "End a reservation", unlockDataNode),

  reader.get("listTasks", `${API}/tasks/`, "All tasks", list("task")),
  editor.post("createTask", `${API}/tasks/`, "Get or create a configuration's task", createTask),
  reader.get("getTask", `${API}/tasks/{id}/`, "One task", read("task")),
  editor.delete("deleteTask", `${API}/tasks/{id}/`, "Delete a task", remove("task")),
  executor.post("submitTask", `${API}/tasks/submit/{id}/`, "Run a task", submitEntity("task")),

  reader.get("listSequences", `${API}/sequences/`, "All sequences", list("sequence")),
  editor.post("createSequence", `${API}/sequences/`, "Create a sequence of a scenario's tasks", createSequence),
  reader.get("getSequence", `${API}/sequences/{id}/`, "One sequence", read("sequence")),
  editor.delete("deleteSequence", `${API}/sequences/{id}/`, "Delete a sequence", remove("sequence")),
  executor.post("submitSequence", `${API}/sequences/submit/{id}/`, "Run a sequence", submitEntity("sequence")),

  reader.get("listScenarios", `${API}/scenarios/`, "All scenarios", list("scenario")),
  editor.post("createScenario", `${API}/scenarios/`, "Create a scenario from a configuration", createScenario),
  reader.get("getScenario", `${API}/scenarios/{id}/`, "One scenario", read("scenario")),
  editor.delete("deleteScenario", `${API}/scenarios/{id}/`, "Delete a scenario", remove("scenario")),
  executor.post("submitScenario", `${API}/scenarios/submit/{id}/`, "Run a scenario", submitEntity("scenario")),

  reader.get("listCycles", `${API}/cycles/`, "All cycles", list("cycle")),
  editor.post("createCycle", `${API}/cycles/`, "Create a cycle", createCycle),
  reader.get("getCycle", `${API}/cycles/{id}/`, "One cycle", read("cycle")),
  editor.delete("deleteCycle", `${API}/cycles/{id}/`, "Delete a cycle", remove("cycle")),

  reader.get("listJobs", `${API}/jobs/`, "All jobs", list("job")),
  editor.post("createJob", `${API}/jobs/`, "Create a job that nothing will run", createJob),
  reader.get("getJob", `${API}/jobs/{id}/`, "One job", read("job")),
  editor.delete("deleteJob", `${API}/jobs/{id}/`, "Delete a finished job", deleteJob),
  executor.post("cancelJob", `${API}/jobs/cancel/{id}/`, "Cancel a job", cancelJob),

  reader.get("listSubmissions", `${API}/submissions/`, "All submissions, or one entity's", list("submission")),
  reader.get("getSubmission", `${API}/submissions/{id}/`, "One submission", readSubmission),
  editor.delete("deleteSubmission", `${API}/submissions/{id}/`, "Delete a finished submission", deleteSubmission),

  reader.get("getConfiguration", `${API}/config/`, "The applied configuration as JSON", getConfiguration),
  reader.get("getConfigurationToml", `${API}/config.toml`, "The applied configuration as a file", getConfigurationToml),
  reader.get(
    "getScenarioConfig",
    `${API}/config/scenarios/{id}/`,
    "A scenario config, its graph",
    getConfig("scenario"),
  ),
  reader.get("getTaskConfig", `${API}/config/tasks/{id}/`, "A task config", getConfig("task")),
  reader.get("getDataNodeConfig", `${API}/config/datanodes/{id}/`, "A data node config", getConfig("data_node")),

  reader.get("listVersions", `${API}/versions/`, "All versions of the application", listVersions),
  editor.delete("deleteVersion", `${API}/versions/{id}/`, "Delete a version with its entities", deleteVersion),

  open.post("login", `${API}/auth/login`, "A token for a user's name and password", login),
  signedIn.post("logout", `${API}/auth/logout`, "End the token's session", logout),
  signedIn.get("me", `${API}/auth/me/`, "Who the caller is, with which roles", me),
  admin.get("listApiKeys", `${API}/auth/keys/`, "All API keys, without their secrets", listApiKeys),
  admin.post("createApiKey", `${API}/auth/keys/`, "Create an API key, shown this once", createApiKey),
  admin.delete("revokeApiKey", `${API}/auth/keys/{id}/`, "Revoke an API key", revokeApiKey),
  admin.get("listUsers", `${API}/auth/users/`, "All users with a password", listUsers),
  admin.post("createUser", `${API}/auth/users/`, "Create a user", createUser),
  admin.put("changeUser", `${API}/auth/users/{id}/`, "Change a user's password or roles", changeUser),
  admin.delete("deleteUser", `${API}/auth/users/{id}/`, "Delete a user with all sessions", deleteUser),

  admin.get("listAudit", `${API}/audit/`, "Every change and every refusal", listAudit),

  open.get("home", "/", "What this is and where to go next", home),
  open.get("getOpenApiJson", "/swagger.json", "This interface as OpenAPI 3.1", getOpenApiJson),
  open.get("getOpenApiYaml", "/openapi.yaml", "This interface as OpenAPI 3.1 in YAML", getOpenApiYaml),
  open.get("health", "/health", "Whether every part of the platform answers", health),
  open.get(
    "reference",
    "/docs",
    "This interface as a page to read",
    reference(() => routes),
  ),
  open.get("swaggerUi", "/swagger-ui", "This interface to try out, with Swagger UI", swaggerUi),
  open.get("redocUi", "/redoc-ui", "This interface to read, with Redoc", redocUi),
  open.get("documentationFile", "/docs/assets/{id}", "A script or style of these pages", documentationFile),
];
