import { describe, expect, it } from "vitest";
import { unwrap } from "../../src/core/errors.ts";
import { MICROSECONDS_PER_SECOND } from "../../src/core/time.ts";
import { dataNode, payload, task, written } from "./world/factories.ts";
import { World } from "./world/world.ts";

const ANN = { actor: "user:ann", is_admin: false };
const BOB = { actor: "api_key:bob", is_admin: false };
const MINUTE = 60 * MICROSECONDS_PER_SECOND;

function worldWith(...nodes: Parameters<World["have"]>): World {
  const world = new World();
  world.have(...nodes);
  return world;
}

describe("the caller of a change", () => {
  it("is kept with the edit, in the object's answer and in D1, beside the name that the caller gave", async () => {
    const world = worldWith(written("a"));
    const command = {
      data_node: world.node("a"),
      payload: payload("new"),
      editor_id: "ceo@example.com",
      comment: null,
    };
    const { value } = unwrap(await world.orchestrator.writeDataNode({ ...command, caller: BOB }));
    expect(value).toMatchObject({ editor_id: "ceo@example.com", actor: "api_key:bob" });
    expect(world.database.edits.get("a#2")).toEqual(value);
  });

  it("is kept with the edits of the jobs that it has submitted", async () => {
    const world = worldWith(written("a"), dataNode("b"));
    const run = await world.submit([task("one", ["a"], ["b"])], { actor: ANN.actor });
    const order = await world.orchestrator.claim(run.jobId("one"));
    if (order === null) throw new Error("The job can be claimed");
    await world.complete(order);
    await world.platform.settle();
    expect(world.database.edits.get("b#1")).toMatchObject({ job_id: order.job_id, editor_id: null, actor: "user:ann" });
  });

  it("is null for a Worker of an earlier release, which does not say it", async () => {
    const world = worldWith(written("a"));
    expect(unwrap(await world.write("a", "alice")).value).toMatchObject({ editor_id: "alice", actor: null });
  });
});

describe("a reservation", () => {
  it("is refused to another caller with its editor's name, in D1 as well, until its caller ends it", async () => {
    const world = worldWith(written("a"));
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "ann", MINUTE, "mine", ANN));
    expect(world.database.dataNodes.get("a")).toMatchObject({ editor_id: "ann", editor_actor: "user:ann" });
    const write = { data_node: world.node("a"), payload: payload("new"), editor_id: "ann", comment: null };
    const refused = {
      ok: false,
      error: { code: "edit_locked", message: expect.stringContaining("user:ann has reserved") },
    };
    expect(await world.orchestrator.writeDataNode({ ...write, caller: BOB })).toMatchObject(refused);
    expect(await world.orchestrator.unlockDataNode(world.node("a"), null, BOB)).toMatchObject(refused);
    expect(await world.orchestrator.lockDataNode(world.node("a"), "ann", MINUTE, null, BOB)).toMatchObject(refused);
    unwrap(await world.orchestrator.unlockDataNode(world.node("a"), null, ANN));
    expect(world.database.dataNodes.get("a")).toMatchObject({ editor_id: null, editor_actor: null });
    unwrap(await world.orchestrator.writeDataNode({ ...write, caller: BOB }));
  });

  it("of another caller is ended by an administrator", async () => {
    const world = worldWith(written("a"));
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "ann", MINUTE, null, ANN));
    const admin = { actor: "admin_key:ADMIN_KEY", is_admin: true };
    unwrap(await world.orchestrator.unlockDataNode(world.node("a"), null, admin));
    expect(world.node("a")).toMatchObject({ editor_id: null, edit_in_progress: false });
  });
});
