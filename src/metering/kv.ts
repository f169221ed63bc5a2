import { DEADLINES } from "../core/deadlines.ts";
import { bounded } from "./bounded.ts";
import { currentMeter, type Meter, timed } from "./meter.ts";

type Call = (...given: unknown[]) => Promise<unknown>;
type Kind = Exclude<keyof Meter["kv"], "ms">;

/** A KV namespace whose operations have a deadline, and are counted as they are billed. A stream has it until it begins. */
export function meteredKv(kv: KVNamespace): KVNamespace {
  return {
    // Many keys in one call are read one by one, for the bill.
    get: counted("reads", kv.get.bind(kv) as Call, ([keys]) => (Array.isArray(keys) ? keys.length : 1)),
    getWithMetadata: counted("reads", kv.getWithMetadata.bind(kv) as Call, ([keys]) =>
      Array.isArray(keys) ? keys.length : 1,
    ),
    put: counted("writes", kv.put.bind(kv) as Call),
    delete: counted("deletes", kv.delete.bind(kv) as Call),
    // A list costs what a write costs.
    list: counted("writes", kv.list.bind(kv) as Call),
  } as unknown as KVNamespace;
}

function counted(kind: Kind, call: Call, operations: (given: readonly unknown[]) => number = () => 1): Call {
  const deadline = kind === "reads" ? DEADLINES.kvRead : DEADLINES.kvWrite;
  return (...given) => {
    const meter = currentMeter();
    const answer = bounded(deadline, call(...given));
    if (meter === undefined) return answer;
    meter.kv[kind] += operations(given);
    return timed(meter.kv, answer);
  };
}
