import type { ScopeName } from "../../entities/data-node.ts";

/** How widely a data node is shared: one for each scenario, one for each cycle, or one for the application's version. */
export const Scope = Object.freeze({ SCENARIO: "SCENARIO", CYCLE: "CYCLE", GLOBAL: "GLOBAL" }) satisfies {
  readonly [Name in ScopeName]: Name;
};
export type Scope = ScopeName;
