import { describe, expect, it } from "vitest";
import { unwrap } from "../../../src/core/errors.ts";
import { dataNode, task } from "../world/factories.ts";
import { LEASE_MS, type Run, World } from "../world/world.ts";

const DOMAIN = "pool/weur/0";
const MINUTE = 60_000_000;

/** A scenario with a chain of two jobs, whose nodes and tasks are all its own. */
const chain = (name: string) =>
  [
    task(`${name}_first`, [`${name}_in`], [`${name}_middle`], { domain: DOMAIN, owner_id: `SCENARIO_${name}` }),
    task(`${name}_second`, [`${name}_middle`], [`${name}_out`], { domain: DOMAIN, owner_id: `SCENARIO_${name}` }),
  ] as const;

const submit = (world: World, name: string): Promise<Run> =>
  world.submit(chain(name), { entity: { entity_id: `SCENARIO_${name}` } });

/** Runs both jobs, each as soon as a worker was woken for it. */
async function runToItsEnd(world: World, name: string): Promise<void> {
  const run = await submit(world, name);
  await run.run(`${name}_first`);
  await run.run(`${name}_second`);
  expect(run.submission.submission_status).toBe("COMPLETED");
}

describe("a scenario in a pooled object", () => {
  it("runs to its end while a job of another scenario there is still running", async () => {
    const world = new World({ domain: DOMAIN });
    const slow = await submit(world, "slow");
    const order = await slow.claim("slow_first");
    await runToItsEnd(world, "quick");
    expect(slow.statuses).toEqual({ slow_first: "RUNNING", slow_second: "BLOCKED" });
    await world.complete(order);
    await slow.run("slow_second");
    expect(slow.submission.submission_status).toBe("COMPLETED");
  });

  it("runs to its end while the worker of another scenario there sends no more heartbeats, again and again", async () => {
    const world = new World({ domain: DOMAIN });
    const stuck = await submit(world, "stuck");
    for (const name of ["one", "two"]) {
      await stuck.claim("stuck_first");
      await runToItsEnd(world, name);
      await world.platform.advance(LEASE_MS + 1);
    }
    expect(stuck.statuses).toEqual({ stuck_first: "PENDING", stuck_second: "BLOCKED" });
  });

  it("runs to its end while an editor has reserved an output of another scenario there, which waits", async () => {
    const world = new World({ domain: DOMAIN });
    const [first, second] = chain("edited");
    world.command([first, second]);
    unwrap(await world.orchestrator.lockDataNode(world.node("edited_in"), "alice", MINUTE, null));
    const waiting = await submit(world, "edited");
    expect(waiting.statuses.edited_first).toBe("BLOCKED");
    await runToItsEnd(world, "free");
    expect(waiting.statuses.edited_first).toBe("BLOCKED");
    unwrap(await world.orchestrator.unlockDataNode(world.node("edited_in"), "alice"));
    await waiting.run("edited_first");
    await waiting.run("edited_second");
    expect(waiting.submission.submission_status).toBe("COMPLETED");
  });

  it("runs to its end while a scenario there waits for a value that no one writes", async () => {
    const world = new World({ domain: DOMAIN });
    world.have(dataNode("idle_in", { domain: DOMAIN }));
    const waiting = await submit(world, "idle");
    await runToItsEnd(world, "busy");
    expect(waiting.statuses).toEqual({ idle_first: "BLOCKED", idle_second: "BLOCKED" });
  });

  it("keeps its jobs when the jobs of another scenario there are purged, cancelled or deleted", async () => {
    const world = new World({ domain: DOMAIN });
    const kept = await submit(world, "kept");
    const purged = await submit(world, "purged");
    unwrap(await world.orchestrator.purge(["TASK_purged_first", "TASK_purged_second"], ["SCENARIO_purged"], true));
    expect(purged.statuses).toEqual({});
    const cancelled = await submit(world, "cancelled");
    await cancelled.cancel("cancelled_first");
    expect(kept.statuses).toEqual({ kept_first: "PENDING", kept_second: "BLOCKED" });
    await kept.run("kept_first");
    await kept.run("kept_second");
    expect(kept.submission.submission_status).toBe("COMPLETED");
  });
});
