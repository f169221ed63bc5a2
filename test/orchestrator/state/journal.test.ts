import { expect, it } from "vitest";
import { task, written } from "../world/factories.ts";
import { World } from "../world/world.ts";

it("The journal leaves in time though D1 takes nothing, and D1 gets all of it afterwards", async () => {
  const world = new World({ limits: { rows: 2, characters: 1_000_000 } });
  world.have(written("a"));
  world.database.down = "before";
  for (let count = 0; count < 12; count += 1) {
    const answer = world.write("a");
    await world.platform.advance(15_000);
    await answer;
    expect(world.sql.all("SELECT 1 FROM journal").length).toBeLessThanOrEqual(5);
  }
  world.evict();
  world.database.down = null;
  await world.platform.advance(120_000);
  expect([...world.database.edits.keys()]).toHaveLength(12);
});

it("The journal leaves by whole transactions: a large one has several rows, and what it has deleted stays deleted", async () => {
  const world = new World({ limits: { rows: 3, characters: 1_000_000 } });
  const jobs: string[] = [];
  for (let count = 0; count < 40; count += 1) {
    const run = await world.submit([task("one", ["a"], ["b"]), task("two", ["b"], ["c"])]);
    jobs.push(...run.jobIds);
  }
  await world.orchestrator.purge([], ["SCENARIO_s"], true);
  for (let count = 0; count < 6; count += 1) {
    await world.write("a");
    for (const id of jobs) expect([id, world.store.job(id)]).toEqual([id, null]);
  }
});
