import type { App } from "./core/config/types.ts";
import type { Env } from "./env.ts";
import { createHttpHandler } from "./http/router.ts";
import { type OrchestratorObject, orchestratorClass } from "./orchestrator/object.ts";
import { type ConsumerDeps, consumeDeadLetters, consumeJobs } from "./queue/consumer.ts";
import { checkHealth, createServices } from "./services.ts";

/** A Worker's event handlers and the Durable Object class that wrangler.toml names. */
export interface Taipy {
  readonly worker: Required<Pick<ExportedHandler<Env>, "fetch" | "queue" | "scheduled">>;
  readonly Orchestrator: new (ctx: DurableObjectState, env: Env) => OrchestratorObject;
}

/** The dead-letter queue of wrangler.toml ends like this. */
const DEAD = "-dead";

/** Builds the Worker of an application: `export const { worker, Orchestrator } = createTaipy(app); export default worker`. */
export function createTaipy(app: App): Taipy {
  const parts = onceAnEnvironment((env: Env) => {
    const services = createServices(app, env);
    const http = createHttpHandler({ services, content: services.content, health: () => checkHealth(env) });
    return { services, http };
  });
  return {
    worker: {
      fetch: (request, env) => parts(env).http(request),
      async queue(batch, env, ctx) {
        const { services } = parts(env);
        const deps: ConsumerDeps = {
          ...services.worker,
          orchestrators: services.orchestrators,
          clock: services.clock,
          waitUntil: (work) => ctx.waitUntil(work),
          batchPatienceMs: app.job.leaseMs,
        };
        if (batch.queue.endsWith(DEAD)) await consumeDeadLetters(deps, batch);
        else await consumeJobs(deps, batch);
      },
      scheduled: (_, env) => parts(env).services.sweep(),
    },
    Orchestrator: orchestratorClass(app),
  };
}

/** An isolate serves one environment for all its life, so what is made of it is kept. */
function onceAnEnvironment<T>(create: (env: Env) => T): (env: Env) => T {
  const made = new WeakMap<Env, T>();
  return (env) => {
    const found = made.get(env);
    if (found !== undefined) return found;
    const created = create(env);
    made.set(env, created);
    return created;
  };
}
