import type { Garbage } from "../../core/ports/garbage.ts";
import type { Orchestrator } from "../../core/ports/orchestrator.ts";
import type { RepairStore } from "../../core/ports/repair/repair-store.ts";
import type { ValueLists } from "../../core/ports/repair/value-lists.ts";
import type { Clock, Log } from "../../core/ports/runtime.ts";

/** What the check reads. */
export interface CheckDeps {
  readonly repairs: RepairStore;
  readonly valueLists: ValueLists;
  readonly orchestrators: (domain: string) => Pick<Orchestrator, "inspect" | "mend" | "forgetNodes">;
  readonly clock: Clock;
}

/** What the resync needs beyond that. */
export interface ResyncDeps extends CheckDeps, Garbage {
  readonly log: Log;
}
