import { defineApp, type TaskContext } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";
import toml from "./config.toml";

export function add(prices: readonly Record<string, number>[], quantity: number): number {
  return prices.reduce((sum, row) => sum + Number(Object.values(row)[0]), 0) * quantity;
}

/** Runs until it is told to stop: what it waits for does not answer. */
export async function linger(_quantity: number, { signal, env }: TaskContext): Promise<void> {
  const waiting = new AbortController();
  signal.addEventListener("abort", () => waiting.abort());
  await fetch(String(env.BEACON), { signal: waiting.signal });
}

const app = defineApp({
  toml,
  functions: { "shop.sums": { add, linger } },
  files: { "prices.csv": "price\n2\n3\n" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
