import { MICROSECONDS_PER_MILLISECOND } from "../time.ts";
import type { AppOptions } from "./app-options.ts";
import {
  type App,
  type CoreConfig,
  type DataNodeConfig,
  DEFAULT_LEASE_MS,
  DEFAULT_OBJECTS_PER_REGION,
  DEFAULT_WORKER_RETRY_LIMIT,
  type JobConfig,
  type ScenarioConfig,
  type TaskConfig,
  UNNUMBERED,
} from "./app-types.ts";
import { checkApp } from "./check/check-app.ts";
import { type Configs, DEFAULT_ID } from "./check/check-id.ts";
import { checkOptions } from "./check/check-options.ts";
import { ConfigurationError, type ConfigurationIssue, inSection, issuesOf } from "./check/issue.ts";
import { collectConfigs } from "./collect-configs.ts";
import { durationOption, toMilliseconds } from "./dsl/duration.ts";
import { frozenCopy } from "./frozen.ts";
import { functionNames } from "./function-names.ts";
import { authConfig } from "./settings/auth-settings.ts";
import { type Environment, templateOf } from "./settings/env-template.ts";
import { globalSettings } from "./settings/global-settings.ts";
import { httpConfig } from "./settings/http-settings.ts";
import { buildConfigs } from "./toml/build-configs.ts";
import { codeLayer } from "./toml/code-layer.ts";
import { keepsSecret } from "./toml/kept-secrets.ts";
import { type Layer, mergeLayers } from "./toml/layer.ts";
import { placed, type ReadLayer, readLayer } from "./toml/read-layer.ts";
import { createReading, type Reading, readSection, type SectionReader } from "./toml/section-reader.ts";

/** An application without scenarios in its code has those of its file, of which the compiler knows nothing. */
type Known<Scenarios extends readonly ScenarioConfig[]> = [Scenarios[number]] extends [never]
  ? ScenarioConfig
  : Scenarios[number];

type NodesOf<Scenario> = Scenario extends ScenarioConfig<string, infer Nodes> ? Nodes : never;

type NodesOfTasks<Tasks extends readonly TaskConfig[]> =
  | Tasks[number]["inputs"][number]
  | Tasks[number]["outputs"][number];

/** The application as its code declares it. */
interface AppSource {
  readonly options: AppOptions;
  readonly code: Configs;
  readonly issues: readonly ConfigurationIssue[];
}

/** The variable that may hold the text of another configuration file, which overrides the application's own. */
const CONFIG_VARIABLE = "TAIPY_CONFIG";
const CONFIG_FILE = "config.toml";

/**
 * Collects every config that the options reach, applies the file, and checks all of it.
 * @throws ConfigurationError with all problems, if one of them is an error. Warnings alone are kept in `App.warnings`.
 */
export function defineApp<
  const Scenarios extends readonly ScenarioConfig[] = readonly [],
  const Nodes extends readonly DataNodeConfig[] = readonly [],
  const Tasks extends readonly TaskConfig[] = readonly [],
>(
  options: AppOptions<Scenarios, Nodes, Tasks>,
): App<Known<Scenarios>, Nodes[number] | NodesOf<Scenarios[number]> | NodesOfTasks<Tasks>> {
  const { scenarios, tasks, dataNodes } = options;
  const { issues, ...code } = collectConfigs({ scenarios, tasks, dataNodes });
  return compileApp({ options, code, issues: [...issues, ...checkOptions(options, code)] }, null);
}

/**
 * The code overrides the defaults, the file overrides the code, and the variable `TAIPY_CONFIG` overrides the file.
 * @param environment null = not known yet: values that depend on it have their defaults and are not checked
 * @throws ConfigurationError
 */
function compileApp(source: AppSource, environment: Environment | null): App {
  const { options, code } = source;
  const files = filesOf(options, environment);
  const names = functionNames(options.functions ?? {}, functionsOf(code));
  const reading = createReading(names, environment);
  const layers = [layerOf(source), ...files.map((file) => file.layer)];
  const layer = mergeLayers(layers, (key, below, above) => keepsSecret(key, below, above, names));
  const configs = changesConfigs(source, files) ? buildConfigs(layer, code, reading) : code;
  const job = jobConfig(readSection(reading, "JOB", layer.get("JOB") ?? new Map()));
  const core = coreConfig(readSection(reading, "CORE", layer.get("CORE") ?? new Map()));
  const global = readSection(reading, "TAIPY", layer.get("TAIPY") ?? new Map()).rest();
  const { settings, issues: ofSettings } = globalSettings(global, environment);
  const auth = authConfig(options.auth, environment);
  const http = httpConfig(options.http, environment);
  const app = {
    ...configs,
    files: new Map(Object.entries(options.files ?? {})),
    drivers: Object.freeze({ ...options.drivers }),
    job: job.config,
    core,
    global: frozenCopy(global),
    settings,
    auth: auth.config,
    http: http.config,
    written: reading.written,
    functionNames: names,
  };
  const checked = [
    ...source.issues,
    ...inSection("JOB", job.issues),
    ...ofSettings,
    ...auth.issues,
    ...http.issues,
    ...checkApp(app),
  ];
  const found = [...files.flatMap((file) => file.issues), ...reading.issues, ...checked.filter(isRead(reading))];
  const positions = new Map(found.length === 0 ? [] : files.flatMap((file) => [...file.positions()]));
  const issues = Object.freeze(found.map((issue) => Object.freeze(placed(issue, positions))));
  if (issues.some(({ level, isOfCreation }) => level === "ERROR" && !isOfCreation))
    throw new ConfigurationError(issues);
  return Object.freeze({
    ...app,
    warnings: issues,
    withEnvironment: (known: Environment) => compileApp(source, known),
  });
}

function filesOf({ toml }: AppOptions, environment: Environment | null): readonly ReadLayer[] {
  const variable = environment?.(CONFIG_VARIABLE);
  return [
    ...(toml === undefined ? [] : [readLayer(toml, CONFIG_FILE)]),
    ...(typeof variable === "string" && variable !== "" ? [readLayer(variable, CONFIG_VARIABLE)] : []),
  ];
}

/** Whether files, templates or `default` configs of the application change the configs that the code declares. */
function changesConfigs({ code, options }: AppSource, files: readonly ReadLayer[]): boolean {
  const ownDefaults = [options.dataNodes, options.tasks, options.scenarios].some((list) =>
    Array.isArray(list) ? list.some((config: { id?: unknown } | null) => config?.id === DEFAULT_ID) : false,
  );
  const hasTemplates = [...code.dataNodes.values()].some(({ defaultData, properties }) =>
    [defaultData, properties.path, properties.default_path].some(
      (value) => typeof value === "string" && templateOf(value) !== null,
    ),
  );
  return files.length > 0 || ownDefaults || hasTemplates;
}

function layerOf({ options, code }: AppSource): Layer {
  const { mode, lease, workerRetries, concurrency, objectsPerRegion } = options.job ?? {};
  const { secretKey, ...free } = options.global ?? {};
  return codeLayer(code, {
    TAIPY: { ...free, ...(secretKey !== undefined && { secret_key: secretKey }) },
    JOB: { mode, lease, worker_retries: workerRetries, concurrency, objects_per_region: objectsPerRegion },
    CORE: {
      mode: options.core?.mode,
      version_number: options.core?.versionNumber,
      force: options.core?.force,
    },
  });
}

/** Every function and class that the configs of the code use. */
function* functionsOf({ dataNodes, tasks, scenarios }: Configs): Generator<object> {
  const all: readonly unknown[] = [
    ...[...tasks.values()].map((config) => config.function),
    ...[...dataNodes.values()].flatMap((config) => Object.values(config.functions ?? {})),
    ...[...scenarios.values()].flatMap((config) => Object.values(config.comparators ?? {}).flat()),
  ];
  for (const item of all) if (typeof item === "function") yield item;
}

function jobConfig(reader: SectionReader): { config: JobConfig; issues: readonly ConfigurationIssue[] } {
  const mode = reader.take("mode") ?? "development";
  const given = reader.take("lease");
  const lease = durationOption(
    given,
    DEFAULT_LEASE_MS * MICROSECONDS_PER_MILLISECOND,
    "lease",
    "the job section",
    issuesOf("JobConfigChecker"),
  );
  const retries = reader.take("worker_retries") as { readonly limit?: number } | undefined;
  const config = {
    mode: mode as JobConfig["mode"],
    leaseMs: toMilliseconds(lease.duration),
    workerRetryLimit: retries?.limit ?? DEFAULT_WORKER_RETRY_LIMIT,
    concurrency: concurrencyOf(reader, mode),
    objectsPerRegion: (reader.take("objects_per_region") ?? DEFAULT_OBJECTS_PER_REGION) as number,
    properties: frozenCopy(reader.rest()),
  };
  return { config: Object.freeze(config), issues: lease.issues };
}

/**
 * Taipy's name for it counts, too, unless the same place or a later one gives it as `concurrency`. As in Taipy it has no effect
 * in mode `development`.
 */
function concurrencyOf(reader: SectionReader, mode: unknown): number | null {
  const isOverruled = reader.raw("concurrency")?.isWritten === false && reader.has("max_nb_of_workers");
  const own = reader.take("concurrency");
  const ofTaipy = reader.take("max_nb_of_workers");
  if (mode === "development") return (own ?? null) as number | null;
  return ((isOverruled ? ofTaipy : (own ?? ofTaipy)) ?? null) as number | null;
}

function coreConfig(reader: SectionReader): CoreConfig {
  const mode = (reader.take("mode") ?? "development") as CoreConfig["mode"];
  const versionNumber = (reader.take("version_number") || UNNUMBERED) as string;
  const force = (reader.take("force") ?? false) as boolean;
  return Object.freeze({ mode, versionNumber, force, properties: frozenCopy(reader.rest()) });
}

/** Whether the value that an issue is about could be read. If not, that was reported, or the environment is not known yet. */
const isRead =
  ({ unread }: Reading) =>
  ({ section, field }: ConfigurationIssue): boolean =>
    section === undefined || !field.split(", ").some((name) => unread.has(`${section}.${name}`));
