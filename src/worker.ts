import type { App } from "./core/config/app-types.ts";
import { ConfigurationError } from "./core/config/check/issue.ts";
import { bound, redactorOf } from "./core/config/secrets/known-secrets.ts";
import { globalSettings } from "./core/config/settings/global-settings.ts";
import { logLevelOf } from "./core/config/settings/log-level.ts";
import { objectLayoutOf } from "./core/config/settings/object-layout.ts";
import { queueHandlerOf } from "./core/config/settings/queue-handler.ts";
import type { CallOptions } from "./core-api/calls/caller.ts";
import type { Core } from "./core-api/core-types.ts";
import { createCore } from "./core-api/create-core.ts";
import { type CoreEntrypoint, coreEntrypoint } from "./core-api/entrypoint.ts";
import type { Env } from "./env.ts";
import { configurationErrorAnswer } from "./http/pipeline/error-answers.ts";
import { createHttpHandler } from "./http/pipeline/router.ts";
import { createMeter, metered } from "./metering/meter.ts";
import { withServerTiming } from "./metering/server-timing.ts";
import { type OrchestratorObject, orchestratorClass } from "./orchestrator/object.ts";
import { type ConsumerDeps, consumeDeadLetters, consumeJobs } from "./queue/consumer.ts";
import { isDeadLetterQueue, isOwnQueue, type QueueBatch, UnknownQueueError } from "./queue/own-queue.ts";
import { logOf, newUuid } from "./runtime.ts";
import { createServices, type Services } from "./services.ts";

export { type ErrorCode, TaipyError } from "./core/errors.ts";
export type { Verdict } from "./core/planning/promotion/scenario-changes.ts";
export type { Actor, CallOptions } from "./core-api/calls/caller.ts";
export type { Core, DataNodeOf, ScenarioOf } from "./core-api/core-types.ts";
export type { CoreEntrypoint, CoreProps } from "./core-api/entrypoint.ts";
export type { Env as TaipyEnv } from "./env.ts";

/** The Worker's event handlers, and the Durable Object class `Orchestrator` of wrangler.toml. */
export interface Taipy<Application extends App = App> {
  /**
   * Handlers of your own may stand before these: docs/composing.md. They take any environment with the service's bindings in
   * it. Pass `env` on as it is: all is composed once for an environment.
   */
  readonly worker: Required<Pick<ExportedHandler<Env>, "fetch" | "queue" | "scheduled">>;
  readonly Orchestrator: new (ctx: DurableObjectState, env: Env) => OrchestratorObject;
  /** Whether a batch is of one of the service's queues, so that `worker.queue` handles it. */
  handlesQueue(batch: QueueBatch): boolean;
  /**
   * Taipy Core for your own code: docs/core-api.md. Its verbs throw a `TaipyError` with a `code`, or a `ConfigurationError`.
   * @throws TaipyError `validation_failed` for an actor or a role that can't be
   */
  core(env: Env, options?: CallOptions): Core<Application>;
  /** The same for other Workers: the class of an entrypoint for service bindings, to be exported by the main module. */
  readonly CoreEntrypoint: CoreEntrypoint<Application>;
}

/**
 * Builds the Worker of an application: `export const { worker, Orchestrator } = createTaipy(app); export default worker`.
 *
 * The values of variables and secrets are applied once in each isolate. If they make the configuration wrong, the service does
 * not run: requests are answered with 503, jobs and alarms wait, and the log lists the problems (`configuration_refused`).
 * @param app the result of `defineApp`
 * @returns both must be exported by the Worker's main module
 */
export function createTaipy<Application extends App>(app: Application): Taipy<Application> {
  const appIn = onceAnEnvironment((env: Env) => applied(app, env));
  const parts = onceAnEnvironment((env: Env) => {
    const services = createServices(appIn(env), env);
    return { services, http: createHttpHandler(services) };
  });
  return {
    worker: {
      async fetch(request, env, ctx) {
        return withServerTiming(
          async () => {
            try {
              const { http } = parts(env);
              return await http(request, (work) => ctx.waitUntil(work));
            } catch (error) {
              if (!(error instanceof ConfigurationError)) throw error;
              const { testing } = globalSettings(app.global, variablesOf(env)).settings;
              const redact = redactorIn(env);
              return configurationErrorAnswer(error, { request, isTesting: testing, redact, newUuid });
            }
          },
          (event, fields) => parts(env).services.log(event, fields),
        );
      },
      async queue(batch, env, ctx) {
        const { services } = parts(env);
        if (!isOwnQueue(batch)) {
          services.log("queue_unknown", { queue: batch.queue, messages: batch.messages.length });
          throw new UnknownQueueError(batch.queue);
        }
        const deps: ConsumerDeps = {
          ...services.worker,
          orchestrators: services.orchestrators,
          clock: services.clock,
          countDeadLetters: services.countDeadLetters,
          waitUntil: (work) => ctx.waitUntil(work),
          queueHandler: queueHandlerOf(env.QUEUE_HANDLER),
        };
        if (isDeadLetterQueue(batch.queue)) await consumeDeadLetters(deps, batch);
        else await metered(createMeter(1), () => consumeJobs(deps, batch));
      },
      scheduled: (_, env) => allOf(parts(env).services),
    },
    Orchestrator: orchestratorClass(appIn),
    handlesQueue: isOwnQueue,
    core: (env, options = {}) => createCore(parts(env).services.core, options, "CODE"),
    // Only Workers that export the class need it.
    get CoreEntrypoint() {
      return coreEntrypoint<Application>((env) => parts(env).services.core);
    },
  };
}

/** Runs all to their end, also when one fails. */
async function allOf({ cron, log }: Services): Promise<void> {
  const ends = await Promise.allSettled(cron.map((work) => work()));
  const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  for (const failure of failures) log("cron_failed", { error: String(failure) });
  if (failures.length > 0) throw failures[0];
}

function applied(app: App, env: Env): App {
  try {
    queueHandlerOf(env.QUEUE_HANDLER);
    objectLayoutOf(env.OBJECT_LAYOUT);
    logLevelOf(env.LOG_LEVEL);
    return app.withEnvironment(variablesOf(env));
  } catch (error) {
    if (error instanceof ConfigurationError) {
      const log = logOf({ environment: null, level: "info", redact: redactorIn(env) });
      log("configuration_refused", { message: error.message });
    }
    throw error;
  }
}

/** Without the configuration, which is wrong. */
const redactorIn = (env: Env) => redactorOf(() => bound({ ...env }));

function variablesOf(env: Env): (name: string) => unknown {
  const bindings: Readonly<Record<string, unknown>> = { ...env };
  return (name) => (Object.hasOwn(bindings, name) ? bindings[name] : undefined);
}

/** Creates a value once for an environment, which is the same during the life of an isolate. An error is kept, too, and thrown again. */
function onceAnEnvironment<T>(create: (env: Env) => T): (env: Env) => T {
  const made = new WeakMap<Env, () => T>();
  return (env) => {
    const found = made.get(env) ?? settled(() => create(env));
    made.set(env, found);
    return found();
  };
}

function settled<T>(create: () => T): () => T {
  try {
    const created = create();
    return () => created;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
