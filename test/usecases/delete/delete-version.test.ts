import { beforeEach, describe, expect, it } from "vitest";
import type { Orchestrator } from "../../../src/core/ports/orchestrator.ts";
import { createDeletionStore } from "../../../src/d1/delete/deletion-store.ts";
import { deleteVersion } from "../../../src/usecases/delete/delete-version.ts";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { drain, job, submission } from "../../d1/rows.ts";
import {
  createWorld,
  db,
  domainOfScenario,
  emptyDatabase,
  type PurgeCall,
  refusal,
  rowCounts,
} from "../../d1/world.ts";

const [price, total] = [node("price", { scope: "GLOBAL" }), node("total")];
const order = scenario("order", [task("add", [price], [total])], { frequency: "MONTHLY" });
const worldOf = (version: string) => createWorld(appOf({ scenarios: [order], version }));

function deleting(version: string, force = false) {
  const purges: PurgeCall[] = [];
  const calls: string[] = [];
  const orchestrators = (domain: string) =>
    ({
      purge: async (task_ids: readonly string[], entity_ids: readonly string[]) => {
        calls.push("purge");
        purges.push({ domain, task_ids, entity_ids, force });
        return { ok: true, value: null };
      },
    }) as unknown as Orchestrator;
  const admission = { forget: () => void calls.push("forget") };
  const done = deleteVersion(
    { admission, deletions: createDeletionStore(db, () => {}), orchestrators },
    version,
    force,
  );
  return { done, purges, calls };
}

beforeEach(emptyDatabase);

describe("the deletion of a version", () => {
  it("removes its entities and no others, and the oldest scenario that is left becomes the primary one", async () => {
    const [old, current] = [worldOf("1.0"), worldOf("2.0")];
    await old.scenario("order");
    const left = await current.scenario("order");
    expect(left.primary_scenario).toBe(false);
    await deleting("1.0").done;
    expect(await old.list("scenario")).toEqual([]);
    expect(await rowCounts()).toMatchObject({ cycles: 1, scenarios: 1, tasks: 1, data_nodes: 2 });
    expect(await current.get("scenario", left.id)).toMatchObject({ primary_scenario: true, cycle: left.cycle });
  });

  it("removes a cycle that only had scenarios of this version", async () => {
    await worldOf("1.0").scenario("order");
    await deleting("1.0").done;
    expect(Object.values(await rowCounts()).every((count) => count === 0)).toBe(true);
  });

  it("makes the objects forget its jobs and submissions, also those of entities that were deleted before", async () => {
    const { id, tasks } = await worldOf("1.0").scenario("order");
    await drain({
      jobs: [job({ id: "JOB_1", task_id: "TASK_gone", version: "1.0", domain: "domain-gone" })],
      submissions: [
        submission({ id: "SUBMISSION_1", entity_id: "SCENARIO_gone", version: "1.0", domain: "domain-gone" }),
      ],
    });
    const { done, purges } = deleting("1.0", true);
    await done;
    expect(purges).toContainEqual({
      domain: domainOfScenario(id),
      task_ids: tasks,
      entity_ids: [id, ...tasks],
      force: true,
    });
    expect(purges.at(-1)).toEqual({
      domain: "domain-gone",
      task_ids: ["TASK_gone"],
      entity_ids: ["SCENARIO_gone"],
      force: true,
    });
  });

  it("makes this isolate admit its configuration again before anything is deleted", async () => {
    await worldOf("1.0").scenario("order");
    const { done, calls } = deleting("1.0");
    await done;
    expect(calls.slice(0, 2)).toEqual(["forget", "purge"]);
  });

  it("is refused while a submission of the version is unfinished, before any object is called", async () => {
    await worldOf("1.0").scenario("order");
    await drain({ submissions: [submission({ id: "SUBMISSION_1", version: "1.0", job_ids: ["JOB_1"] })] });
    const before = await rowCounts();
    const { done, purges } = deleting("1.0");
    expect(await refusal(done)).toEqual({
      code: "jobs_unfinished",
      message: "Jobs of SUBMISSION_1 are not finished yet. Wait for them, or add force=true.",
    });
    expect(purges).toEqual([]);
    expect(await rowCounts()).toEqual(before);
  });

  it("is refused for a version without a row or an entity", async () => {
    await worldOf("1.0").scenario("order");
    expect(await refusal(deleting("3.0").done)).toEqual({
      code: "version_not_found",
      message: "Version '3.0' does not exist.",
    });
    expect(await rowCounts()).toMatchObject({ scenarios: 1 });
  });
});
