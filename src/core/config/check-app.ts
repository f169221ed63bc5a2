import { listed } from "./check-id.ts";
import { type ConfigurationIssue, issuesOf } from "./issue.ts";
import { type CoreConfig, JOB_MODES, type JobConfig } from "./types.ts";

export const CORE_MODES = ["development", "experiment"] as const;

const jobIssues = issuesOf("JobConfigChecker");
const coreIssues = issuesOf("CoreSectionChecker");
const fileIssues = issuesOf("FilesChecker");

export function* checkJob({ mode, leaseMs, workerRetryLimit }: JobConfig): Generator<ConfigurationIssue> {
  if (!JOB_MODES.includes(mode))
    yield jobIssues.error("mode", mode, `The job \`mode\` must be one of ${listed(JOB_MODES)}.`);
  if (leaseMs <= 0) yield jobIssues.error("lease", leaseMs, "The job `lease` must be longer than nothing.");
  if (!Number.isInteger(workerRetryLimit) || workerRetryLimit < 0) {
    const message = "The job's `worker_retries.limit` must be a whole number of 0 or more.";
    yield jobIssues.error("worker_retries.limit", workerRetryLimit, message);
  }
}

export function* checkCore({ mode, versionNumber }: CoreConfig): Generator<ConfigurationIssue> {
  if (!CORE_MODES.includes(mode)) {
    yield coreIssues.error("mode", mode, `The core \`mode\` must be one of ${listed(CORE_MODES)}.`);
  }
  if (typeof versionNumber !== "string") {
    yield coreIssues.error("version_number", versionNumber, "The core `version_number` must be a text.");
  }
}

export function* checkFiles(files: ReadonlyMap<string, unknown>): Generator<ConfigurationIssue> {
  for (const [path, content] of files) {
    if (path === "") yield fileIssues.error("files", path, "A file has an empty path.");
    if (typeof content === "string") continue;
    const message = `The file \`${path}\` must be a text: is there a rule of type "Text" for it in wrangler.toml?`;
    yield fileIssues.error("files", typeof content, message);
  }
}
