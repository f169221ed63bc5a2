import { AsyncLocalStorage } from "node:async_hooks";

export interface RunningTask {
  readonly jobId: string;
}

/** The task whose function runs now. */
const running = new AsyncLocalStorage<RunningTask>();

/** Runs a task's function: all that it calls knows that a worker waits for it. */
export const insideTask = <T>(task: RunningTask, work: () => T): T => running.run(task, work);

/** Also for code that has got the core otherwise than by its task's context; undefined = no task runs. */
export const runningTask = (): RunningTask | undefined => running.getStore();
