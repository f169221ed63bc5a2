import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../app.ts";
import { drain } from "../rows.ts";
import { createWorld, db, domainOfScenario, emptyDatabase } from "../world.ts";

const globe = node("world", { scope: "GLOBAL" });
const table = node("table", { properties: { path: "data/table.csv" } });
const result = node("result");
const app = appOf({ scenarios: [scenario("s", [task("use", [globe, table], [result])])] });

beforeEach(emptyDatabase);

const noted = async (columns: string, from: string): Promise<unknown[]> => {
  const { results } = await db.prepare(`SELECT ${columns} AS text FROM ${from} ORDER BY text`).all();
  return results.map(({ text }) => text);
};
const holders = (id: string) => noted("domain", `deleted_nodes WHERE data_node_id = '${id}'`);

const distinct = (...domains: readonly string[]) => [...new Set(domains)].sort();

describe("the domains whose objects may hold a deleted data node", () => {
  it("are its own and those of the scenarios that read it, when it is deleted first", async () => {
    const world = createWorld(app);
    const [first, second] = [await world.scenario("s"), await world.scenario("s")];
    const { id } = await world.only("data_node", "world");
    await drain({ deletedDataNodes: [id] });
    expect(await holders(id)).toEqual(distinct(id, domainOfScenario(first.id), domainOfScenario(second.id)));
  });

  it("are the same when its scenarios are deleted first, with all that they own or alone", async () => {
    const world = createWorld(app);
    const [first, second] = [await world.scenario("s"), await world.scenario("s")];
    const { id } = await world.only("data_node", "world");
    await world.entityWriter.deleteCascade("scenario", first.id, false);
    await world.entityWriter.deleteEntity("scenario", second.id);
    await drain({ deletedDataNodes: [id] });
    expect(await holders(id)).toEqual(distinct(id, domainOfScenario(first.id), domainOfScenario(second.id)));
  });

  it("are the same when its tasks are deleted first", async () => {
    const world = createWorld(app);
    const { id: reader, tasks } = await world.scenario("s");
    const { id } = await world.only("data_node", "world");
    await world.entityWriter.deleteEntity("task", tasks[0]);
    await drain({ deletedDataNodes: [id] });
    expect(await holders(id)).toEqual(distinct(id, domainOfScenario(reader)));
  });
});

it("a wait that an object left in D1 when it lost its state goes with its scenario, and no other wait does", async () => {
  const world = createWorld(app);
  const { id } = await world.scenario("s");
  const { id: read } = await world.only("data_node", "world");
  const waits = [id, "SCENARIO_of_another"].map((domain) =>
    db.prepare("INSERT INTO foreign_waits (data_node_id, domain) VALUES (?1, ?2)").bind(read, domain),
  );
  await db.batch(waits);
  await world.entityWriter.deleteCascade("scenario", id, false);
  expect(await noted("domain", "foreign_waits")).toEqual(["SCENARIO_of_another"]);
});

it("the path of a deleted data node is noted when the application has named it, and not when the service has", async () => {
  const world = createWorld(app);
  const { id } = await world.scenario("s");
  await world.entityWriter.deleteCascade("scenario", id, false);
  expect(await noted("path", "deleted_paths")).toEqual(["data/table.csv"]);
});

it("a data node that was deleted is noted once, although its object sends the deletion again", async () => {
  const world = createWorld(app);
  await world.scenario("s");
  const { id } = await world.only("data_node", "world");
  await drain({ deletedDataNodes: [id] });
  const before = await noted("domain", "deleted_nodes");
  await drain({ deletedDataNodes: [id] });
  expect(await noted("domain", "deleted_nodes")).toEqual(before);
});
