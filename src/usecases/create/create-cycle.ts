import type { NewUuid } from "../../core/entities/ids.ts";
import { TaipyError } from "../../core/errors.ts";
import { type CycleDescription, describedCycle } from "../../core/planning/cycles/cycle-plan.ts";
import { STALE } from "../../core/planning/plan-and-write.ts";
import { refuseLarge } from "../../core/planning/scenario-description.ts";
import type { CreationStore } from "../../core/ports/creation-store.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";

interface Deps {
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly creations: Pick<CreationStore, "writeCycle">;
}

/**
 * A cycle as the caller describes it, even when there is another one of that period. It belongs to no version, so that no
 * configuration has to be admitted. @returns its JSON text
 */
export async function createCycle({ clock, newUuid, creations }: Deps, input: CycleDescription): Promise<string> {
  const now = formatTime(clock());
  const cycle = describedCycle(input, newUuid());
  refuseLarge(cycle.properties, "cycle");
  const json = await creations.writeCycle(cycle, now);
  if (json === STALE) throw new TaipyError("already_exists", `Cycle: ${cycle.id} already exists.`);
  return json;
}
