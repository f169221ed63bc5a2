import type { Env } from "../../../src/env.ts";
import { dataNode, defineApp, Scope, scenario, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";
import { countedObject, countedWorker } from "../../bench/application/counted-worker.ts";

const number = valueType<number>();
const start = dataNode.pickle("start", { type: number, defaultData: 1 });
const second = dataNode.pickle("second", { type: number });
const third = dataNode.pickle("third", { type: number });
/** Too large for a row. */
const long = dataNode.pickle("long", { type: valueType<string>() });
/** Written by a task, so that all scenarios with it have one orchestrator object. */
const shared = dataNode.pickle("shared", { type: number, scope: Scope.GLOBAL });

const LONG = 20_000;

function more(value: number): number {
  return value + 1;
}
function text(value: number): string {
  return String(value).repeat(LONG);
}

const app = defineApp({
  scenarios: [
    scenario("chain", {
      tasks: [
        task("one", { function: more, inputs: [start], outputs: [second] }),
        task("two", { function: more, inputs: [second], outputs: [third] }),
        task("three", { function: text, inputs: [third], outputs: [long] }),
      ],
    }),
    scenario("neighbours", { tasks: [task("share", { function: more, inputs: [start], outputs: [shared] })] }),
  ],
});

const AUDIT = "INSERT INTO audit";
const unaudited = new WeakMap<Env, Env>();

/** The audit trail belongs to requests and comes after their answers: without it all that is counted belongs to submissions. */
function withoutAudit(env: Env): Env {
  const known = unaudited.get(env);
  if (known !== undefined) return known;
  const { DB } = env;
  const prepare = (sql: string) => DB.prepare(sql.startsWith(AUDIT) ? "SELECT ?1 WHERE 0" : sql);
  const bindings: Env = { ...env, DB: { prepare, batch: DB.batch.bind(DB) } as unknown as D1Database };
  unaudited.set(env, bindings);
  return bindings;
}

const { worker, Orchestrator: Own } = createTaipy(app);

export const Orchestrator = countedObject(Own);
export default countedWorker({
  fetch: (request, env, ctx) => worker.fetch(request, withoutAudit(env), ctx),
  queue: (batch, env, ctx) => worker.queue(batch, withoutAudit(env), ctx),
});
