import type { Properties } from "../entities/fields.ts";
import { MICROSECONDS_PER_SECOND } from "../time.ts";
import { checkCore, checkFiles, checkJob } from "./check-app.ts";
import { checkDataNode } from "./check-data-node.ts";
import { checkSharedIds } from "./check-id.ts";
import { checkScenario } from "./check-scenario.ts";
import { checkTask } from "./check-task.ts";
import { collectConfigs } from "./collect-configs.ts";
import { checkDrivers, type Drivers } from "./drivers.ts";
import { type Duration, durationOption, toMilliseconds } from "./duration.ts";
import { frozenCopy } from "./frozen.ts";
import { ConfigurationError, type ConfigurationIssue, issuesOf } from "./issue.ts";
import type { App, CoreConfig, DataNodeConfig, JobConfig, JobMode, ScenarioConfig, TaskConfig } from "./types.ts";

export interface JobOptions {
  /**
   * `"development"` (default): a submit runs its jobs and answers when they have ended. `"standalone"`: the Queue runs them.
   */
  readonly mode?: JobMode;
  /** How long a worker that has taken a job may be silent before another one gets it. Default: `"30s"`. */
  readonly lease?: Duration;
  /** How many workers may die over one job before it fails. Default: 5. */
  readonly workerRetries?: { readonly limit: number };
}

export interface CoreOptions {
  /** Default: `"development"`. */
  readonly mode?: CoreConfig["mode"];
  /** Labels every entity except cycles. Default, and what an empty text means: `"latest"`. */
  readonly versionNumber?: string;
}

export interface AppOptions {
  readonly scenarios?: readonly ScenarioConfig[];
  /** Tasks that no scenario reaches. */
  readonly tasks?: readonly TaskConfig[];
  /** Data nodes that no scenario and no task reaches. */
  readonly dataNodes?: readonly DataNodeConfig[];
  /** Path → text, put there when nothing is there yet. */
  readonly files?: Readonly<Record<string, string>>;
  /** Libraries for databases that are not part of every Worker. */
  readonly drivers?: Drivers;
  readonly job?: JobOptions;
  readonly core?: CoreOptions;
  /** Free keys, for the application itself. */
  readonly global?: Readonly<Properties>;
}

const DEFAULT_LEASE = 30 * MICROSECONDS_PER_SECOND;
const DEFAULT_WORKER_RETRY_LIMIT = 5;
const LATEST = "latest";

/**
 * Gathers every config that the options reach and checks them all.
 * @throws ConfigurationError with every problem when there is an error; warnings alone are kept in `App.warnings`
 */
export function defineApp(options: AppOptions): App {
  const { issues: duplicates, ...configs } = collectConfigs({
    scenarios: options.scenarios,
    tasks: options.tasks,
    dataNodes: options.dataNodes,
  });
  const lease = durationOption(
    options.job?.lease,
    DEFAULT_LEASE,
    "lease",
    "the job section",
    issuesOf("JobConfigChecker"),
  );
  const app = {
    ...configs,
    files: new Map(Object.entries(options.files ?? {})),
    drivers: Object.freeze({ ...options.drivers }),
    job: jobConfig(options.job, toMilliseconds(lease.duration)),
    core: coreConfig(options.core),
    global: frozenCopy(options.global ?? {}),
  };
  const issues = [...duplicates, ...lease.issues, ...check(app)];
  if (issues.some(({ level }) => level === "ERROR")) throw new ConfigurationError(Object.freeze(issues));
  return Object.freeze({ ...app, warnings: Object.freeze(issues) });
}

function* check(app: Omit<App, "warnings">): Generator<ConfigurationIssue> {
  yield* checkSharedIds(app);
  for (const config of app.dataNodes.values()) yield* checkDataNode(config, app.job.mode);
  for (const config of app.tasks.values()) yield* checkTask(config);
  const dataNodeIds = new Set(app.dataNodes.keys());
  for (const config of app.scenarios.values()) yield* checkScenario(config, dataNodeIds);
  yield* checkJob(app.job);
  yield* checkCore(app.core);
  yield* checkFiles(app.files);
  yield* checkDrivers(app);
}

const jobConfig = ({ mode, workerRetries }: JobOptions = {}, leaseMs: number): JobConfig =>
  Object.freeze({
    mode: mode ?? "development",
    leaseMs,
    workerRetryLimit: workerRetries?.limit ?? DEFAULT_WORKER_RETRY_LIMIT,
  });

const coreConfig = ({ mode, versionNumber }: CoreOptions = {}): CoreConfig =>
  Object.freeze({ mode: mode ?? "development", versionNumber: versionNumber || LATEST });
