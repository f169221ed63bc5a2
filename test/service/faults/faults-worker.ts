import type { Env } from "../../../src/env.ts";
import { dataNode, defineApp, Frequency, Scope, scenario, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";
import { Faults, faultyEnv, type Plan } from "./faulty-bindings.ts";

/** Too large for a row. */
const LARGE = "x".repeat(20_000);

const text = valueType<string>();
const source = dataNode.json("source", { type: text, defaultData: "a" });
const result = dataNode.json("result", { type: text });
const last = dataNode.json("last", { type: text });
const document = dataNode.json("document");
const late = dataNode.json("late", { type: text });
const waited = dataNode.json("waited", { type: text });
const book = dataNode.excel("book");
const table = dataNode.csv("table", { defaultPath: "table.csv" });

const enlarge = (value: string): string => value + LARGE;
const shorten = (value: string): string => value.slice(0, 1);

const steps = [
  task("enlarge", { function: enlarge, inputs: [source], outputs: [result] }),
  task("shorten", { function: shorten, inputs: [result], outputs: [last] }),
];

const app = defineApp({
  scenarios: [
    scenario("work", { tasks: steps, additionalDataNodes: [document, book], sequences: { both: steps } }),
    scenario("seeded", {
      tasks: [],
      additionalDataNodes: [dataNode.json("prepared", { type: text, defaultData: LARGE })],
    }),
    scenario("blocked", { tasks: [task("wait", { function: shorten, inputs: [late], outputs: [waited] })] }),
    scenario("filed", { tasks: [], additionalDataNodes: [table] }),
    scenario("dated", {
      tasks: [],
      additionalDataNodes: [dataNode.json("monthly", { scope: Scope.CYCLE, defaultData: 1 })],
      frequency: Frequency.MONTHLY,
    }),
  ],
  job: { mode: "standalone", lease: "10s" },
  files: { "table.csv": `a,b\n${"1,2\n".repeat(5_000)}` },
});

const faults = new Faults();
const envs = new WeakMap<Env, Env>();

function failing(env: Env): Env {
  const known = envs.get(env) ?? faultyEnv(env, faults);
  envs.set(env, known);
  return known;
}

const { worker, Orchestrator: Own } = createTaipy(app);

export class Orchestrator extends (Own as unknown as new (
  ctx: DurableObjectState,
  env: Env,
) => Rpc.DurableObjectBranded) {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, failing(env));
    this.#ctx = ctx;
  }

  /** As the platform does with an alarm that has failed too often. @returns whether there was one */
  async loseAlarm(): Promise<boolean> {
    const had = (await this.#ctx.storage.getAlarm()) !== null;
    await this.#ctx.storage.deleteAlarm();
    return had;
  }
}

/** `PATCH` says whether D1 is full. `PUT` plans a fault, `DELETE` ends it and says how often it came true; `POST ?domain=` has an object lose its alarm. */
async function control(request: Request, env: Env): Promise<Response> {
  if (request.method === "PATCH") faults.isFull = (await request.json()) as boolean;
  if (request.method === "PUT") faults.set((await request.json()) as Plan);
  if (request.method === "POST") {
    const domain = new URL(request.url).searchParams.get("domain") ?? "";
    const object = env.ORCHESTRATOR.get(env.ORCHESTRATOR.idFromName(domain)) as unknown as Orchestrator;
    return Response.json({ had_alarm: await object.loseAlarm() });
  }
  const { fired } = faults;
  if (request.method === "DELETE") faults.set(null);
  return Response.json({ fired });
}

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/faults") return control(request, env);
    return worker.fetch(request, failing(env), ctx);
  },
  queue: (batch, env, ctx) => worker.queue(batch, failing(env), ctx),
  scheduled: (event, env, ctx) => worker.scheduled(event, failing(env), ctx),
} satisfies ExportedHandler<Env>;
