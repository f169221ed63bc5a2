import type { Env } from "../../../src/env.ts";
import { COUNTING, COUNTS_PATH, noCounts } from "../figures/counts.ts";
import { countedD1, countedKv, countedNamespace, countedQueue, countedStorage } from "./counted-bindings.ts";

type Handlers = Required<Pick<ExportedHandler<Env>, "fetch" | "queue">>;
type ObjectClass = new (ctx: DurableObjectState, env: Env) => Rpc.DurableObjectBranded;

/** Locally a Worker and its objects are one isolate: one count for all of them. */
const counts = noCounts();
const countedEnvs = new WeakMap<Env, Env>();

const isCounting = (env: Env): boolean => COUNTING in env;

/** The original bindings, unless the Worker was started to count, so that counting does not slow down a timed run. */
function bindingsOf(env: Env): Env {
  if (!isCounting(env)) return env;
  const known = countedEnvs.get(env);
  if (known !== undefined) return known;
  const counted: Env = {
    ...env,
    DB: countedD1(env.DB, counts),
    PAYLOADS: countedKv(env.PAYLOADS, counts),
    JOBS: countedQueue(env.JOBS, counts),
    ORCHESTRATOR: countedNamespace(env.ORCHESTRATOR, counts),
  };
  countedEnvs.set(env, counted);
  return counted;
}

export function countedWorker(worker: Handlers): Handlers {
  return {
    fetch(request, env, ctx) {
      if (isCounting(env) && new URL(request.url).pathname === COUNTS_PATH) {
        const answer = Response.json(counts);
        Object.assign(counts, noCounts());
        return answer;
      }
      return worker.fetch(request, bindingsOf(env), ctx);
    },
    queue(batch, env, ctx) {
      counts.queue_batches += 1;
      return worker.queue(batch, bindingsOf(env), ctx);
    },
  };
}

/** The object's class, whose calls and rows are counted when its Worker counts. */
export function countedObject<Class extends ObjectClass>(original: Class): Class {
  const Base = original as ObjectClass;
  const counted = class extends Base {
    constructor(ctx: DurableObjectState, env: Env) {
      if (isCounting(env)) Object.defineProperty(ctx, "storage", { value: countedStorage(ctx.storage, counts) });
      super(ctx, bindingsOf(env));
    }
  };
  return counted as unknown as Class;
}
