import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { createWorld, db, emptyDatabase, refusal, rowCounts } from "../../d1/world.ts";

const [a, b, c, d] = [node("a"), node("b"), node("c"), node("d")];
const app = appOf({
  scenarios: [scenario("s", [task("first", [a], [b]), task("second", [b], [c]), task("far", [], [d])])],
});

beforeEach(emptyDatabase);

async function start() {
  const world = createWorld(app);
  const { id, tasks } = await world.scenario("s");
  const create = (sequence_name: string, task_ids: readonly string[], scenario_id = id) =>
    world.entityWriter.createSequence({ scenario_id, sequence_name, task_ids });
  return { world, id, tasks, create };
}

describe("a new sequence", () => {
  it("keeps its tasks in the given order and becomes their parent", async () => {
    const { world, id, tasks, create } = await start();
    const made = JSON.parse(await create("two words", [tasks[1], tasks[0]]));
    expect(made).toEqual({
      id: `SEQUENCE_twoTPSPACEwords_${id}`,
      owner_id: id,
      parent_ids: [id],
      tasks: [tasks[1], tasks[0]],
      version: "latest",
      properties: { name: "two words" },
      subscribers: [],
    });
    expect(await world.get("sequence", made.id)).toEqual(made);
    expect(await world.get("sequence", `SEQUENCE_two words_${id}`)).toEqual(made);
    expect((await world.get("task", tasks[0])).parent_ids.sort()).toEqual([id, made.id].sort());
    expect((await world.get("scenario", id)).sequences).toEqual({
      "two words": { tasks: [tasks[1], tasks[0]], properties: {}, subscribers: [] },
    });
  });

  it.each(["_x_", "été", "with 3 words"])("may be called %s and is found again", async (name) => {
    const { world, create } = await start();
    const { id } = JSON.parse(await create(name, []));
    expect(await world.get("sequence", id)).toMatchObject({ properties: { name }, tasks: [] });
  });

  it("is created once when several callers create it at the same moment", async () => {
    const { create } = await start();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => create("mine", [])));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await rowCounts()).toMatchObject({ sequences: 1 });
  });
});

describe("a new sequence is refused, and nothing is stored,", () => {
  it("when its scenario does not exist", async () => {
    const { create } = await start();
    expect(await refusal(create("mine", [], "SCENARIO_x"))).toEqual({
      code: "scenario_not_found",
      message: "Scenario: SCENARIO_x does not exist.",
    });
  });

  it("when the scenario has one of that name, in either spelling", async () => {
    const { id, create } = await start();
    await create("two words", []);
    for (const name of ["two words", "twoTPSPACEwords"]) {
      expect(await refusal(create(name, []))).toEqual({
        code: "already_exists",
        message: `Sequence: ${name} already exists in scenario ${id}.`,
      });
    }
  });

  it("when it has tasks of another scenario", async () => {
    const { id, tasks, create } = await start();
    expect(await refusal(create("mine", ["TASK_x", tasks[0], "TASK_y"]))).toEqual({
      code: "invalid_sequence",
      message: `Tasks ['TASK_x', 'TASK_y'] of Sequence mine does not exist in Scenario ${id}.`,
    });
  });

  it("when the scenario's text would grow beyond what D1 carries, also by callers at the same moment", async () => {
    const { world, id, create } = await start();
    const text = JSON.stringify({ text: "é".repeat(450_000) });
    await create("large", []);
    await db.prepare("UPDATE sequences SET properties = ?").bind(text).run();
    const names = Array.from({ length: 250 }, (_, index) => `${index}`.padStart(500, "n"));
    const results = [];
    for (let at = 0; at < names.length; at += 50) {
      results.push(...(await Promise.allSettled(names.slice(at, at + 50).map((name) => create(name, [])))));
    }
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({
        code: "invalid_sequence",
        message: expect.stringContaining(`A scenario and its sequences take 1000000 bytes at most: Scenario ${id}`),
      });
    }
    const shown = new TextEncoder().encode(JSON.stringify(await world.get("scenario", id))).length;
    expect(shown).toBeGreaterThan(990_000);
    expect(shown).toBeLessThan(1_030_000);
    expect((await rowCounts()).sequences).toBe(1 + names.length - refused.length);
  });

  it("when its tasks are not connected", async () => {
    const { world, id, tasks, create } = await start();
    expect(await refusal(create("mine", [tasks[0], tasks[2]]))).toEqual({
      code: "invalid_sequence",
      message: `Sequence: SEQUENCE_mine_${id} is not a connected Directed Acyclic Graph.`,
    });
    expect((await world.get("task", tasks[0])).parent_ids).toEqual([id]);
    expect(await rowCounts()).toMatchObject({ sequences: 0 });
  });

  it.each([
    ["a/b", "'a/b' is not a valid identifier."],
    ["été☃", "'été☃' is not a valid identifier."],
    ["12", "'12' is not a valid identifier."],
    ["class", "'class' is not a valid identifier."],
    ["myTASK", "'myTASK' is not a valid identifier. 'TASK' is restricted."],
  ])("under the name %s", async (name, message) => {
    const { create } = await start();
    expect(await refusal(create(name, []))).toEqual({ code: "invalid_sequence", message });
  });
});
