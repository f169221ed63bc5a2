import { JOB_LIMIT_MS, MINUTE_MS, WAYS_OUT } from "../../job-limits.ts";
import type { DataNodeConfig, TaskConfig } from "../app-types.ts";
import { configsOf, isConfigList } from "../collect-configs.ts";
import { checkConfig, DEFAULT_ID } from "./check-id.ts";
import { isLimit, LIMIT_ADVICE } from "./check-limit.ts";
import { type ConfigurationIssue, issuesOf, listed } from "./issue.ts";
import { SCENARIO_ATTRIBUTES } from "./reserved-names.ts";

const BACKOFFS = ["constant", "linear", "exponential"];
const issues = issuesOf("TaskConfigChecker");

/** The problems of one task config. As in Taipy, `default` is not checked. */
export function* checkTask(config: TaskConfig): Generator<ConfigurationIssue> {
  if (config.id === DEFAULT_ID) return;
  const { id } = config;
  yield* checkConfig(config, "task", issues);
  if (SCENARIO_ATTRIBUTES.has(id)) {
    yield issues.error("id", id, `The task id \`${id}\` is already an attribute of every scenario. Rename it.`);
  }
  if (typeof config.function !== "function") {
    const problem = config.function ? "must be callable" : "must not be empty";
    yield issues.error("function", config.function, `\`function\` of task \`${id}\` ${problem}.`);
  }
  yield* checkDataNodes(config, "inputs");
  yield* checkDataNodes(config, "outputs");
  yield* config.issues ?? [];
  yield* checkPolicies(config);
}

function* checkDataNodes(config: TaskConfig, field: "inputs" | "outputs"): Generator<ConfigurationIssue> {
  const { id, properties, [field]: nodes } = config;
  if (!isConfigList(nodes, "DATA_NODE")) {
    yield issues.error(field, nodes, `\`${field}\` of task \`${id}\` must be a list of data node configs.`);
  } else if (nodes.length === 0) {
    yield issues.warning(
      field,
      nodes,
      `\`${field}\` of task \`${id}\` is empty. Add data nodes, unless the task needs none.`,
    );
  }
  const seen = new Set<string>();
  for (const { id: node } of configsOf<DataNodeConfig>(nodes, "DATA_NODE")) {
    // Taipy drops the second one, so the function would get fewer arguments than the task has inputs.
    if (seen.has(node))
      yield issues.error(
        field,
        node,
        `\`${field}\` of task \`${id}\` has the data node \`${node}\` twice. Remove one.`,
      );
    seen.add(node);
    if (!Object.hasOwn(properties, node)) continue;
    yield issues.error(
      "id",
      node,
      `The data node id \`${node}\` is also the name of a property of its task \`${id}\`. Rename one of them.`,
    );
  }
}

function* checkPolicies({ id, retries, timeoutMs, concurrency }: TaskConfig): Generator<ConfigurationIssue> {
  if (!isLimit(concurrency)) {
    yield issues.error("concurrency", concurrency, `\`concurrency\` of task \`${id}\` ${LIMIT_ADVICE}`);
  }
  if (timeoutMs !== null && timeoutMs <= 0) {
    const message = `\`timeout\` of task \`${id}\` must be longer than 0 seconds.`;
    yield issues.error("timeout", timeoutMs, message);
  }
  if (timeoutMs !== null && timeoutMs > JOB_LIMIT_MS) {
    const message = `\`timeout\` of task \`${id}\` must not be longer than ${JOB_LIMIT_MS / MINUTE_MS} minutes, the most that a job may take. ${WAYS_OUT}`;
    yield issues.error("timeout", timeoutMs, message);
  }
  if (retries === null) return;
  if (!Number.isInteger(retries.limit) || retries.limit < 0) {
    const message = `\`retries.limit\` of task \`${id}\` must be a whole number of 0 or more.`;
    yield issues.error("retries.limit", retries.limit, message);
  }
  if (!BACKOFFS.includes(retries.backoff)) {
    const message = `\`retries.backoff\` of task \`${id}\` must be one of ${listed(BACKOFFS)}.`;
    yield issues.error("retries.backoff", retries.backoff, message);
  }
}
