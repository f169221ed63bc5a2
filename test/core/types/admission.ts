/**
 * What the compiler must refuse of code that creates or submits without admission of the configuration. `tsc -p test` checks
 * this file: an expected error that does not come is an error itself.
 */
import { type Admitted, judgeConfiguration } from "../../../src/core/planning/admission.ts";
import type { Creation } from "../../../src/core/planning/creation-plan.ts";
import type { CreationStore } from "../../../src/core/ports/creation-store.ts";
import type { EntityReader } from "../../../src/core/ports/entity-reader.ts";

declare const creations: CreationStore;
declare const entityReader: EntityReader;
declare const creation: Creation;
declare const core: Parameters<typeof judgeConfiguration>[0];

const { admitted } = judgeConfiguration(core, "{}", "{}");
creations.write(admitted, creation);
entityReader.submittable(admitted, "task", "TASK_t_1");

// @ts-expect-error a creation needs a token
creations.write(creation);
// @ts-expect-error a submission needs a token
entityReader.submittable("task", "TASK_t_1");
// @ts-expect-error an object of the same form is no token
creations.write({ version: "1.0" }, creation);
// @ts-expect-error a token cannot be made by hand
export const forged: Admitted = { version: "1.0" };
