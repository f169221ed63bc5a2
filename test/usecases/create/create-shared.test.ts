import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { createWorld, emptyDatabase, refusal, rowCounts } from "../../d1/world.ts";

const price = node("price", { defaultData: 10, validityPeriod: (86_400 + 7_200.5) * 1_000_000 });
const total = node("total", { properties: { name: "Total", cacheable: true } });
const compute = task("compute", [price, price], [total]);
const app = appOf({
  scenarios: [scenario("s", [compute])],
  tasks: [task("default", [], [], { function: null })],
});

beforeEach(emptyDatabase);

describe("a data node without an owner", () => {
  it("shows all its fields", async () => {
    const world = createWorld(app);
    const made = JSON.parse(await world.entityWriter.createDataNode("total"));
    expect(made).toEqual({
      id: expect.stringMatching(/^DATANODE_total_[0-9a-f-]{36}$/),
      config_id: "total",
      name: "Total",
      scope: "Scope.SCENARIO",
      storage_type: "pickle",
      owner_id: null,
      parent_ids: [],
      last_edit_date: null,
      job_ids: [],
      version: "latest",
      validity_days: null,
      validity_seconds: null,
      cacheable: true,
      edit_in_progress: false,
      editor_id: null,
      editor_expiration_date: null,
      validity_period: null,
      expiration_date: null,
      is_valid: false,
      is_up_to_date: false,
      is_ready_for_reading: false,
      edits: [],
      properties: {
        name: "Total",
        cacheable: true,
        path: `user_data/pickles/${made.id}.p`,
        is_generated: true,
      },
    });
  });

  it("has its validity period in whole days and seconds", async () => {
    const world = createWorld(app);
    expect(JSON.parse(await world.entityWriter.createDataNode("price"))).toMatchObject({
      validity_days: 1,
      validity_seconds: 7_200,
      validity_period: 93_600,
      cacheable: false,
      name: null,
    });
  });

  it("is created once, whatever its scope and however many callers create it at once", async () => {
    const world = createWorld(app);
    const made = await Promise.all(Array.from({ length: 5 }, () => world.entityWriter.createDataNode("price")));
    expect(new Set(made).size).toBe(1);
    expect(await rowCounts()).toMatchObject({ data_nodes: 1, edits: 1 });
  });

  it("is not the data node of a scenario", async () => {
    const world = createWorld(app);
    await world.scenario("s");
    expect(JSON.parse(await world.entityWriter.createDataNode("price"))).toMatchObject({ owner_id: null });
    expect(await rowCounts()).toMatchObject({ data_nodes: 3 });
  });

  it("needs a known config", async () => {
    expect(await refusal(createWorld(app).entityWriter.createDataNode("ghost"))).toEqual({
      code: "data_node_config_not_found",
      message: "Data node config: ghost does not exist.",
    });
  });
});

describe("a task without an owner", () => {
  it("is created once, with data nodes without an owner", async () => {
    const world = createWorld(app);
    const made = JSON.parse(await world.entityWriter.createTask("compute"));
    const nodes = await world.list("data_node");
    expect(nodes.map((each) => [each.config_id, each.owner_id, each.parent_ids])).toEqual([
      ["price", null, [made.id]],
      ["total", null, [made.id]],
    ]);
    expect(made).toEqual({
      id: expect.stringMatching(/^TASK_compute_[0-9a-f-]{36}$/),
      config_id: "compute",
      owner_id: null,
      parent_ids: [],
      input_ids: [nodes[0].id],
      output_ids: [nodes[1].id],
      function_name: "work",
      function_module: "app",
      version: "latest",
      skippable: false,
      properties: {},
    });
    expect(JSON.parse(await world.entityWriter.createTask("compute"))).toEqual(made);
    expect(await world.entityWriter.taskFor("compute")).toMatchObject({ id: made.id, input_ids: made.input_ids });
  });

  it("is the same for callers at the same moment", async () => {
    const world = createWorld(app);
    const made = await Promise.all(Array.from({ length: 5 }, () => world.entityWriter.taskFor("compute")));
    expect(new Set(made.map((each) => each.id)).size).toBe(1);
    expect(await rowCounts()).toMatchObject({ tasks: 1, data_nodes: 2 });
  });

  it.each([
    ["ghost", "task_config_not_found", "Task config: ghost does not exist."],
    ["default", "invalid_value", "Task config: default has no function."],
  ])("is refused for %s", async (config, code, message) => {
    const world = createWorld(app);
    expect(await refusal(world.entityWriter.createTask(config))).toEqual({ code, message });
    expect(await refusal(world.entityWriter.taskFor(config))).toEqual({ code, message });
  });
});
