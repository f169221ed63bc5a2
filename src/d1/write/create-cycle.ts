import { cycleTable } from "../../core/entities/cycle.ts";
import { TaipyError } from "../../core/errors.ts";
import { describedCycle } from "../../core/planning/cycle-plan.ts";
import type { CycleInput } from "../../core/ports/entity-writer.ts";
import { entityJson, selectEntity } from "../read/entity-json.ts";
import { isConstraintViolation } from "./constraint.ts";
import type { CreationDeps } from "./deps.ts";
import { insertRows } from "./insert.ts";

/** A list reads hundreds of cycles at once, and a page of them must fit into the memory of a Worker. */
const MAX_PROPERTIES_CHARACTERS = 20_000;

/** A cycle as the caller describes it, even when there is another one of that period. */
export async function createCycle({ db, context }: CreationDeps, input: CycleInput): Promise<string> {
  const { newUuid, now } = context();
  const cycle = describedCycle(input, newUuid());
  if (JSON.stringify(cycle.properties).length > MAX_PROPERTIES_CHARACTERS) {
    throw new TaipyError(
      "body_too_large",
      `The properties of a cycle take ${MAX_PROPERTIES_CHARACTERS} characters at most.`,
    );
  }
  try {
    return entityJson(
      await db.batch([...insertRows(db, cycleTable, [cycle]), selectEntity(db, "cycle", cycle.id, now)]),
    );
  } catch (error) {
    if (!isConstraintViolation(error)) throw error;
    throw new TaipyError("already_exists", `Cycle: ${cycle.id} already exists.`);
  }
}
