import type { TaskContext } from "../../src/taipy-edge.ts";
import { pause } from "./call.ts";
import type { Scope } from "./scope.ts";
import type { World } from "./world.ts";

/** A value that names itself and the values that it was made from. */
export interface Value {
  readonly tag: string;
  readonly from: readonly string[];
}

/** Does what a user's function might do before it returns. Answers whether all outputs will be fit to be stored. */
export type Behave = (context: TaskContext) => Promise<"whole" | "partial">;

export function behaviourIn(world: World, scope: Scope): Behave {
  const { random } = world;
  return async ({ signal, jobId, attempt }) => {
    world.begun.add(jobId, attempt);
    const end = beginTry(world, scope, `${jobId}/${attempt}`);
    signal.addEventListener("abort", end);
    try {
      return await behave({ signal, jobId });
    } finally {
      end();
    }
  };

  async function behave({ signal, jobId }: Pick<TaskContext, "signal" | "jobId">): Promise<"whole" | "partial"> {
    const { throws, sleeps, longestSleepMs, ignoresAbort, partial, blocks, longestBlockMs } = world.faults.tasks;
    const isKiller = jobId.startsWith(`JOB_${world.faults.tasks.killer}_`);
    if (random.chance(blocks)) {
      scope.block(world.nowMs + random.between(1, longestBlockMs));
      await pause(world, scope, 0);
    }
    if (random.chance(sleeps)) {
      const ms = random.between(1, longestSleepMs);
      const heeds = !random.chance(ignoresAbort);
      await pause(world, scope, ms, heeds ? (signal as AbortSignal) : undefined);
      if (heeds) signal.throwIfAborted();
    }
    if (isKiller) return endIsolate(world, scope);
    if (random.chance(throws)) throw new Error("The function has thrown");
    return random.chance(partial) ? "partial" : "whole";
  }
}

/** Notes which tries run beside each other. @returns ends the try */
function beginTry({ company, over }: World, scope: Scope, attempt: string): () => void {
  const { isolate } = scope;
  if (isolate === null) return () => undefined;
  const others = isolate.begin(attempt).filter((other) => !over.has(other));
  for (const one of others.length > 0 ? [attempt, ...others] : []) company.add(one);
  const end = () => isolate.end(attempt);
  scope.onEnd(end);
  return end;
}

/** The process ends, and with it all that runs in its isolate. The function never returns. */
function endIsolate(world: World, scope: Scope): Promise<never> {
  world.note(`${scope.name} is killed by its task`);
  if (scope.isolate === null) scope.end();
  else scope.isolate.die();
  return new Promise(() => {});
}

/** What every task function of the simulation computes. */
export async function compute(context: TaskContext, ...inputs: Value[]): Promise<Value> {
  await behave(context);
  return made(context, inputs, 0);
}

/** The same for two outputs; the second may be one that cannot be stored. */
export async function computeTwo(context: TaskContext, ...inputs: Value[]): Promise<[Value, Value]> {
  const outcome = await behave(context);
  const second = outcome === "whole" ? made(context, inputs, 1) : ((() => {}) as unknown as Value);
  return [made(context, inputs, 0), second];
}

const behave = (context: TaskContext) => (context.env.behave as Behave)(context);

const made = ({ jobId, attempt }: TaskContext, inputs: readonly Value[], output: number): Value => ({
  tag: `${jobId}/${attempt}/${output}`,
  from: inputs.map((input) => input.tag),
});
