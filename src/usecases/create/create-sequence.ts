import { notFound } from "../../core/missing.ts";
import { planAndWrite } from "../../core/planning/plan-and-write.ts";
import { describedSequence, MAX_SCENARIO_BYTES, type SequenceDescription } from "../../core/planning/sequence-plan.ts";
import type { CreationStore } from "../../core/ports/creation-store.ts";
import { formatTime } from "../../core/time.ts";
import type { CreationDeps } from "./create-from-plan.ts";

interface Deps extends Pick<CreationDeps, "admit" | "clock"> {
  readonly creations: Pick<CreationStore, "readScenario" | "writeSequence">;
}

/** A named part of a scenario. @returns its JSON text */
export async function createSequence({ admit, clock, creations }: Deps, input: SequenceDescription): Promise<string> {
  const admitted = await admit();
  const now = formatTime(clock());
  return planAndWrite(async () => {
    const parts = await creations.readScenario(input.scenario_id);
    if (parts === null) throw notFound("scenario", input.scenario_id);
    return creations.writeSequence(admitted, describedSequence(parts, input), MAX_SCENARIO_BYTES, now);
  });
}
