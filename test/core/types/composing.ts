/**
 * What the compiler must accept and refuse of a Worker with parts of its own. `tsc -p test` checks this file: a missing expected
 * error is an error itself.
 */
import { expectTypeOf } from "vitest";
import { dataNode, defineApp, type TaskContext, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy, type TaipyEnv } from "../../../src/worker.ts";

// As `wrangler types` writes it.
declare global {
  namespace Cloudflare {
    interface Env {
      readonly COMPOSED_FOR: string;
    }
  }
}

const taipy = createTaipy(defineApp({}));

/** The service's bindings, written by hand or by `wrangler types`, and the Worker's own. */
interface OwnEnv extends TaipyEnv {
  readonly SHOP: KVNamespace;
}
interface GeneratedEnv {
  DB: D1Database;
  PAYLOADS: KVNamespace;
  LARGE_PAYLOADS: R2Bucket;
  JOBS: Queue;
  JOBS_ALONE: Queue;
  // biome-ignore lint/suspicious/noExplicitAny: `wrangler types` names the class of the main module, which is of any shape here.
  ORCHESTRATOR: DurableObjectNamespace<any>;
  REQUEST_LIMIT: RateLimit;
  ASSETS: Fetcher;
  ADMIN_KEY: string;
  SHOP: KVNamespace;
}

const ofEnv = <Env extends TaipyEnv>() =>
  ({
    fetch: (request, env, ctx) => taipy.worker.fetch(request, env, ctx),
    queue: (batch, env, ctx) => {
      if (taipy.handlesQueue(batch)) return taipy.worker.queue(batch, env, ctx);
    },
    scheduled: (controller, env, ctx) => taipy.worker.scheduled(controller, env, ctx),
  }) satisfies ExportedHandler<Env>;

ofEnv<OwnEnv>();
ofEnv<GeneratedEnv>();
// @ts-expect-error without the service's bindings
ofEnv<{ readonly SHOP: KVNamespace }>();
taipy.worker satisfies ExportedHandler<OwnEnv>;

// A task knows the types of what `wrangler types` has written, and nothing of the service's own bindings.
const price = dataNode.pickle("price", { type: valueType<number>() });
task("typed", {
  function: (amount, { env }) => {
    expectTypeOf(env.COMPOSED_FOR).toEqualTypeOf<string>();
    expectTypeOf(env.ANOTHER).toEqualTypeOf<unknown>();
    expectTypeOf(env.DB).toEqualTypeOf<unknown>();
    return amount;
  },
  inputs: [price],
});
const named = (amount: number, context: TaskContext): string => `${context.env.COMPOSED_FOR} ${amount}`;
task("named", { function: named, inputs: [price] });
// @ts-expect-error it is a text
const wrong = (context: TaskContext): number => context.env.COMPOSED_FOR;
task("wrong", { function: wrong });
