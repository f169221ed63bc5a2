import { beforeEach, describe, expect, it } from "vitest";
import type { DataNodeConfig } from "../../../src/core/config/app-types.ts";
import { initialEdit } from "../../../src/core/values/history.ts";
import { appOf, node, scenario } from "../../d1/app.ts";
import { createWorld, db, emptyDatabase, rowCounts } from "../../d1/world.ts";

const NOW = "2026-11-23T06:05:47.331953";

beforeEach(emptyDatabase);

const worldOf = (nodes: readonly DataNodeConfig[], files: Record<string, string> = {}) =>
  createWorld(appOf({ scenarios: [scenario("s", [], { additionalDataNodes: nodes })], files }));

const firstEdit = [{ number: 1, timestamp: NOW, editor_id: "TAIPY", comment: "Default data written." }];
const fileEdit = [{ number: 1, timestamp: NOW, editor_id: "TAIPY", comment: "Initial content of the file." }];

describe("default data", () => {
  it.each([
    ["0", 0],
    ["false", false],
    ["an empty text", ""],
    ["null in a list", [null]],
  ])("of %s is written as the first edit", async (_, defaultData) => {
    const world = worldOf([node("n", { defaultData })]);
    await world.scenario("s");
    const made = await world.only("data_node", "n");
    expect(made).toMatchObject({ last_edit_date: NOW, edits: firstEdit, job_ids: [], edit_in_progress: false });
    const snapshot = await world.entityReader.dataNode(made.id);
    expect(snapshot).toMatchObject({ edit_number: 1, payload: { tier: "inline", body: JSON.stringify(defaultData) } });
  });

  it("is what makes a new node written: a node without it is not", async () => {
    const world = worldOf([node("n")]);
    await world.scenario("s");
    const made = await world.only("data_node", "n");
    expect(made).toMatchObject({ last_edit_date: null, edits: [] });
    expect(await world.entityReader.dataNode(made.id)).toMatchObject({ edit_number: 0, payload: null });
  });

  it("is written once for a shared node", async () => {
    const world = worldOf([node("n", { scope: "GLOBAL", defaultData: 1 })]);
    await world.scenario("s");
    await world.scenario("s");
    expect(world.encoded).toHaveLength(1);
    expect((await world.only("data_node", "n")).edits).toEqual(firstEdit);
  });

  it("leaves no payload behind when another creation has made the node at the same moment", async () => {
    const world = worldOf([node("n", { scope: "GLOBAL", defaultData: "large" })]);
    await Promise.all(Array.from({ length: 5 }, () => world.scenario("s")));
    const made = await world.only("data_node", "n");
    const snapshot = await world.entityReader.dataNode(made.id);
    expect(snapshot?.payload).toMatchObject({ tier: "kv" });
    expect(world.discarded).not.toContain(snapshot?.payload?.key);
    expect(world.discarded).toHaveLength(world.encoded.length - 1);
  });

  it("is ignored by storage types with data in a system of their own, whose nodes count as written", async () => {
    const world = worldOf([node("n", { storageType: "generic", defaultData: 1 })]);
    await world.scenario("s");
    expect(await world.only("data_node", "n")).toMatchObject({ last_edit_date: NOW, edits: [] });
  });
});

describe("the path of a file node", () => {
  it.each([
    ["pickle", "pickles", "p"],
    ["json", "jsons", "json"],
    ["csv", "csvs", "csv"],
    ["excel", "excels", "xlsx"],
    ["parquet", "parquets", "parquet"],
  ] as const)("is generated for %s", async (storageType, folder, extension) => {
    const world = worldOf([node("n", { storageType, properties: { owner: "qa" } })]);
    await world.scenario("s");
    const made = await world.only("data_node", "n");
    expect(made.properties).toEqual({
      owner: "qa",
      path: `user_data/${folder}/${made.id}.${extension}`,
      is_generated: true,
    });
  });

  it("is the configured one, path before default_path", async () => {
    const world = worldOf([node("n", { properties: { path: "a.p", default_path: "b.p" } })]);
    await world.scenario("s");
    expect((await world.only("data_node", "n")).properties).toEqual({
      path: "a.p",
      default_path: "b.p",
      is_generated: false,
    });
  });

  it("is known to be shared where it is explicit beside a default one of the environment", async () => {
    const world = worldOf([node("n", { path: "a.p", properties: { path: "ENV[A]", default_path: "ENV[B]" } })]);
    await world.scenario("s");
    expect((await world.only("data_node", "n")).properties).toMatchObject({ path: "a.p", shared_path: true });
  });

  it("is null for in_memory", async () => {
    const world = worldOf([node("n", { storageType: "in_memory", defaultData: 7 })]);
    await world.scenario("s");
    expect(await world.only("data_node", "n")).toMatchObject({ properties: {}, edits: firstEdit });
  });
});

describe("a file of the application", () => {
  const table = node("n", { storageType: "csv", properties: { default_path: "t.csv" }, defaultData: [1] });

  it("is stored at its path as the first edit, and the default data is not written", async () => {
    const world = worldOf([table], { "t.csv": "a\n1\n" });
    await world.scenario("s");
    const made = await world.only("data_node", "n");
    expect(made).toMatchObject({ last_edit_date: NOW, edits: fileEdit });
    expect((await world.entityReader.dataNode(made.id))?.payload).toMatchObject({
      body: "a\n1\n",
      content_type: "t.csv",
    });
    expect(world.encoded).toEqual([]);
  });

  it("never replaces a file that is stored there", async () => {
    await db
      .prepare(
        "INSERT INTO files (path, modified, tier, content_type, size, hash, body) VALUES ('t.csv', ?, 'inline', 'x', 1, 'h', 'mine')",
      )
      .bind("2026-01-01T00:00:00")
      .run();
    const world = worldOf([table], { "t.csv": "a\n1\n" });
    await world.scenario("s");
    const made = await world.only("data_node", "n");
    expect((await world.entityReader.dataNode(made.id))?.payload?.body).toBe("mine");
    expect(made).toMatchObject({ last_edit_date: NOW, edits: fileEdit });
  });

  it("is not needed, because default data is stored at the configured path as well", async () => {
    const world = worldOf([table]);
    await world.scenario("s");
    const made = await world.only("data_node", "n");
    expect(made.edits).toEqual(firstEdit);
    expect((await world.entityReader.dataNode(made.id))?.payload?.body).toBe("[1]");
    expect(await rowCounts()).toMatchObject({ files: 1, edits: 1 });
  });

  it("is stored by the first node alone when several nodes have its path", async () => {
    const world = worldOf([table, { ...table, id: "m", defaultData: [2] }]);
    await world.scenario("s");
    expect((await world.only("data_node", "n")).edits).toHaveLength(1);
    const second = await world.only("data_node", "m");
    expect(second).toMatchObject({ last_edit_date: NOW, edits: fileEdit });
    expect((await world.entityReader.dataNode(second.id))?.payload?.body).toBe("[1]");
  });

  it("is shared by scenarios that are created at the same moment", async () => {
    const world = worldOf([table]);
    await Promise.all(Array.from({ length: 5 }, () => world.scenario("s")));
    expect(await rowCounts()).toMatchObject({ files: 1, edits: 1, data_nodes: 5 });
  });

  it("stays what data nodes begin with, also in scenarios to come, when a later deployment has another one", async () => {
    await worldOf([table], { "t.csv": "a\n1\n" }).scenario("s");
    const world = worldOf([table], { "t.csv": "a\n2\n" });
    await world.scenario("s");
    const nodes = (await world.entityReader.dataNodes(null, 9)).dataNodes;
    expect(nodes.map(({ payload }) => payload?.body)).toEqual(["a\n1\n", "a\n1\n"]);
    expect(nodes.map((one) => initialEdit(one)?.body)).toEqual(["a\n1\n", "a\n1\n"]);
  });
});
