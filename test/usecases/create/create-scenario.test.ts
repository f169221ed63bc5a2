import { beforeEach, describe, expect, it } from "vitest";
import { FREQUENCIES } from "../../../src/core/entities/cycle.ts";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { createWorld, db, emptyDatabase, refusal, rowCounts } from "../../d1/world.ts";

const history = node("history", { scope: "GLOBAL", defaultData: [1] });
const model = node("model", { scope: "CYCLE" });
const forecast = node("forecast");
const notes = node("notes");
const train = task("train", [history], [model], { skippable: true, properties: { team: "a" } });
const predict = task("predict", [model, history], [forecast]);
const monthly = scenario("monthly", [train, predict], {
  frequency: "MONTHLY",
  additionalDataNodes: [notes],
  sequences: { all: [train, predict], last: [predict] },
  properties: { flavour: "vanilla", name: "Monthly" },
});
const timeless = scenario("timeless", [train, predict]);
const app = appOf({ scenarios: [monthly, timeless] });

beforeEach(emptyDatabase);

describe("a new scenario", () => {
  it("answers with all its fields", async () => {
    const world = createWorld(app);
    const made = await world.scenario("monthly");
    const [trainTask, predictTask] = [await world.only("task", "train"), await world.only("task", "predict")];
    expect(made).toEqual({
      id: expect.stringMatching(/^SCENARIO_monthly_[0-9a-f-]{36}$/),
      config_id: "monthly",
      name: "Monthly",
      cycle: expect.stringMatching(/^CYCLE_November_2026_[0-9a-f-]{36}$/),
      creation_date: "2026-11-23T06:05:47.331953",
      primary_scenario: true,
      properties: { flavour: "vanilla", name: "Monthly" },
      sequences: {
        all: { tasks: [trainTask.id, predictTask.id], properties: {}, subscribers: [] },
        last: { tasks: [predictTask.id], properties: {}, subscribers: [] },
      },
      subscribers: [],
      tags: [],
      tasks: [trainTask.id, predictTask.id],
      additional_data_nodes: [(await world.only("data_node", "notes")).id],
      version: "latest",
    });
    expect(await world.get("scenario", made.id)).toEqual(made);
  });

  it("wires its tasks in the order of the configuration and names their users", async () => {
    const world = createWorld(app);
    const made = await world.scenario("monthly");
    const all = `SEQUENCE_all_${made.id}`;
    const last = `SEQUENCE_last_${made.id}`;
    const id = async (config: string) => (await world.only("data_node", config)).id;
    const trainTask = await world.only("task", "train");
    expect(trainTask).toMatchObject({
      owner_id: made.cycle,
      input_ids: [await id("history")],
      output_ids: [await id("model")],
      function_name: "work",
      skippable: true,
      properties: { team: "a" },
      version: "latest",
    });
    expect(trainTask.parent_ids.sort()).toEqual([made.id, all].sort());
    const predictTask = await world.only("task", "predict");
    expect(predictTask).toMatchObject({
      owner_id: made.id,
      input_ids: [await id("model"), await id("history")],
      output_ids: [await id("forecast")],
    });
    expect(predictTask.parent_ids.sort()).toEqual([made.id, all, last].sort());
    expect((await world.only("data_node", "notes")).parent_ids).toEqual([made.id]);
    expect((await world.only("data_node", "model")).parent_ids.sort()).toEqual([trainTask.id, predictTask.id].sort());
  });

  it("gives data nodes the owner of their scope", async () => {
    const world = createWorld(app);
    const made = await world.scenario("monthly");
    expect(await world.only("data_node", "history")).toMatchObject({ scope: "Scope.GLOBAL", owner_id: null });
    expect(await world.only("data_node", "model")).toMatchObject({ scope: "Scope.CYCLE", owner_id: made.cycle });
    expect(await world.only("data_node", "forecast")).toMatchObject({ scope: "Scope.SCENARIO", owner_id: made.id });
  });

  it("stores one domain on everything that one submission writes", async () => {
    const world = createWorld(app);
    const made = await world.scenario("monthly");
    const { entity, tasks, data_nodes } = await world.submittable("scenario", made.id);
    const written = new Set(tasks.flatMap((each) => each.output_ids));
    const domains = data_nodes.filter((each) => written.has(each.id)).map((each) => each.domain);
    expect(new Set([...domains, ...tasks.map((each) => each.domain)])).toEqual(new Set([entity.domain]));
  });

  it("is read and written in two batches, each row once", async () => {
    const world = createWorld(app);
    await world.scenario("monthly");
    expect(world.batches).toHaveLength(2);
    expect(await rowCounts()).toEqual({
      cycles: 1,
      scenarios: 1,
      sequences: 2,
      tasks: 2,
      data_nodes: 4,
      parents: 11,
      edits: 1,
      files: 0,
      jobs: 0,
      submissions: 0,
      nodes_of_deleted_tasks: 0,
    });
  });
});

describe("the entities that scenarios share", () => {
  it("are the cycle, its nodes and its tasks within one month, and only the first scenario is primary", async () => {
    const world = createWorld(app);
    const first = await world.scenario("monthly");
    world.time.now = "2026-11-30T23:59:59.999999";
    const second = await world.scenario("monthly");
    expect(second.cycle).toBe(first.cycle);
    expect([first.primary_scenario, second.primary_scenario]).toEqual([true, false]);
    expect(second.tasks[0]).toBe(first.tasks[0]);
    expect(second.tasks[1]).not.toBe(first.tasks[1]);
    const shared = await world.only("task", "train");
    expect(shared.parent_ids).toEqual(expect.arrayContaining([first.id, second.id, `SEQUENCE_all_${second.id}`]));
    expect(await world.only("data_node", "model")).toMatchObject({ owner_id: first.cycle });
    expect(await rowCounts()).toMatchObject({ cycles: 1, scenarios: 2, data_nodes: 6, tasks: 3 });
  });

  it("are new in the next cycle for the scope CYCLE, and never for GLOBAL", async () => {
    const world = createWorld(app);
    const november = await world.scenario("monthly");
    world.time.now = "2026-12-01T00:00:00";
    const december = await world.scenario("monthly");
    expect(december.cycle).not.toBe(november.cycle);
    expect(december.primary_scenario).toBe(true);
    expect((await world.list("data_node")).filter((each) => each.config_id === "model")).toHaveLength(2);
    expect(await world.only("data_node", "history")).toMatchObject({ owner_id: null });
  });

  it("are shared by all scenarios when there is no cycle", async () => {
    const world = createWorld(app);
    const [one, two] = [await world.scenario("timeless"), await world.scenario("timeless")];
    expect(one).toMatchObject({ cycle: null, primary_scenario: false, sequences: null });
    expect(await world.only("data_node", "model")).toMatchObject({ owner_id: null });
    expect(await world.only("task", "train")).toMatchObject({ owner_id: null, id: two.tasks[0] });
  });

  it("are not shared with another version", async () => {
    await createWorld(app).scenario("monthly");
    const other = createWorld(appOf({ scenarios: [monthly], version: "2.0" }));
    const made = await other.scenario("monthly");
    expect(made).toMatchObject({ version: "2.0", primary_scenario: false });
    expect(await other.list("scenario")).toHaveLength(1);
    expect(await other.only("data_node", "history")).toMatchObject({ version: "2.0" });
    expect(await rowCounts()).toMatchObject({ cycles: 1, data_nodes: 8 });
  });

  it("are made once when ten callers create at the same moment", async () => {
    const world = createWorld(app);
    const made = await Promise.all(Array.from({ length: 10 }, () => world.scenario("monthly")));
    expect(made.filter((each) => each.primary_scenario)).toHaveLength(1);
    expect(new Set(made.map((each) => each.cycle)).size).toBe(1);
    expect(await world.only("data_node", "history")).toMatchObject({ owner_id: null });
    expect(await world.only("task", "train")).toMatchObject({ owner_id: made[0].cycle });
    expect(await rowCounts()).toMatchObject({ cycles: 1, scenarios: 10, data_nodes: 22, tasks: 11, edits: 1 });
  });

  it("are one cycle with one primary scenario for ten callers that share nothing else", async () => {
    const world = createWorld(appOf({ scenarios: [scenario("daily", [], { frequency: "DAILY" })] }));
    const made = await Promise.all(Array.from({ length: 10 }, () => world.scenario("daily")));
    expect(made.filter((each) => each.primary_scenario)).toHaveLength(1);
    expect(new Set(made.map((each) => each.cycle)).size).toBe(1);
    expect(await rowCounts()).toMatchObject({ cycles: 1, scenarios: 10 });
  });

  it("are rewired when one of their data nodes was deleted", async () => {
    const world = createWorld(app);
    const first = await world.scenario("monthly");
    const lost = await world.only("data_node", "history");
    await db.prepare("DELETE FROM data_nodes WHERE id = ?").bind(lost.id).run();
    const second = await world.scenario("monthly");
    const found = await world.only("data_node", "history");
    expect(await world.get("task", first.tasks[0])).toMatchObject({ input_ids: [found.id] });
    await expect(world.submittable("scenario", second.id)).resolves.toBeDefined();
  });
});

describe("the cycle of a new scenario", () => {
  it.each([
    ["DAILY", "Monday, 23. November 2026", "2026-11-23T00:00:00", "2026-11-23T23:59:59.999999"],
    ["WEEKLY", "Week 47 2026, from 23. November", "2026-11-23T00:00:00", "2026-11-29T23:59:59.999999"],
    ["MONTHLY", "November 2026", "2026-11-01T00:00:00", "2026-11-30T23:59:59.999999"],
    ["QUARTERLY", "2026 Q4", "2026-10-01T00:00:00", "2026-12-31T23:59:59.999999"],
    ["YEARLY", "2026", "2026-01-01T00:00:00", "2026-12-31T23:59:59.999999"],
  ] as const)("is the %s one", async (frequency, name, start_date, end_date) => {
    const world = createWorld(appOf({ scenarios: [scenario("periodic", [], { frequency })] }));
    const made = await world.scenario("periodic");
    expect(await world.get("cycle", made.cycle)).toEqual({
      id: made.cycle,
      name,
      frequency: `Frequency.${frequency}`,
      properties: {},
      creation_date: made.creation_date,
      start_date,
      end_date,
    });
  });

  it("is one for each frequency", async () => {
    const world = createWorld(appOf({ scenarios: FREQUENCIES.map((id) => scenario(id, [], { frequency: id })) }));
    for (const id of [...FREQUENCIES, ...FREQUENCIES]) await world.scenario(id);
    expect(await rowCounts()).toMatchObject({ cycles: 5, scenarios: 10 });
  });

  it("is a cycle that a caller has created, when it starts with the period", async () => {
    const world = createWorld(app);
    const cycle = await world.entityWriter.createCycle({
      id: "mine",
      frequency: "monthly",
      properties: {},
      creation_date: "2026-01-01",
      start_date: "2026-11-01",
      end_date: "2026-11-02",
    });
    expect(await world.scenario("monthly")).toMatchObject({ cycle: JSON.parse(cycle).id, primary_scenario: true });
  });
});

describe("a new scenario is refused, and nothing is stored,", () => {
  const [a, b, c, d] = [node("a"), node("b"), node("c"), node("d")];
  const [there, back] = [task("there", [a], [b]), task("back", [b], [a])];
  const [left, right] = [task("left", [a], [b]), task("right", [c], [d])];
  const bad = appOf({
    scenarios: [
      scenario("loop", [there, back]),
      scenario("split", [left, right], { sequences: { broken: [left, right] } }),
      scenario("foreign", [left], { sequences: { other: [right] } }),
      scenario("named", [left], { sequences: { "a/b": [left] } }),
      scenario("idle", [task("nothing", [], [], { function: null })]),
    ],
  });

  it.each([
    ["ghost", "scenario_config_not_found", /^Scenario config: ghost does not exist\.$/],
    ["loop", "invalid_scenario", /^Scenario: SCENARIO_loop_\S+ is not a Directed Acyclic Graph\.$/],
    [
      "split",
      "invalid_sequence",
      /^Sequence: SEQUENCE_broken_SCENARIO_split_\S+ is not a connected Directed Acyclic Graph\.$/,
    ],
    [
      "foreign",
      "invalid_scenario",
      /^TaskConfig \['right'\] of Sequence name other does not exist in ScenarioConfig foreign\.$/,
    ],
    ["named", "invalid_sequence", /^'a\/b' is not a valid identifier\.$/],
    ["idle", "invalid_value", /^Task config: nothing has no function\.$/],
  ])("when it is %s", async (config, code, message) => {
    const world = createWorld(bad);
    expect(await refusal(world.scenario(config))).toEqual({ code, message: expect.stringMatching(message) });
    expect(Object.values(await rowCounts()).every((count) => count === 0)).toBe(true);
  });

  it("when a task now writes a shared node that no task wrote before", async () => {
    const shared = node("shared", { scope: "GLOBAL" });
    const reader = scenario("reader", [task("read", [shared], [a])]);
    const writer = scenario("writer", [task("write", [a], [shared])]);
    await createWorld(appOf({ scenarios: [reader] })).scenario("reader");
    const world = createWorld(appOf({ scenarios: [reader, writer] }));
    expect(await refusal(world.scenario("writer"))).toMatchObject({ code: "configuration_changed" });
    expect(await rowCounts()).toMatchObject({ scenarios: 1 });
  });
});
