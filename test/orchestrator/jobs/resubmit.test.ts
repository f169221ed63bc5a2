import { describe, expect, it } from "vitest";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import { unwrap } from "../../../src/core/errors.ts";
import { dataNode, task, written } from "../world/factories.ts";
import { Run, World } from "../world/world.ts";

const ID = "SCENARIO_s_1";
const own = { domain: ID, owner_id: ID };
const CHAIN = [task("one", ["a"], ["b"], own), task("two", ["b"], ["c"], own)];

/** The object of a scenario that alone owns a chain of two tasks, submitted once and run to its end. */
async function submitted({ a = written("a", own) as DataNodeSnapshot } = {}) {
  const world = new World({ domain: ID });
  world.have(a, dataNode("b", own), dataNode("c", own));
  const run = await world.submit(CHAIN, { entity: { entity_id: ID, domain: ID } });
  await run.run("one");
  await run.run("two");
  const again = async (options = { force: false }) => {
    const outcome = await world.orchestrator.resubmit(options);
    return outcome === null ? null : new Run(world, unwrap(outcome).submission);
  };
  return { world, run, again };
}

describe("a scenario that owns all that it uses", () => {
  it("is submitted again without being read", async () => {
    const { world, run, again } = await submitted();
    const next = await again();
    expect(next?.submission).toMatchObject({ entity_id: ID, entity_type: "SCENARIO", version: run.submission.version });
    expect(next?.statuses).toEqual({ one: "PENDING", two: "BLOCKED" });
    expect(world.database.submissions.has(next?.id ?? "")).toBe(true);
  });

  it("runs on the values as they are now", async () => {
    const { world, again } = await submitted();
    await world.write("a");
    const next = await again({ force: true });
    expect((await next?.claim("one"))?.inputs.map(({ payload }) => payload?.body)).toEqual(["a by hand"]);
  });

  it("is not remembered by an object that was evicted", async () => {
    const { world, again } = await submitted();
    world.evict();
    expect(await again()).toBeNull();
  });

  it("is not remembered once its deletion was announced, also when a submission has read it before", async () => {
    const { world, again } = await submitted();
    await world.orchestrator.announceDeletion();
    expect(await again()).toBeNull();
    await world.submit(CHAIN, { entity: { entity_id: ID, domain: ID } });
    expect(await again()).toBeNull();
    world.evict();
    await world.submit(CHAIN, { entity: { entity_id: ID, domain: ID } });
    expect(await again()).toBeNull();
  });

  it("is not remembered when its jobs were to be forgotten, but still is when that was refused", async () => {
    const { world, again } = await submitted();
    await again();
    expect(await world.orchestrator.purge([], [ID], false)).toMatchObject({ ok: false });
    expect(await again()).not.toBeNull();
    expect(await world.orchestrator.purge([], [ID], true)).toMatchObject({ ok: true });
    expect(await again()).toBeNull();
  });

  it("is read again when one of its data nodes was deleted", async () => {
    const { world, again } = await submitted();
    await world.orchestrator.deleteDataNode(world.node("b"));
    expect(await again()).toBeNull();
  });
});

describe("a scenario that other objects may change", () => {
  it.each([
    ["a data node that it does not own", written("a", { domain: "DATANODE_a", owner_id: null })],
    ["a data node of another owner in its domain", written("a", { ...own, owner_id: "CYCLE_1" })],
    ["a file at a configured path", written("a", { ...own, properties: { path: "shared.csv" } })],
  ])("is read each time: %s", async (_, a) => {
    expect(await (await submitted({ a })).again()).toBeNull();
  });

  it("is read each time when it belongs to a shared domain", async () => {
    const world = new World({ domain: "component:s" });
    const shared = { domain: "component:s", owner_id: ID };
    world.have(written("a", shared), dataNode("b", shared));
    await world.submit([task("one", ["a"], ["b"], shared)], { entity: { entity_id: ID, domain: "component:s" } });
    expect(await world.orchestrator.resubmit({ force: false })).toBeNull();
  });
});
