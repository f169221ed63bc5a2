import { beforeEach, expect, it } from "vitest";
import { STALE } from "../../../src/core/planning/plan-and-write.ts";
import { createCreationStore } from "../../../src/d1/write/creation-store.ts";
import { admitting } from "../../usecases/admitting.ts";
import { appOf, node } from "../app.ts";
import { drain, file } from "../rows.ts";
import { db, emptyDatabase } from "../world.ts";

const app = appOf({ dataNodes: [node("n", { properties: { path: "a.csv" } })] });

const unused = () => Promise.reject(new Error("No new scenario, and nothing is read"));

beforeEach(emptyDatabase);

/** Writes what was planned while the file at the path was stored, and whatever else D1 holds. */
async function write() {
  const plan = {
    cycles: [],
    scenarios: [],
    sequences: [],
    tasks: [],
    rewired_tasks: [],
    data_nodes: [],
    parents: [],
    default_data: [],
    missing_files: [],
    reused_tasks: [],
    reused_data_nodes: [],
  };
  const values = { edits: [], default_files: [], app_files: [] };
  const existing = { cycle: null, cycle_has_scenarios: false, data_nodes: [], tasks: [], paths: ["a.csv"] };
  return createCreationStore(db, unused).write(await admitting(app)(), { plan, values, existing, period: null });
}

it("a creation that found a file at its path is planned again when the sweep has removed the file meanwhile", async () => {
  expect(await write()).toBe(STALE);
  await drain({ files: [file({ path: "a.csv" })] });
  expect(await write()).toBeNull();
});
