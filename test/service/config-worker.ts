import { createTaipy } from "../../src/create-taipy.ts";
import { defineApp } from "../../src/taipy-edge.ts";
import toml from "./config.toml";

export function add(prices: readonly Record<string, number>[], quantity: number): number {
  return prices.reduce((sum, row) => sum + Number(Object.values(row)[0]), 0) * quantity;
}

const app = defineApp({
  toml,
  functions: { "shop.sums": { add } },
  files: { "prices.csv": "price\n2\n3\n" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
