import type { NeededRole } from "../core/access/permissions.ts";
import { listAuditAction } from "./handlers/access/audit-list.ts";
import { createApiKeyAction, listApiKeysAction, revokeApiKeyAction } from "./handlers/access/auth-keys.ts";
import { changeOwnPasswordAction, loginAction, logoutAction, meAction } from "./handlers/access/auth-sessions.ts";
import { changeUserAction, createUserAction, deleteUserAction, listUsersAction } from "./handlers/access/auth-users.ts";
import { getContentAction, putContentAction } from "./handlers/data-nodes/data-node-content.ts";
import { diffAction } from "./handlers/data-nodes/data-node-diff.ts";
import { listEditsAction, restoreAction } from "./handlers/data-nodes/data-node-history.ts";
import { lockAction, unlockAction } from "./handlers/data-nodes/data-node-locks.ts";
import { filterValueAction, readValueAction } from "./handlers/data-nodes/data-node-values.ts";
import { appendAction, writeAction } from "./handlers/data-nodes/data-node-writes.ts";
import { createDataNodeAction, deleteDataNodeAction } from "./handlers/data-nodes/data-nodes.ts";
import { listMissingValuesAction } from "./handlers/data-nodes/missing-values.ts";
import { deleteVersionAction, listVersionsAction } from "./handlers/entities/app-versions.ts";
import {
  createCycleAction,
  createScenarioAction,
  createSequenceAction,
  createTaskAction,
} from "./handlers/entities/creations.ts";
import { listAction, readAction, removeAction } from "./handlers/entities/entities.ts";
import { cancelJobAction, createJobAction, deleteJobAction } from "./handlers/entities/jobs.ts";
import { deleteSubmissionAction, readSubmissionAction, submitAction } from "./handlers/entities/submissions.ts";
import {
  getConfigAction,
  getConfigurationAction,
  getConfigurationTomlAction,
} from "./handlers/service/configuration.ts";
import {
  documentationFileAction,
  redocUiAction,
  referenceAction,
  swaggerUiAction,
} from "./handlers/service/documentation.ts";
import { getOpenApiJsonAction, getOpenApiYamlAction } from "./handlers/service/openapi.ts";
import { listOrphansAction } from "./handlers/service/orphans.ts";
import { checkAction, resyncAction } from "./handlers/service/repairs.ts";
import { healthAction, homeAction } from "./handlers/service/service-pages.ts";
import type { Action, Route } from "./pipeline/action.ts";
import type { Method } from "./pipeline/endpoint.ts";

type Row = (id: string, path: string, summary: string, action: Action) => Route;
const row =
  (method: Method, role: NeededRole, isTaipys = false): Row =>
  (id, path, summary, action) => ({ id, method, path, role, isTaipys, summary, ...action });

/** The operations of Taipy's server, with its texts and keys. All others are this service's own. */
const taipy = {
  reader: { get: row("GET", "READER", true) },
  editor: {
    post: row("POST", "EDITOR", true),
    put: row("PUT", "EDITOR", true),
    delete: row("DELETE", "EDITOR", true),
  },
  executor: { post: row("POST", "EXECUTOR", true) },
};
const reader = { get: row("GET", "READER"), post: row("POST", "READER") };
const editor = { post: row("POST", "EDITOR"), put: row("PUT", "EDITOR"), delete: row("DELETE", "EDITOR") };
const admin = {
  get: row("GET", "ADMIN"),
  post: row("POST", "ADMIN"),
  put: row("PUT", "ADMIN"),
  delete: row("DELETE", "ADMIN"),
};
const signedIn = {
  get: row("GET", "SIGNED_IN"),
  post: row("POST", "SIGNED_IN"),
  put: row("PUT", "SIGNED_IN"),
};
const open = { get: row("GET", null), post: row("POST", null) };

const API = "/api/v1";

/** THE TABLE: the whole HTTP interface, one row an endpoint. Router, reference and tests read it. */
export const routes: readonly Route[] = [
  taipy.reader.get("listDataNodes", `${API}/datanodes/`, "All data nodes", listAction("data_node")),
  taipy.editor.post(
    "createDataNode",
    `${API}/datanodes/`,
    "Get or create a configuration's data node",
    createDataNodeAction,
  ),
  admin.get(
    "listMissingValues",
    `${API}/datanodes/missing/`,
    "Data nodes without their values",
    listMissingValuesAction,
  ),
  taipy.reader.get("getDataNode", `${API}/datanodes/{id}/`, "One data node", readAction("data_node")),
  taipy.editor.delete("deleteDataNode", `${API}/datanodes/{id}/`, "Delete a data node", deleteDataNodeAction),
  taipy.reader.get("readDataNode", `${API}/datanodes/{id}/read/`, "A data node's value, filtered", readValueAction),
  reader.post("filterDataNode", `${API}/datanodes/{id}/read/`, "The same with the filter as body", filterValueAction),
  taipy.editor.put("writeDataNode", `${API}/datanodes/{id}/write/`, "Replace a data node's value", writeAction),
  editor.post("appendDataNode", `${API}/datanodes/{id}/append/`, "Add to a data node's value", appendAction),
  reader.get("getContent", `${API}/datanodes/{id}/content/`, "A data node's value as a file", getContentAction),
  editor.put("putContent", `${API}/datanodes/{id}/content/`, "Upload a file as the value", putContentAction),
  reader.get("listEdits", `${API}/datanodes/{id}/edits/`, "Every write to a data node", listEditsAction),
  reader.get("diffEdits", `${API}/datanodes/{id}/diff/`, "What changed between two edits", diffAction),
  editor.post("restoreEdit", `${API}/datanodes/{id}/restore/`, "Write an older value again", restoreAction),
  editor.post("lockDataNode", `${API}/datanodes/{id}/lock/`, "Reserve a data node for an editor", lockAction),
  editor.post("unlockDataNode", `${API}/datanodes/{id}/unlock/`, "End a reservation", unlockAction),

  taipy.reader.get("listTasks", `${API}/tasks/`, "All tasks", listAction("task")),
  taipy.editor.post("createTask", `${API}/tasks/`, "Get or create a configuration's task", createTaskAction),
  taipy.reader.get("getTask", `${API}/tasks/{id}/`, "One task", readAction("task")),
  taipy.editor.delete("deleteTask", `${API}/tasks/{id}/`, "Delete a task", removeAction("task")),
  taipy.executor.post("submitTask", `${API}/tasks/submit/{id}/`, "Run a task", submitAction("task")),

  taipy.reader.get("listSequences", `${API}/sequences/`, "All sequences", listAction("sequence")),
  taipy.editor.post(
    "createSequence",
    `${API}/sequences/`,
    "Create a sequence of a scenario's tasks",
    createSequenceAction,
  ),
  taipy.reader.get("getSequence", `${API}/sequences/{id}/`, "One sequence", readAction("sequence")),
  taipy.editor.delete("deleteSequence", `${API}/sequences/{id}/`, "Delete a sequence", removeAction("sequence")),
  taipy.executor.post("submitSequence", `${API}/sequences/submit/{id}/`, "Run a sequence", submitAction("sequence")),

  taipy.reader.get("listScenarios", `${API}/scenarios/`, "All scenarios", listAction("scenario")),
  taipy.editor.post(
    "createScenario",
    `${API}/scenarios/`,
    "Create a scenario from a configuration",
    createScenarioAction,
  ),
  taipy.reader.get("getScenario", `${API}/scenarios/{id}/`, "One scenario", readAction("scenario")),
  taipy.editor.delete("deleteScenario", `${API}/scenarios/{id}/`, "Delete a scenario", removeAction("scenario")),
  taipy.executor.post("submitScenario", `${API}/scenarios/submit/{id}/`, "Run a scenario", submitAction("scenario")),

  taipy.reader.get("listCycles", `${API}/cycles/`, "All cycles", listAction("cycle")),
  taipy.editor.post("createCycle", `${API}/cycles/`, "Create a cycle", createCycleAction),
  taipy.reader.get("getCycle", `${API}/cycles/{id}/`, "One cycle", readAction("cycle")),
  taipy.editor.delete("deleteCycle", `${API}/cycles/{id}/`, "Delete a cycle", removeAction("cycle")),

  taipy.reader.get("listJobs", `${API}/jobs/`, "All jobs", listAction("job")),
  taipy.editor.post("createJob", `${API}/jobs/`, "Create a job that nothing will run", createJobAction),
  taipy.reader.get("getJob", `${API}/jobs/{id}/`, "One job", readAction("job")),
  taipy.editor.delete("deleteJob", `${API}/jobs/{id}/`, "Delete a finished job", deleteJobAction),
  taipy.executor.post("cancelJob", `${API}/jobs/cancel/{id}/`, "Cancel a job", cancelJobAction),

  reader.get("listSubmissions", `${API}/submissions/`, "All submissions, or one entity's", listAction("submission")),
  reader.get("getSubmission", `${API}/submissions/{id}/`, "One submission", readSubmissionAction),
  editor.delete("deleteSubmission", `${API}/submissions/{id}/`, "Delete a finished submission", deleteSubmissionAction),

  reader.get("getConfiguration", `${API}/config/`, "The applied configuration as JSON", getConfigurationAction),
  reader.get(
    "getConfigurationToml",
    `${API}/config.toml`,
    "The applied configuration as a file",
    getConfigurationTomlAction,
  ),
  reader.get("listOrphans", `${API}/config/orphans/`, "Entities without a configuration", listOrphansAction),
  reader.get(
    "getScenarioConfig",
    `${API}/config/scenarios/{id}/`,
    "A scenario config, its graph",
    getConfigAction("scenario"),
  ),
  reader.get("getTaskConfig", `${API}/config/tasks/{id}/`, "A task config", getConfigAction("task")),
  reader.get("getDataNodeConfig", `${API}/config/datanodes/{id}/`, "A data node config", getConfigAction("data_node")),

  reader.get("listVersions", `${API}/versions/`, "All versions of the application", listVersionsAction),
  editor.delete("deleteVersion", `${API}/versions/{id}/`, "Delete a version with its entities", deleteVersionAction),

  open.post("login", `${API}/auth/login`, "A token for a user's name and password", loginAction),
  signedIn.post("logout", `${API}/auth/logout`, "End the token's session", logoutAction),
  signedIn.get("me", `${API}/auth/me/`, "Who the caller is, with which roles", meAction),
  signedIn.put("changeOwnPassword", `${API}/auth/me/password/`, "Change one's own password", changeOwnPasswordAction),
  admin.get("listApiKeys", `${API}/auth/keys/`, "All API keys, without their secrets", listApiKeysAction),
  admin.post("createApiKey", `${API}/auth/keys/`, "Create an API key, shown this once", createApiKeyAction),
  admin.delete("revokeApiKey", `${API}/auth/keys/{id}/`, "Revoke an API key", revokeApiKeyAction),
  admin.get("listUsers", `${API}/auth/users/`, "All users with a password", listUsersAction),
  admin.post("createUser", `${API}/auth/users/`, "Create a user", createUserAction),
  admin.put("changeUser", `${API}/auth/users/{id}/`, "Change a user's password or roles", changeUserAction),
  admin.delete("deleteUser", `${API}/auth/users/{id}/`, "Delete a user with all sessions", deleteUserAction),

  admin.get("listAudit", `${API}/audit/`, "Every change and every refusal", listAuditAction),

  admin.get("check", `${API}/admin/check/`, "How database, objects and values differ", checkAction),
  admin.post("resync", `${API}/admin/resync/`, "Mend what the check finds", resyncAction),

  open.get("home", "/", "What this is and where to go next", homeAction),
  open.get("getOpenApiJson", "/swagger.json", "This interface as OpenAPI 3.1", getOpenApiJsonAction),
  open.get("getOpenApiYaml", "/openapi.yaml", "This interface as OpenAPI 3.1 in YAML", getOpenApiYamlAction),
  open.get("health", "/health", "Whether every part of the platform answers", healthAction),
  open.get(
    "reference",
    "/docs",
    "This interface as a page to read",
    referenceAction(() => routes),
  ),
  open.get("swaggerUi", "/swagger-ui", "This interface to try out, with Swagger UI", swaggerUiAction),
  open.get("redocUi", "/redoc-ui", "This interface to read, with Redoc", redocUiAction),
  open.get("documentationFile", "/docs/assets/{id}", "A script or style of these pages", documentationFileAction),
];
