import { beforeEach, describe, expect, it } from "vitest";
import { task } from "../world/factories.ts";
import { type Run, World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

let world: World;
let run: Run;

beforeEach(async () => {
  world = new World();
  run = await world.submit(CHAIN);
  await run.cancel("one");
  await run.cancel("two");
  world.database.down = "full";
});

describe("while D1 is full", () => {
  it("a purge has D1 remove the rows of jobs and submissions, so that their scenario can be deleted next", async () => {
    const entity = run.submission.entity_id;
    expect(await world.orchestrator.purge([], [entity], false)).toEqual({ ok: true, value: null });
    expect([...world.database.jobs.keys(), ...world.database.submissions.keys()]).toEqual([]);
  });

  it.each([
    ["job", () => world.orchestrator.deleteJob(run.jobId("one")), () => world.database.jobs.has(run.jobId("one"))],
    ["submission", () => world.orchestrator.deleteSubmission(run.id), () => world.database.submissions.has(run.id)],
    ["data node", () => world.orchestrator.deleteDataNode(world.node("c")), () => world.database.dataNodes.has("c")],
  ] as const)(
    "the deletion of a %s is answered as stored, because D1 has removed its row",
    async (_, remove, isThere) => {
      expect(isThere()).toBe(true);
      expect(await remove()).toMatchObject({ ok: true, value: { stored: true } });
      expect(isThere()).toBe(false);
    },
  );

  it("a write is accepted and D1 gets it when there is room; what was deleted meanwhile stays deleted", async () => {
    const written = await world.write("a");
    expect(written).toMatchObject({ ok: true, value: { stored: false } });
    await world.orchestrator.deleteJob(run.jobId("one"));
    world.database.down = null;
    await world.platform.advance(70_000);
    expect(world.node("a").edit_number).toBe(written.ok ? written.value.value.number : 0);
    expect(world.database.jobs.has(run.jobId("one"))).toBe(false);
  });

  it("a write alone has nothing removed", async () => {
    await world.write("a");
    expect(world.database.jobs.size).toBe(2);
  });
});

it("a deletion is not answered as stored when D1 does not answer at all", async () => {
  world.database.down = "before";
  expect(await world.orchestrator.deleteJob(run.jobId("one"))).toMatchObject({ ok: true, value: { stored: false } });
});

it("a deletion behind more changes than a full D1 is asked to remove is not answered as stored", async () => {
  const read = world.cache.outbox.read.bind(world.cache.outbox);
  const change = { sequence: 0, revision: 1, entries: [] };
  world.cache.outbox.read = (limit) => [...Array.from({ length: 5_000 }, () => change), ...read(limit)].slice(0, limit);
  expect(await world.orchestrator.deleteJob(run.jobId("one"))).toMatchObject({ ok: true, value: { stored: false } });
});
