import type { Env } from "../../../src/env.ts";
import { createTaipy } from "../../../src/worker.ts";
import { benchApp } from "../../bench/application/app.ts";

const POLL_MS = 10;

let isHeld = false;
let batches = 0;

/** D1 whose batches wait while a test holds them. */
const held = (db: D1Database): D1Database =>
  new Proxy(db, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      if (name !== "batch") return member.bind(target);
      return async (statements: D1PreparedStatement[]) => {
        batches += 1;
        while (isHeld) await scheduler.wait(POLL_MS);
        return target.batch(statements);
      };
    },
  });

const { worker, Orchestrator } = createTaipy(benchApp({}));
const envs = new WeakMap<Env, Env>();

function holding(env: Env): Env {
  const known = envs.get(env) ?? { ...env, DB: held(env.DB) };
  envs.set(env, known);
  return known;
}

export { Orchestrator };

/** `/hold` holds batches, `/open` lets them go on, `/state` tells how many there were. */
export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (!["/hold", "/open", "/state"].includes(pathname)) return worker.fetch(request, holding(env), ctx);
    if (pathname === "/hold") batches = 0;
    if (pathname !== "/state") isHeld = pathname === "/hold";
    return Response.json({ batches });
  },
  queue: (batch, env, ctx) => worker.queue(batch, holding(env), ctx),
} satisfies ExportedHandler<Env>;
