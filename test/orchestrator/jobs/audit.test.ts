import { describe, expect, it } from "vitest";
import type { AuditRow } from "../../../src/core/access/audited-call.ts";
import { type Outcome, unwrap } from "../../../src/core/errors.ts";
import type { Stored } from "../../../src/core/ports/orchestrator.ts";
import { payload, task, written } from "../world/factories.ts";
import { World } from "../world/world.ts";

const ROW: AuditRow = {
  id: "2026-11-23T06:00:00-uuid",
  at: "2026-11-23T06:00:00",
  last_at: null,
  request_id: "r",
  actor_kind: "api_key",
  actor_id: "key-1",
  actor_name: "ci",
  operation: "submitScenario",
  method: "POST",
  entity_id: "SCENARIO_s",
  address: null,
  status: 200,
  result: "ok",
  changes: null,
  count: 1,
};

const rowsOf = ({ database }: World) => database.batches.flatMap(({ audit }) => audit);

describe("the audit row of a submission", () => {
  it("goes to D1 with the submission, and the answer says so", async () => {
    const world = new World();
    const command = world.command([task("t", ["a"], ["b"])]);
    const { submission, audited } = unwrap(await world.orchestrator.submit({ ...command, audit: ROW }));
    expect(audited).toBe(true);
    const [batch] = world.database.batches;
    expect(batch?.submissions.map(({ id }) => id)).toEqual([submission.id]);
    expect(batch?.audit).toEqual([ROW]);
  });

  it("is sent again with the same id when D1 did not answer, also by the next life of the object", async () => {
    const world = new World();
    world.database.down = "after";
    const command = world.command([task("t", ["a"], ["b"])]);
    const submitted = world.orchestrator.submit({ ...command, audit: ROW });
    await world.platform.advance(30_000);
    expect(unwrap(await submitted)).toMatchObject({ stored: false, audited: true });
    world.evict();
    world.database.down = null;
    await world.orchestrator.resume([]);
    expect(rowsOf(world).length).toBeGreaterThan(1);
    expect(new Set(rowsOf(world).map(({ id }) => id))).toEqual(new Set([ROW.id]));
  });

  it("is not sent when the submission is refused, and no answer claims it", async () => {
    const world = new World();
    const command = world.command([task("t", ["a"], ["b"])]);
    const foreign = command.data_nodes.map((node) => ({ ...node, domain: "elsewhere" }));
    const outcome = await world.orchestrator.submit({ ...command, data_nodes: foreign, audit: ROW });
    expect(outcome).toMatchObject({ ok: false, error: { code: "configuration_changed" } });
    expect(rowsOf(world)).toEqual([]);
  });

  it("is one of as many as there are submissions in a batch, each with an id of its own", async () => {
    const world = new World();
    const release = world.database.hold();
    const all = ["r1", "r2", "r3"].map((id) => {
      const command = world.command([task(`t_${id}`, [], [`b_${id}`])]);
      return world.orchestrator.submit({ ...command, audit: { ...ROW, id } });
    });
    await world.platform.settle();
    release();
    await Promise.all(all);
    expect(
      rowsOf(world)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(["r1", "r2", "r3"]);
  });
});

describe("the audit row of a change of a data node", () => {
  const caller = { actor: "api_key:key-1", is_admin: false, audit: ROW };
  const MINUTE = 60_000_000;

  it.each<[string, (world: World) => Promise<Outcome<Stored<unknown>>>]>([
    ["written", (world) => world.orchestrator.writeDataNode(command(world))],
    ["reserved", (world) => world.orchestrator.lockDataNode(world.node("a"), "ann", MINUTE, null, caller)],
    ["released", (world) => world.orchestrator.unlockDataNode(world.node("a"), null, caller)],
  ])("goes to D1 with it when it is %s, and the answer says so", async (_, change) => {
    const world = new World();
    world.have(written("a"));
    expect(unwrap(await change(world))).toMatchObject({ stored: true, audited: true });
    const [batch] = world.database.batches;
    expect([batch?.dataNodes.map(({ id }) => id), batch?.audit]).toEqual([["a"], [ROW]]);
  });

  it("is not sent when the change is refused, and not claimed when none was given", async () => {
    const world = new World();
    world.have(written("a"));
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "bob", MINUTE, null));
    expect(await world.orchestrator.writeDataNode(command(world))).toMatchObject({ ok: false });
    expect(unwrap(await world.write("a", "bob"))).not.toHaveProperty("audited");
    expect(rowsOf(world)).toEqual([]);
  });

  const command = (world: World) => {
    return { data_node: world.node("a"), payload: payload("new"), editor_id: null, comment: null, caller };
  };
});
