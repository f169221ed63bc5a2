import { expect, it } from "vitest";
import { TaipyError } from "../../../src/core/errors.ts";
import { createEntityWriter, type EntityWriter, type EntityWriterDeps } from "../../../src/usecases/entity-writer.ts";
import { appOf, node, scenario, task } from "../../d1/app.ts";

/** Stores that fail a test as soon as a use case calls them: no database and no object is needed here. */
const untouched = new Proxy({} as Record<string, never>, {
  get(_, name) {
    throw new Error(`${String(name)} was called`);
  },
});

const [input, output] = [node("a"), node("b")];
const work = task("t", [input], [output]);

const writer: EntityWriter = createEntityWriter({
  ...({
    creations: untouched,
    deletions: untouched,
    orchestrators: untouched,
    encode: untouched,
    putFile: untouched,
    discard: untouched,
  } as unknown as EntityWriterDeps),
  app: appOf({ scenarios: [scenario("s", [work])] }),
  clock: () => 0,
  newUuid: () => "uuid",
  admit: () => Promise.reject(new TaipyError("configuration_changed", "Another configuration is kept.")),
});

it.each<[keyof EntityWriter, () => Promise<unknown>]>([
  ["createScenario", () => writer.createScenario("s", { region: "any" })],
  ["createSequence", () => writer.createSequence({ scenario_id: "SCENARIO_1", sequence_name: "q", task_ids: [] })],
  ["createTask", () => writer.createTask("t")],
  ["createDataNode", () => writer.createDataNode("a")],
  ["taskFor", () => writer.taskFor("t")],
])("%s reads and writes nothing when the configuration is not admitted", async (_, call) => {
  await expect(call()).rejects.toMatchObject({ code: "configuration_changed" });
});
