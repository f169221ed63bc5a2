import {
  dataNode,
  defineApp,
  Frequency,
  Scope,
  scenario,
  type TaskContext,
  task,
  valueType,
} from "../../../src/taipy-edge.ts";
import { type CallOptions, createTaipy, type TaipyEnv, TaipyError } from "../../../src/worker.ts";

class Line {
  readonly amount: number;
  constructor(row: Readonly<Record<string, unknown>>) {
    this.amount = Number(row.amount);
  }
  get doubled(): number {
    return this.amount * 2;
  }
}

const number = valueType<number>();
const price = dataNode.pickle("price", { type: number, defaultData: 20 });
const rate = dataNode.pickle("rate", { type: number, defaultData: 2, scope: Scope.GLOBAL });
const total = dataNode.pickle("total", { type: number });
const lines = dataNode.csv("lines", { exposedType: Line });
const follow = dataNode.json("follow", { type: valueType<string>() });
const report = dataNode.json("report", { type: valueType<Readonly<Record<string, unknown>>>() });

const multiply = (amount: number, factor: number): number => amount * factor;
function difference(...totals: number[]): number {
  if (totals.includes(0)) throw new Error("the-comparators-own-error");
  return Math.max(...totals) - Math.min(...totals);
}

/** Uses the core inside a task, in all ways that a task may try. */
async function following(next: string, { core, jobId }: TaskContext): Promise<Readonly<Record<string, unknown>>> {
  const refused = async (work: Promise<unknown>) =>
    work.then(
      () => null,
      ({ code, message }: TaipyError) => ({ code, message }),
    );
  return {
    jobId,
    waited: await refused(core.submit(next, { wait: true })),
    elsewhere: await refused(taipy.core(environment()).submit(next, { wait: true })),
    submitted: (await core.submit(next)).entity_id,
    read: await core.read(next, "price"),
  };
}

const app = defineApp({
  scenarios: [
    scenario("order", {
      tasks: [task("multiply", { function: multiply, inputs: [price, rate], outputs: [total] })],
      additionalDataNodes: [lines],
      frequency: Frequency.MONTHLY,
      comparators: { total: difference },
    }),
    scenario("following", { tasks: [task("follow_up", { function: following, inputs: [follow], outputs: [report] })] }),
    scenario("loose", { tasks: [] }),
  ],
  dataNodes: [rate],
  job: { mode: "standalone" },
});

const taipy = createTaipy(app);
export const { Orchestrator, CoreEntrypoint: TaipyCore } = taipy;

let last: TaipyEnv | null = null;
const environment = (): TaipyEnv => {
  if (last === null) throw new Error("There was no request yet");
  return last;
};

interface Call {
  readonly verb: string;
  readonly args: readonly unknown[];
  readonly options?: CallOptions;
}

/** `POST /core` with a verb and its arguments; all else is the service's. */
export default {
  ...taipy.worker,
  async fetch(request, env, ctx) {
    last = env;
    if (new URL(request.url).pathname !== "/core") return taipy.worker.fetch(request, env, ctx);
    const { verb, args, options } = await request.json<Call>();
    try {
      const core = taipy.core(env, options) as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
      return Response.json({ value: (await core[verb]?.(...args)) ?? null });
    } catch (error) {
      if (!(error instanceof TaipyError)) throw error;
      return Response.json({ code: error.code, message: error.message, errors: error.errors }, { status: 400 });
    }
  },
} satisfies ExportedHandler<TaipyEnv>;
