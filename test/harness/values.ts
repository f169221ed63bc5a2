import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import type { Memory } from "../../src/core/ports/memory.ts";
import type { DataNodeValues } from "../../src/core/ports/values.ts";
import { Budget } from "../../src/core/values/budget.ts";

/** Memory without a line to wait in. */
export const ownMemory: Memory = {
  use: async (_bytes, work) => work(new Budget()),
};

/** Reads each value by itself. */
export const readingEach =
  (read: (dataNode: DataNodeSnapshot) => Promise<unknown>): DataNodeValues["read"] =>
  async (dataNodes, use) => {
    const values = await Promise.all(dataNodes.map(read));
    return use(values);
  };

export const readOne = (values: Pick<DataNodeValues, "read">, dataNode: DataNodeSnapshot): Promise<unknown> =>
  values.read([dataNode], ([value]) => value);
