import { expect, it } from "vitest";
import { outboxStatements } from "../../src/d1/outbox/outbox-statements.ts";
import { createScenarioStore } from "../../src/d1/write/scenario-store.ts";
import { createSweepStore } from "../../src/d1/write/sweep-store.ts";
import { createWatchdogStore } from "../../src/d1/write/watchdog-store.ts";
import { sweepValues } from "../../src/usecases/sweep.ts";
import { appOf, node, scenario, task } from "./app.ts";
import { edit, file, job, state, submission } from "./rows.ts";
import { createWorld, db, textPayload } from "./world.ts";

const [a, b] = [
  node("a", { scope: "GLOBAL", properties: { path: "a.p" }, defaultData: 1 }),
  node("b", { scope: "CYCLE" }),
];
const t = task("t", [a], [b]);
const app = appOf({ scenarios: [scenario("s", [t], { frequency: "DAILY", sequences: { q: [t] } })] });

/** Every statement that reads by id, creates or deletes; lists read a page in the order of the key. */
async function statements(): Promise<Set<string>> {
  const world = createWorld(app);
  const { entityWriter, entityReader } = world;
  const { id, cycle, tasks } = await world.scenario("s");
  const second = await world.scenario("s");
  await entityWriter.createSequence({ scenario_id: id, sequence_name: "own", task_ids: tasks });
  await entityWriter.createDataNode("b");
  const own = await entityWriter.taskFor("t");
  for (const kind of ["cycle", "scenario", "sequence", "task", "data_node", "job", "submission"] as const) {
    await entityReader.get(kind, kind === "sequence" ? `SEQUENCE_q_${id}` : id);
  }
  await Promise.all([entityReader.job("x"), entityReader.submission("x"), entityReader.dataNode("x")]);
  await entityReader.edits("x", { after: null, limit: 10 });
  await entityReader.configUses(null, 10);
  await Promise.all([{ number: 1 }, { at: "2026-11-23T06:00:00" }].map((which) => entityReader.edit("x", which)));
  await world.discardLater([textPayload("", { tier: "kv", key: "k", body: null })]);
  await sweepValues({
    values: createSweepStore(world.watched, () => {}),
    orchestrators: () => ({ forgetNodes: async () => [] }),
    clock: () => 0,
    log: () => {},
    discard: async () => {},
  });
  const sweeping = createSweepStore(world.watched, () => {});
  await sweeping.domainsThatAreOver(["SCENARIO_x", "DATANODE_x"], "2026-11-23T06:00:00");
  await sweeping.settleDeletedNodes({ done: [], left: [], since: "2026-11-23T06:00:00", ended: ["SCENARIO_x"] });
  const scenarios = createScenarioStore({ db: world.watched, clock: () => 0, redact: (text) => text });
  await scenarios.dataNodeOf(id, "a");
  await Promise.all([scenarios.ofCycle(cycle, 10), scenarios.primaryOf(cycle)]);
  await Promise.all([scenarios.latestJob(tasks[0]), scenarios.latestSubmission(id)]);
  await scenarios.setPrimary(second.id);
  await scenarios.setPrimary(id);
  await Promise.all([true, false].map((isRemoved) => scenarios.retag(id, { tag: "t", isRemoved })));
  await createWatchdogStore(world.watched).unfinished(null, 10);
  await world.submittable("scenario", id);
  await world.submittable("sequence", `SEQUENCE_own_${id}`);
  await world.submittable("task", own.id);
  await entityWriter.deleteEntity("sequence", `SEQUENCE_own_${id}`);
  await entityWriter.deleteEntity("scenario", second.id);
  await entityWriter.deleteCascade("sequence", `SEQUENCE_q_${id}`, false);
  await entityWriter.deleteCascade("task", own.id, false);
  await entityWriter.deleteCascade("scenario", id, false);
  const again = await world.scenario("s");
  await entityWriter.deleteCascade("cycle", again.cycle, false);
  await entityWriter.deleteEntity("cycle", cycle).catch(() => null);
  await entityWriter.deleteEntity("task", tasks[0]).catch(() => null);
  const prepare = (sql: string) => {
    world.statements.add(sql);
    return db.prepare(sql);
  };
  outboxStatements({ prepare } as D1Database, {
    edits: [edit()],
    files: [file()],
    dataNodes: [state("x", 1)],
    jobs: [job()],
    audit: [],
    submissions: [submission()],
    deletedJobs: ["x"],
    deletedSubmissions: ["x"],
    deletedDataNodes: ["x"],
  });
  return world.statements;
}

/** Small by construction: JSON that was passed or stored, the newest edits of a node, the nodes of a scenario's tasks, its own sequences, the date and the ancestors of one node. */
const SMALL = [
  /VIRTUAL TABLE/,
  /CONSTANT ROW/,
  /^SCAN recent$/,
  /^SCAN wanted$/,
  /^SCAN (d|m|made_of|own|records|times)$/,
  // A page of entities, which is limited before it is grouped.
  /^SCAN (looked|numbered|\(subquery-\d+\))$/,
];

/** Steps that read a whole table. */
async function scans(sql: string): Promise<string[]> {
  const numbered = [...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number));
  const count = Math.max(0, ...numbered) + [...sql.matchAll(/\?(?!\d)/g)].length;
  const { results } = await db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...Array(count).fill(null))
    .all<{ detail: string }>();
  const steps = results.map((row) => row.detail).filter((detail) => detail.startsWith("SCAN "));
  return steps.filter((detail) => !SMALL.some((pattern) => pattern.test(detail)));
}

it("no statement reads a whole table, however large it has grown", async () => {
  const found = await statements();
  expect(found.size).toBeGreaterThan(40);
  const bad: Record<string, string[]> = {};
  for (const sql of found) {
    const steps = await scans(sql);
    // Files are few: those that the application has configured a path for.
    const other = steps.filter((step) => !step.includes("files"));
    if (other.length > 0) bad[sql] = other;
  }
  expect(bad).toEqual({});
});
