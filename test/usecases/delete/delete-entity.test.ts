import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { createWorld, domainOfScenario, emptyDatabase, refusal, rowCounts } from "../../d1/world.ts";

const [a, b] = [node("a"), node("b", { scope: "CYCLE" })];
const app = appOf({
  scenarios: [
    scenario("s", [task("t", [a], [b])], { frequency: "MONTHLY", sequences: { one: [task("t", [a], [b])] } }),
  ],
});

beforeEach(emptyDatabase);

describe("deleting a scenario", () => {
  it("is refused while it is primary and its cycle has others", async () => {
    const world = createWorld(app);
    const [first, second] = [await world.scenario("s"), await world.scenario("s")];
    expect(await refusal(world.entityWriter.deleteEntity("scenario", first.id))).toEqual({
      code: "primary_scenario",
      message: `Scenario ${first.id}, which has config id s, is primary and there are other scenarios in the same cycle. `,
    });
    expect(await rowCounts()).toMatchObject({ scenarios: 2, cycles: 1, sequences: 2 });
    await world.entityWriter.deleteEntity("scenario", second.id);
    await world.entityWriter.deleteEntity("scenario", first.id);
    expect(await rowCounts()).toMatchObject({ scenarios: 0, cycles: 0, sequences: 0 });
  });

  it("leaves its tasks and data nodes, with their parents", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("s");
    await world.entityWriter.deleteEntity("scenario", id);
    expect(await world.get("scenario", id)).toBeNull();
    expect(await world.get("sequence", `SEQUENCE_one_${id}`)).toBeNull();
    expect((await world.get("task", tasks[0])).parent_ids.sort()).toEqual([id, `SEQUENCE_one_${id}`].sort());
    expect(await rowCounts()).toMatchObject({ tasks: 1, data_nodes: 2 });
  });

  it("is not blocked by a cycle that was deleted", async () => {
    const world = createWorld(app);
    const [first, second] = [await world.scenario("s"), await world.scenario("s")];
    await world.entityWriter.deleteEntity("cycle", first.cycle);
    expect(await world.get("scenario", first.id)).toMatchObject({ cycle: null, primary_scenario: true });
    expect(await world.scenario("s")).toMatchObject({ primary_scenario: true });
    await world.entityWriter.deleteEntity("scenario", first.id);
    expect(await world.get("scenario", second.id)).toMatchObject({ cycle: null });
    expect(await rowCounts()).toMatchObject({ scenarios: 2, cycles: 1 });
  });

  it("makes no other scenario the primary one", async () => {
    const world = createWorld(app);
    const first = await world.scenario("s");
    await world.entityWriter.deleteEntity("scenario", first.id);
    expect(await world.scenario("s")).toMatchObject({ primary_scenario: true });
    expect((await world.scenario("s")).primary_scenario).toBe(false);
  });
});

it("deleting a sequence removes it from its tasks' parents", async () => {
  const world = createWorld(app);
  const { id, tasks } = await world.scenario("s");
  await world.entityWriter.deleteEntity("sequence", `SEQUENCE_one_${id}`);
  expect(await world.get("sequence", `SEQUENCE_one_${id}`)).toBeNull();
  expect((await world.get("task", tasks[0])).parent_ids).toEqual([id]);
  expect((await world.get("scenario", id)).sequences).toBeNull();
});

it("deleting a task leaves every list readable", async () => {
  const world = createWorld(app);
  const { id, tasks } = await world.scenario("s");
  await world.entityWriter.deleteEntity("task", tasks[0]);
  expect(await world.get("task", tasks[0])).toBeNull();
  expect(await world.get("scenario", id)).toMatchObject({ tasks });
  expect(await world.list("sequence")).toHaveLength(1);
  expect((await world.only("data_node", "a")).parent_ids).toEqual(tasks);
});

it("the object of a scenario is called before the scenario or one of its tasks is deleted", async () => {
  const world = createWorld(appOf({ scenarios: [scenario("alone", [task("own", [a], [node("c")])])] }));
  const { id, tasks } = await world.scenario("alone");
  await world.entityWriter.deleteEntity("task", tasks[0]);
  expect(world.announcements).toEqual([domainOfScenario(id)]);
  world.announcements.push = () => {
    throw new Error("no answer");
  };
  await expect(world.entityWriter.deleteEntity("scenario", id)).rejects.toThrow("no answer");
  expect(await world.get("scenario", id)).toMatchObject({ id });
});

it.each([
  ["cycle", "Cycle: nope does not exist."],
  ["scenario", "Scenario: nope does not exist."],
  ["sequence", "Sequence: nope does not exist."],
  ["task", "Task: nope does not exist."],
] as const)("deleting an unknown %s is refused", async (kind, message) => {
  const { entityWriter } = createWorld(app);
  const expected = { code: `${kind}_not_found`, message };
  expect(await refusal(entityWriter.deleteEntity(kind, "nope"))).toEqual(expected);
  expect(await refusal(entityWriter.deleteCascade(kind, "nope", false))).toEqual(expected);
});
