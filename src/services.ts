import { waitUntil } from "cloudflare:workers";
import type { App } from "./core/config/app-types.ts";
import { createBuildFile } from "./core/config/build-file.ts";
import { RELEASE } from "./core/config/release.ts";
import { knownSecrets, redactorOf } from "./core/config/secrets/known-secrets.ts";
import { applicationBindings, bindingOf } from "./core/config/secrets/own-bindings.ts";
import { logLevelOf } from "./core/config/settings/log-level.ts";
import { readShapes, SHAPES_FILE } from "./core/config/shapes.ts";
import { DEADLINES } from "./core/deadlines.ts";
import { LINE_TABLE_FILE } from "./core/jobs/traces/line-table.ts";
import { formatTime, MICROSECONDS_PER_MILLISECOND } from "./core/time.ts";
import type { CoreDeps } from "./core-api/core-deps.ts";
import { createCore } from "./core-api/create-core.ts";
import { insideTask } from "./core-api/inside-task.ts";
import { createApiKeyStore } from "./d1/access/api-key-store.ts";
import { createLoginStore } from "./d1/access/login-store.ts";
import { createSessionStore } from "./d1/access/session-store.ts";
import { createUserStore } from "./d1/access/user-store.ts";
import { createAuditLog } from "./d1/audit/audit-log.ts";
import { createAuditSweepStore } from "./d1/audit/audit-sweep.ts";
import { createDeletionStore } from "./d1/delete/deletion-store.ts";
import { createEntityReader } from "./d1/read/entity-reader.ts";
import { createRepairStore } from "./d1/repair/repair-store.ts";
import { createHealthStore } from "./d1/schema/health-store.ts";
import { KNOWN_MIGRATIONS } from "./d1/schema/known-migrations.ts";
import { createCreationStore } from "./d1/write/creation-store.ts";
import { createGarbage } from "./d1/write/garbage.ts";
import { createScenarioStore } from "./d1/write/scenario-store.ts";
import { createSweepStore } from "./d1/write/sweep-store.ts";
import { createVersionStore } from "./d1/write/version-store.ts";
import { createWatchdogStore } from "./d1/write/watchdog-store.ts";
import type { Env } from "./env.ts";
import { createAuth } from "./http/auth/auth.ts";
import { limitsOf } from "./http/limits/limit-bindings.ts";
import { createLimits } from "./http/limits/rate-limits.ts";
import { createGuard } from "./http/pipeline/guard.ts";
import type { HttpDeps } from "./http/pipeline/http-deps.ts";
import { problemOf } from "./http/pipeline/problems.ts";
import { meteredBindings } from "./metering/bindings.ts";
import { endsWithin } from "./metering/bounded.ts";
import { meteredD1 } from "./metering/d1.ts";
import { createMeter, metered } from "./metering/meter.ts";
import { metering } from "./metering/metering.ts";
import { createSharedBatches } from "./metering/shared-batches.ts";
import { createOrchestrators, createUsageOf } from "./orchestrator/client.ts";
import { createContentStore } from "./payloads/content-store.ts";
import { createPayloadStore, sha256 } from "./payloads/payload-store.ts";
import { createValueLists } from "./payloads/value-lists.ts";
import { runForRequest, runSubmission } from "./queue/chain.ts";
import { createLineTables } from "./queue/line-tables.ts";
import { Room } from "./queue/room.ts";
import type { WorkerDeps } from "./queue/worker-deps.ts";
import { logOf, newUuid, sleep, wallClock } from "./runtime.ts";
import { createContents } from "./storage/contents.ts";
import { createGate } from "./storage/memory/gate.ts";
import { createMemory } from "./storage/memory/memory.ts";
import { checkFile } from "./storage/schema/declared-values.ts";
import { REQUEST_LIMIT_MS } from "./storage/settings/request-limit.ts";
import { createAdmission } from "./usecases/admit.ts";
import { checkHealth, type HealthDeps } from "./usecases/check-health.ts";
import { createEntityWriter } from "./usecases/entity-writer.ts";
import { KnownScenarios } from "./usecases/jobs/known-scenarios.ts";
import { sweep } from "./usecases/sweep.ts";
import { createVersions } from "./usecases/versions.ts";
import { watch } from "./usecases/watchdog.ts";

/** The dependencies of requests, of jobs and of the cron. */
export interface Services extends HttpDeps {
  readonly worker: WorkerDeps;
  readonly countDeadLetters: (count: number) => Promise<void>;
  /** The same without HTTP: for the application's own code. */
  readonly core: CoreDeps;
  /** What the cron runs side by side: the watchdog, and the sweep. */
  readonly cron: readonly (() => Promise<void>)[];
}

/** Composes all dependencies over the bindings of one environment. */
export function createServices(app: App, platform: Env): Services {
  const env = meteredBindings(platform);
  const bindings: Readonly<Record<string, unknown>> = { ...env };
  const redact = redactorOf(() => knownSecrets(app, bindings));
  const log = logOf({ environment: app.settings.env, level: logLevelOf(platform.LOG_LEVEL), redact });
  const payloads = createPayloadStore({ kv: env.PAYLOADS, r2: env.LARGE_PAYLOADS, newUuid });
  const content = createContentStore({ kv: env.PAYLOADS, r2: env.LARGE_PAYLOADS, payloads, newUuid });
  const nowMs = () => wallClock() / MICROSECONDS_PER_MILLISECOND;
  const memory = createMemory(createGate({ now: nowMs, sleep }));
  const contents = { app, payloads, binding: bindingOf(bindings), memory, clock: wallClock };
  const values = createContents({ ...contents, limitMs: REQUEST_LIMIT_MS });
  const orchestrators = createOrchestrators(env.ORCHESTRATOR);
  const versions = createVersionStore(env.DB);
  const deletions = createDeletionStore(env.DB, log);
  const digest = (text: string) => sha256(new TextEncoder().encode(text));
  const admission = createAdmission({ app, clock: wallClock, log, sleep, versions, digest });
  const knownScenarios = new KnownScenarios();
  const entityWriter = createEntityWriter({
    app,
    knownScenarios,
    clock: wallClock,
    newUuid,
    admit: admission.admit,
    creations: createCreationStore(env.DB, createSharedBatches(env.DB, { nowMs, sleep, keepAlive: waitUntil })),
    deletions,
    encode: (dataNode, value) => values.write(dataNode, value),
    async putFile(path, content) {
      await checkFile({ app, values }, path, content);
      return payloads.put(content, "text/plain");
    },
    discard: (keys) => payloads.discard(keys),
    orchestrators,
  });
  const entityReader = createEntityReader({ db: env.DB, app, clock: wallClock, redact });
  const { discardLater } = createGarbage(env.DB);
  const worker: WorkerDeps = {
    app,
    // The limit of the job holds.
    values: createContents({ ...contents, checksOutside: true }),
    log,
    redact,
    room: new Room({ nowMs, leaseMs: app.job.leaseMs }),
    sleep,
    discardLater,
    env: applicationBindings(bindings),
    lineTable: createLineTables({
      readLocal: localFile(env.LINE_TABLE),
      build: buildId(),
      fetchTable: () => deployedFile(env.ASSETS, LINE_TABLE_FILE),
    }),
    metering,
    taskScope: {
      run: (jobId, work) => insideTask({ jobId }, work),
      core: (jobId) => createCore(services.core, { requestId: jobId }, "TASK"),
    },
  };
  const limits = createLimits({ ...limitsOf(env), clock: wallClock, log });
  const credentials = meteredD1(platform.DB, DEADLINES.lookup);
  const stores = {
    apiKeys: createApiKeyStore(credentials),
    users: createUserStore(credentials),
    sessions: createSessionStore(credentials),
    logins: createLoginStore(credentials),
  };
  const auth = createAuth({
    app,
    stores,
    limits,
    clock: wallClock,
    log,
    fetch: (address, init) => fetch(address, init),
    sleep,
    keepAlive: waitUntil,
    mode: env.AUTH_MODE,
    adminKey: env.ADMIN_KEY,
  });
  const healthStore = createHealthStore(env.DB);
  const healthDeps: HealthDeps = {
    store: healthStore,
    known: KNOWN_MIGRATIONS,
    parts: {
      kv: async () => env.PAYLOADS.get("health"),
      r2: env.LARGE_PAYLOADS && (async () => env.LARGE_PAYLOADS?.head("health")),
      durable_object: async () => orchestrators("health").poke([]),
    },
    sleep,
    clock: wallClock,
  };
  const http: HttpDeps = {
    app,
    clock: wallClock,
    newUuid,
    log,
    redact,
    entityReader,
    entityWriter,
    discardLater,
    versions: createVersions({ app, versions, admission, deletions, orchestrators }),
    values,
    memory,
    admit: admission.admit,
    orchestrators,
    knownScenarios,
    runSubmission: (...call) => runSubmission(worker, orchestrators, ...call),
    runForRequest: (...call) => runForRequest(worker, orchestrators, ...call),
    sleep,
    endsWithin,
    metering: { ...metering, ofSubmission: createUsageOf(env.ORCHESTRATOR) },
    content,
    repairs: createRepairStore(env.DB, log),
    valueLists: createValueLists({ kv: env.PAYLOADS, r2: env.LARGE_PAYLOADS }),
    auth,
    guard: createGuard({ authenticator: auth.authenticator, limits }),
    audit: createAuditLog({ db: env.DB, clock: wallClock, newUuid, log, sleep }),
    release: { version: RELEASE, build: env.CF_VERSION_METADATA?.id ?? null },
    health: (showsAll) => checkHealth(healthDeps, showsAll),
    shapes: createBuildFile({
      readLocal: localFile(env.DATA_SCHEMAS),
      build: buildId(),
      fetchDeployed: () => deployedFile(env.ASSETS, SHAPES_FILE),
      parse: readShapes,
    }),
    assets: env.ASSETS,
  };
  const core: CoreDeps = {
    ...http,
    scenarios: createScenarioStore({ db: env.DB, clock: wallClock, redact }),
    waitUntil,
    // A call of its own: what it uses does not count for the job or the request around it.
    metered: (work) => metered(createMeter(1), work),
    statusOf: (code) => problemOf(code).status,
  };
  const services: Services = {
    ...http,
    worker,
    countDeadLetters: (count) => healthStore.countDeadLetters(formatTime(wallClock()), count),
    core,
    cron: [
      () => watch({ submissions: createWatchdogStore(env.DB), orchestrators, clock: wallClock, log }),
      () =>
        sweep({
          app,
          clock: wallClock,
          log,
          sessions: stores.sessions,
          audit: createAuditSweepStore(env.DB),
          values: createSweepStore(env.DB, log),
          orchestrators,
          discard: payloads.discard,
        }),
    ],
  };
  return services;
}

declare const TAIPY_BUILD: string | undefined;

/** What the package's deploy command has put into the script; null = it was deployed without it. */
const buildId = (): string | null => (typeof TAIPY_BUILD === "string" ? TAIPY_BUILD : null);

const localFile = (binding: Fetcher | undefined): (() => Promise<unknown>) | undefined =>
  binding === undefined ? undefined : async () => (await binding.fetch("https://file.invalid/")).json();

async function deployedFile(assets: Fetcher | undefined, name: string): Promise<unknown> {
  const answer = await assets?.fetch(`https://pages.invalid/${name}`);
  return answer?.ok === true ? answer.json() : null;
}
