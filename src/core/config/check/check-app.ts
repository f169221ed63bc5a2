import {
  type App,
  type CoreConfig,
  JOB_MODES,
  type JobConfig,
  MAX_OBJECTS_PER_REGION,
  UNNUMBERED,
} from "../app-types.ts";
import { checkDataNode } from "./check-data-node.ts";
import { checkDrivers } from "./check-drivers.ts";
import { checkFiles } from "./check-files.ts";
import { checkFreeKeys } from "./check-free-keys.ts";
import { checkHidden, checkSharedIds } from "./check-id.ts";
import { isLimit, LIMIT_ADVICE, limitKey } from "./check-limit.ts";
import { checkScenario } from "./check-scenario.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkTask } from "./check-task.ts";
import { type ConfigurationIssue, inSection, issuesOf, listed } from "./issue.ts";

const CORE_MODES = ["development", "experiment"] as const;

const jobIssues = issuesOf("JobConfigChecker");
const coreIssues = issuesOf("CoreSectionChecker");
const globalIssues = issuesOf("GlobalConfigChecker");

// docs/decisions/091-errors-are-what-can-never-be-created.md
/** All problems of an application, section by section. */
export function* checkApp(app: Omit<App, "warnings" | "withEnvironment">): Generator<ConfigurationIssue> {
  yield* checkSharedIds(app);
  for (const config of app.dataNodes.values()) {
    yield* inSection(`DATA_NODE.${config.id}`, checkDataNode(config, app.job.mode));
  }
  for (const config of app.tasks.values()) yield* inSection(`TASK.${config.id}`, checkTask(config));
  const dataNodeIds = new Set(app.dataNodes.keys());
  for (const config of app.scenarios.values()) {
    yield* inSection(`SCENARIO.${config.id}`, checkScenario(config, dataNodeIds));
  }
  yield* inSection("JOB", checkJob(app.job, app.written));
  yield* inSection("CORE", checkCore(app.core));
  yield* inSection("TAIPY", checkHidden(app.global, "the section `TAIPY`", globalIssues));
  yield* checkFiles(app);
  yield* checkSecrets(app);
  yield* checkFreeKeys(app);
  yield* checkDrivers(app.dataNodes.values(), app.drivers);
}

function* checkJob(
  { mode, leaseMs, workerRetryLimit, concurrency, objectsPerRegion }: JobConfig,
  written: App["written"],
): Generator<ConfigurationIssue> {
  if (!JOB_MODES.includes(mode))
    yield jobIssues.error("mode", mode, `The job \`mode\` must be one of ${listed(JOB_MODES)}.`);
  if (leaseMs <= 0) yield jobIssues.error("lease", leaseMs, "The job `lease` must be longer than 0 seconds.");
  if (!Number.isInteger(workerRetryLimit) || workerRetryLimit < 0) {
    const message = "The job's `worker_retries.limit` must be a whole number of 0 or more.";
    yield jobIssues.error("worker_retries.limit", workerRetryLimit, message);
  }
  if (!isLimit(concurrency)) {
    const key = limitKey(written);
    yield jobIssues.error(key, concurrency, `The job \`${key}\` ${LIMIT_ADVICE}`);
  }
  if (!Number.isInteger(objectsPerRegion) || objectsPerRegion < 1 || objectsPerRegion > MAX_OBJECTS_PER_REGION) {
    const message = `The job \`objects_per_region\` must be a whole number from 1 to ${MAX_OBJECTS_PER_REGION}.`;
    yield jobIssues.error("objects_per_region", objectsPerRegion, message);
  }
}

const REPOSITORY_TYPES = ["filesystem", "sql"];

function* checkCore(config: CoreConfig): Generator<ConfigurationIssue> {
  const { mode, versionNumber, force, properties } = config;
  const { repository_type } = properties;
  if (repository_type !== undefined && !REPOSITORY_TYPES.includes(String(repository_type))) {
    const message = `The core \`repository_type\` should be one of ${listed(REPOSITORY_TYPES)}. The service always stores entities in D1.`;
    yield coreIssues.warning("repository_type", repository_type, message);
  }
  if (typeof force !== "boolean") {
    yield coreIssues.error("force", force, "The core `force` must be true or false.");
  }
  if (!CORE_MODES.includes(mode)) {
    yield coreIssues.error("mode", mode, `The core \`mode\` must be one of ${listed(CORE_MODES)}.`);
  }
  if (typeof versionNumber !== "string") {
    yield coreIssues.error("version_number", versionNumber, "The core `version_number` must be a text.");
  } else if (mode === "experiment" && versionNumber === UNNUMBERED) {
    const message =
      "The core mode `experiment` keeps configurations apart by their version number: set `version_number` (`core.versionNumber`) to one of your own.";
    yield coreIssues.error("version_number", versionNumber, message);
  }
}
