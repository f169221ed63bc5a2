import { KINDS, type Kind, USUAL_STORE } from "../fleet.ts";
import type { Round } from "../workloads/load.ts";
import { sizeName } from "../workloads/read-workloads.ts";
import type { Counts } from "./counts.ts";

/** One side of a workload. */
export interface Place {
  readonly workload: string;
  readonly side: string;
}

export type Bound = { readonly atLeast: number } | { readonly atMost: number };

/** A promise about the ratio of two figures of one run, or about one figure. */
export type Target = { readonly work: string } & Bound &
  (
    | {
        readonly figure: keyof Round;
        readonly measured: Place;
        /** Of several sides the best one is used. */
        readonly against: readonly Place[];
      }
    | { readonly rowsWrittenBy: Place; readonly entities: number }
    | { readonly ofChain: keyof Counts }
    | { readonly size: "bundleBytes" | "startCpuMs" }
  );

const kinds = Object.keys(KINDS) as Kind[];
const usual = `${sizeName(USUAL_STORE)} stored`;
const largest = `${sizeName(100_000)} stored`;

const get = kinds.map((kind): Target => {
  const workload = `get one ${kind}`;
  return {
    work: workload,
    figure: "requests_per_second",
    measured: { workload, side: usual },
    against: [{ workload, side: "floor: one D1 point read" }],
    atLeast: 0.85,
  };
});

const page = kinds.map((kind): Target => {
  const workload = `page of 100 ${kind}s`;
  return {
    work: workload,
    figure: "requests_per_second",
    measured: { workload, side: usual },
    against: ["floor: rows", "floor: one value"].map((side) => ({ workload, side })),
    atLeast: 0.8,
  };
});

const reads = kinds.flatMap((kind) => [`get one ${kind}`, `page of 20 ${kind}s`, `page of 100 ${kind}s`]);

const stored = [...reads, "read a small node"].map((workload): Target => {
  return {
    work: `${workload}: 100k against 1k stored`,
    figure: "p50_ms",
    measured: { workload, side: largest },
    against: [{ workload, side: usual }],
    atMost: 1.2,
  };
});

const creation = { workload: "create a scenario", side: "create" };

export const TARGETS: readonly Target[] = [
  ...get,
  ...page,
  {
    work: "create a scenario",
    figure: "requests_per_second",
    measured: creation,
    against: [{ workload: creation.workload, side: "floor: one D1 batch of the same rows" }],
    atLeast: 0.6,
  },
  // The scenario, 3 tasks and 5 data nodes.
  { work: "create a scenario: rows written for each entity", rowsWrittenBy: creation, entities: 9, atMost: 2.5 },
  {
    work: "write a small node",
    figure: "requests_per_second",
    measured: { workload: "write a small node", side: "write" },
    against: [{ workload: "write a small node", side: "floor: object write + one D1 batch" }],
    atLeast: 0.6,
  },
  {
    work: "chain of 3, 64 at once: CPU",
    figure: "cpu_ms_per_request",
    measured: { workload: "submit and wait, 64 at once", side: "chain of 3" },
    against: [{ workload: "submit and wait, 64 at once", side: "floor: queue round trip + one D1 batch" }],
    atMost: 2.5,
  },
  {
    work: "chain of 10 against chain of 1: wall time",
    figure: "p50_ms",
    measured: { workload: "submit and wait, 1 at once", side: "chain of 10" },
    against: [{ workload: "submit and wait, 1 at once", side: "chain of 1" }],
    atMost: 2,
  },
  { work: "chain of 3: rows written in objects", ofChain: "object_rows_written", atMost: 12 },
  { work: "chain of 3: D1 calls of create, submit and wait", ofChain: "d1_calls", atMost: 2 },
  ...stored,
  { work: "bundle, gzipped bytes", size: "bundleBytes", atMost: 1_000_000 },
  { work: "start of the isolate, CPU ms", size: "startCpuMs", atMost: 50 },
];
