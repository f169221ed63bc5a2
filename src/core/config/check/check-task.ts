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
  yield* checkParameters(config);
  yield* checkDataNodes(config, "inputs");
  yield* checkDataNodes(config, "outputs");
  yield* config.issues ?? [];
  yield* checkPolicies(config);
}

// docs/decisions/097-compile-errors-name-names.md
/** The compiler lets a function leave out parameters at the end, so it takes an input too many for one that is ignored. */
function* checkParameters({ id, function: run, inputs }: TaskConfig): Generator<ConfigurationIssue> {
  if (typeof run !== "function" || !isConfigList(inputs, "DATA_NODE")) return;
  // One without parameters is meant so: it runs when its inputs are there, and computes without them.
  if (run.length === 0 || run.length >= inputs.length || mayTakeMore(run)) return;
  const ignored = inputs.slice(run.length).map((node) => node.id);
  const message =
    `The function of task \`${id}\` has no parameter for ${listed(ignored)}. Give it one (\`_name\`, if it only waits ` +
    "for the value), or remove the data node from `inputs`.";
  yield issues.warning("inputs", null, message);
}

/** Whether the function's text shows parameters that its length does not count, or hides them. */
function mayTakeMore(run: (...args: never[]) => unknown): boolean {
  const text = String(run);
  const parameters = text.slice(0, text.indexOf(")") + 1);
  return /\.\.\.|\barguments\b|\[native code\]/.test(text) || /=(?!>)/.test(parameters);
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
