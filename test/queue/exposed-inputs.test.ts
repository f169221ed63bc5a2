import { expect, it } from "vitest";
import { dataNode } from "../../src/taipy-edge.ts";
import { createWorker, holding, order, runWith } from "./worker.ts";

class Sale {
  readonly amount: number;
  constructor({ amount }: { readonly amount: number }) {
    this.amount = amount;
  }
}

it("gives a function each input in the form that the input's configuration exposes", async () => {
  const rows = [{ amount: 1 }, { amount: 2 }];
  const inputs = holding(rows, rows, rows);
  const [first = "", second = "", third = ""] = inputs.map(({ config_id }) => config_id);
  const configs = [
    dataNode.csv(first, { exposedType: "columns" }),
    dataNode.csv(second, { exposedType: Sale }),
    dataNode.csv(third),
  ];
  const seen: unknown[][] = [];
  const worker = createWorker({ t: { function: (...args: unknown[]) => void seen.push(args), inputs: configs } });
  await runWith(worker, order({ inputs }));
  expect(seen[0]?.slice(0, 3)).toEqual([{ amount: [1, 2] }, [new Sale({ amount: 1 }), new Sale({ amount: 2 })], rows]);
});
