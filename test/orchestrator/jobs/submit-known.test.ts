import { describe, expect, it } from "vitest";
import { unwrap } from "../../../src/core/errors.ts";
import { DELETION_MS } from "../../../src/core/jobs/state/meta-draft.ts";
import { dataNode, task, written } from "../world/factories.ts";
import { Run, World } from "../world/world.ts";

const DOMAIN = "pool/weur/2";
const ID = "SCENARIO_s_1";
const own = { domain: DOMAIN, owner_id: ID };
const CHAIN = [task("one", ["a"], ["b"], own), task("two", ["b"], ["c"], own)];
const entity = { entity_id: ID, domain: DOMAIN };

/** A pooled object whose first write D1 has confirmed, and an isolate that has read a chain of two tasks when D1's counter was `as_of`. */
async function read({ as_of = 0 } = {}) {
  const world = new World({ domain: DOMAIN });
  world.have(written("a", own), dataNode("b", own), dataNode("c", own), dataNode("other", { domain: DOMAIN }));
  await world.write("other");
  const known = { ...world.command(CHAIN, { entity }), as_of };
  const again = async (more = {}) => {
    const outcome = await world.orchestrator.submitKnown({ ...known, ...more });
    return outcome === null ? null : new Run(world, unwrap(outcome).submission);
  };
  return { world, again };
}

describe("what an isolate has read some time ago", () => {
  it("is submitted without being read once more, also by an object that has never met the scenario", async () => {
    const { world, again } = await read();
    const run = await again();
    expect(run?.submission).toMatchObject({ entity_id: ID, entity_type: "SCENARIO", domain: DOMAIN });
    expect(run?.statuses).toEqual({ one: "PENDING", two: "BLOCKED" });
    expect(world.database.submissions.has(run?.id ?? "")).toBe(true);
  });

  it("runs on the values as the object has them", async () => {
    const { world, again } = await read();
    await world.write("a");
    const run = await again();
    expect((await run?.claim("one"))?.inputs.map(({ payload }) => payload?.body)).toEqual(["a by hand"]);
  });

  it.each([
    ["the scenario", ID],
    ["one of its tasks", "TASK_two"],
  ])("is refused once the deletion of %s was announced, and that of another one changes nothing", async (_, id) => {
    const { world, again } = await read();
    await world.orchestrator.announceDeletion(["SCENARIO_other", "TASK_other"]);
    expect(await again()).not.toBeNull();
    await world.orchestrator.announceDeletion([id]);
    expect(await again()).toBeNull();
    await world.platform.advance(DELETION_MS);
    expect(await again({ as_of: 100 })).toBeNull();
  });

  it("is refused when a Worker of release 0.1.0 announces a deletion and does not say of what", async () => {
    const { world, again } = await read();
    await world.orchestrator.announceDeletion();
    expect(await again()).toBeNull();
    await world.platform.advance(DELETION_MS);
    expect(await again()).toBeNull();
    expect(await again({ as_of: world.store.meta().revision })).not.toBeNull();
  });

  it("is refused when its jobs were purged, but not when that was refused", async () => {
    const { world, again } = await read();
    await again();
    expect(await world.orchestrator.purge([], [ID], false)).toMatchObject({ ok: false });
    expect(await again()).not.toBeNull();
    expect(await world.orchestrator.purge([], [ID], true)).toMatchObject({ ok: true });
    expect(await again()).toBeNull();
  });

  it("is refused when one of its data nodes was deleted", async () => {
    const { world, again } = await read();
    await world.orchestrator.deleteDataNode(world.node("b"));
    expect(await again()).toBeNull();
  });

  it("is refused by an object that was evicted while a deletion may have been under way, until that is over", async () => {
    const { world, again } = await read();
    await world.orchestrator.announceDeletion(["SCENARIO_other"]);
    world.evict();
    // Read after the announcement, and perhaps before the row was deleted.
    expect(await again({ as_of: world.store.meta().revision })).toBeNull();
    await world.platform.advance(DELETION_MS);
    expect(await again({ as_of: world.store.meta().revision - 1 })).toBeNull();
    expect(await again({ as_of: world.store.meta().revision })).not.toBeNull();
  });

  it("is refused by an object that was evicted after a deletion, when it was read before, and else not", async () => {
    const { world, again } = await read();
    await world.orchestrator.announceDeletion([ID]);
    await world.platform.advance(DELETION_MS);
    // Any transaction after that: the deletion is over.
    await world.write("a");
    const { deletions, revision } = world.store.meta();
    expect([deletions, revision]).toEqual([revision, revision]);
    world.evict();
    expect(await again({ as_of: deletions - 1 })).toBeNull();
    expect(await again({ as_of: deletions })).not.toBeNull();
  });

  it("is refused by an object that D1 has confirmed nothing to: it may have lost its state", async () => {
    const { world } = await read();
    const lost = new World({ domain: DOMAIN, platform: world.platform });
    const known = { ...lost.command(CHAIN, { entity }), as_of: 0 };
    expect(await lost.orchestrator.submitKnown(known)).toBeNull();
    expect((await lost.orchestrator.submit(known)).ok).toBe(true);
    expect(await lost.orchestrator.submitKnown(known)).not.toBeNull();
  });

  it("is refused by an object that has lost its state: D1's counter is ahead of it", async () => {
    const { again } = await read({ as_of: 12 });
    expect(await again()).toBeNull();
  });

  it("is not refused after so many deletions that the object does not keep the ids of all of them in mind", async () => {
    const { world, again } = await read();
    const ids = Array.from({ length: 10_001 }, (_, index) => `SCENARIO_${index}`);
    await world.orchestrator.announceDeletion(ids);
    expect(await again({ as_of: world.store.meta().revision })).toBeNull();
    await world.platform.advance(DELETION_MS);
    expect(await again({ as_of: world.store.meta().revision })).not.toBeNull();
  });
});

it("A Worker of release 0.1.0 is told to read a scenario from D1 each time", async () => {
  const { world, again } = await read();
  await again();
  expect(await world.orchestrator.resubmit()).toBeNull();
});

describe("what was read from D1 before a cascading deletion", () => {
  const bring = ({ world }: Awaited<ReturnType<typeof read>>, more = {}) =>
    world.orchestrator.submit({ ...world.command(CHAIN, { entity }), as_of: 0, ...more });

  it.each([
    ["the scenario", [], [ID]],
    ["one of its tasks", ["TASK_two"], []],
  ])("is refused after that of %s, for as long as a call may be on its way", async (_, tasks, entities) => {
    const reading = await read();
    await reading.world.orchestrator.purge(tasks, entities, true);
    const refusal = { ok: false, error: { code: "being_deleted" } };
    expect(await bring(reading)).toMatchObject(refusal);
    expect(await bring(reading, { as_of: 1_000 })).toMatchObject(refusal);
    await reading.world.platform.advance(DELETION_MS);
    expect(await bring(reading)).toMatchObject(refusal);
    expect(reading.world.database.submissions.size).toBe(0);
    // That deletion has failed: D1 still has it.
    expect(await bring(reading, { as_of: reading.world.store.meta().revision })).toMatchObject({ ok: true });
  });

  it("is taken after that of another scenario, and after that of a sequence, which may be made again", async () => {
    const reading = await read();
    await reading.world.orchestrator.purge(["TASK_other"], ["SCENARIO_other"], true);
    const sequence = `SEQUENCE_own_${ID}`;
    await reading.world.orchestrator.purge([], [sequence], true);
    const submitted = { ...entity, entity_id: sequence, entity_type: "SEQUENCE" as const };
    expect(await bring(reading)).toMatchObject({ ok: true });
    expect(await bring(reading, { entity: { ...reading.world.command(CHAIN).entity, ...submitted } })).toMatchObject({
      ok: true,
    });
  });

  it("is refused also when so many tasks go with it that the object does not keep the ids of all of them in mind", async () => {
    const reading = await read();
    const tasks = Array.from({ length: 10_001 }, (_, index) => `TASK_${index}`);
    await reading.world.orchestrator.purge(["TASK_one", "TASK_two"], [ID, ...tasks], true);
    expect(await bring(reading)).toMatchObject({ ok: false, error: { code: "being_deleted" } });
    const task = { ...entity, entity_id: "TASK_one", entity_type: "TASK" as const };
    expect(await bring(reading, { entity: { ...reading.world.command(CHAIN).entity, ...task } })).toMatchObject({
      ok: false,
      error: { code: "being_deleted" },
    });
  });

  it("is refused by the object's next life, too, which knows no ids, unless it was read since", async () => {
    const reading = await read();
    await reading.world.write("a");
    await reading.world.orchestrator.purge([], [ID], true);
    await reading.world.write("a");
    const { revision } = reading.world.store.meta();
    await reading.world.evict();
    expect(await bring(reading)).toMatchObject({ ok: false, error: { code: "being_deleted" } });
    expect(await bring(reading, { as_of: revision })).toMatchObject({ ok: true });
  });

  it("is taken from a Worker of release 0.1.0, which does not know this refusal", async () => {
    const reading = await read();
    await reading.world.orchestrator.purge([], [ID], true);
    expect(await bring(reading, { as_of: undefined })).toMatchObject({ ok: true });
  });
});
