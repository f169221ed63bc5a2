import { nearestName } from "../../names/nearest-name.ts";
import type { SchemaOption } from "../../storage-options/data-schema.ts";
import type { FILE_OPTIONS } from "../../storage-options/file-options.ts";
import { type DEFAULT_STORAGE_TYPE, storageTypeRow } from "../../storage-types.ts";
import type { AppOptions, CoreOptions, JobOptions } from "../app-options.ts";
import type { DataNodeConfig } from "../app-types.ts";
import type { DataNodeOptions } from "../dsl/data-node-options.ts";
import { givenTo } from "../dsl/given-options.ts";
import type { ScenarioOptions } from "../dsl/scenario-config.ts";
import type { RetryOptions, TaskOptions } from "../dsl/task-config.ts";
import type { AuthOptions } from "../settings/auth-settings.ts";
import type { HttpOptions } from "../settings/http-settings.ts";
import type { IdentityProviderOptions } from "../settings/identity-provider.ts";
import type { Configs } from "./check-id.ts";
import { type ConfigurationIssue, inSection, issuesOf, listed } from "./issue.ts";

/** The compiler refuses a table that lacks an option, or has one too many. */
type Names<Options> = Readonly<Record<keyof Options, true>>;

const APP: Names<AppOptions> = {
  scenarios: true,
  tasks: true,
  dataNodes: true,
  files: true,
  toml: true,
  functions: true,
  drivers: true,
  job: true,
  core: true,
  global: true,
  auth: true,
  http: true,
};
const JOB: Names<JobOptions> = {
  mode: true,
  lease: true,
  workerRetries: true,
  concurrency: true,
  objectsPerRegion: true,
};
const CORE: Names<CoreOptions> = { mode: true, versionNumber: true, force: true };
const AUTH: Names<AuthOptions> = { sessionSeconds: true, identityProviders: true };
const HTTP: Names<HttpOptions> = { corsOrigins: true, auditDays: true, compat: true };
const PROVIDER: Names<IdentityProviderOptions> = {
  issuer: true,
  audience: true,
  jwksUri: true,
  rolesClaim: true,
  roles: true,
  defaultRoles: true,
};
const TASK: Names<TaskOptions<readonly [], readonly []>> = {
  function: true,
  inputs: true,
  outputs: true,
  skippable: true,
  retries: true,
  timeout: true,
  concurrency: true,
  properties: true,
};
const RETRIES: Names<RetryOptions> = { limit: true, delay: true, backoff: true };
const SCENARIO: Names<ScenarioOptions<readonly [], readonly [], unknown>> = {
  tasks: true,
  additionalDataNodes: true,
  frequency: true,
  sequences: true,
  comparators: true,
  properties: true,
};
/** Those that all storage types have, and those of types whose values the service keeps. */
const COMMON: Names<
  Omit<DataNodeOptions<"generic", unknown>, "readFct" | "writeFct" | "readFctArgs" | "writeFctArgs"> &
    SchemaOption<unknown>
> = { type: true, scope: true, validityPeriod: true, schema: true, properties: true };
const KEPT: Names<
  Omit<DataNodeOptions<typeof DEFAULT_STORAGE_TYPE, unknown>, keyof typeof COMMON | keyof typeof FILE_OPTIONS>
> = {
  defaultData: true,
  historyLimit: true,
};

const issues = issuesOf("OptionsChecker");

/** Options of `defineApp` and of the configs in the code that do not exist. A file has free keys instead. */
export function* checkOptions(options: AppOptions, code: Configs): Generator<ConfigurationIssue> {
  yield* inSection("APP", unknown("`defineApp`", options, APP, FREE_OF_APP));
  for (const [section, owner, given, names] of [
    ["JOB", "`job` of `defineApp`", options.job, JOB],
    ["CORE", "`core` of `defineApp`", options.core, CORE],
    ["AUTH", "`auth` of `defineApp`", options.auth, AUTH],
    ["HTTP", "`http` of `defineApp`", options.http, HTTP],
  ] as const) {
    yield* inSection(section, unknown(owner, given, names));
  }
  for (const provider of listOf(options.auth?.identityProviders)) {
    yield* inSection("AUTH", unknown("An identity provider", provider, PROVIDER));
  }
  for (const config of code.dataNodes.values()) {
    const owner = `The data node \`${config.id}\` (${config.storageType})`;
    yield* inSection(`DATA_NODE.${config.id}`, unknown(owner, givenTo(config), namesOf(config), FREE));
  }
  for (const config of code.tasks.values()) {
    const given = givenTo(config);
    const found = [
      ...unknown(`The task \`${config.id}\``, given, TASK, FREE),
      ...unknown(`\`retries\` of the task \`${config.id}\``, Object.entries(given ?? {}).find(isRetries)?.[1], RETRIES),
    ];
    yield* inSection(`TASK.${config.id}`, found);
  }
  for (const config of code.scenarios.values()) {
    const found = unknown(`The scenario \`${config.id}\``, givenTo(config), SCENARIO, FREE);
    yield* inSection(`SCENARIO.${config.id}`, found);
  }
}

const FREE = " Keys of your own go into `properties`.";
const FREE_OF_APP = " Keys of your own go into `global`.";

const isRetries = ([name]: [string, unknown]): boolean => name === "retries";

const listOf = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);

function namesOf({ storageType }: DataNodeConfig): Readonly<Record<string, unknown>> {
  const row = storageTypeRow(storageType);
  return { ...COMMON, ...(row?.content !== null && KEPT), ...row?.options };
}

function* unknown(
  owner: string,
  given: unknown,
  names: Readonly<Record<string, unknown>>,
  free = "",
): Generator<ConfigurationIssue> {
  if (typeof given !== "object" || given === null) return;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    const nearest = nearestName(name, Object.keys(names));
    const advice =
      nearest === null ? `Its options are ${listed(Object.keys(names))}.${free}` : `Did you mean \`${nearest}\`?`;
    yield issues.error(name, undefined, `${owner} has no option \`${name}\`. ${advice}`);
  }
}
