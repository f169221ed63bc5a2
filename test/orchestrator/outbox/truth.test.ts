import { describe, expect, it } from "vitest";
import { unwrap } from "../../../src/core/errors.ts";
import { MICROSECONDS_PER_SECOND } from "../../../src/core/time.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";
import { dataNode, payload, task, written } from "../world/factories.ts";
import type { FakeDatabase } from "../world/fake-database.ts";
import { createPlatform } from "../world/platform.ts";
import { type Run, World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

/** An object without its state, beside the D1 of another one. */
const lostBeside = ({ platform }: World): World => new World({ platform, sql: new ObjectSqlite() });

/** A copy of D1's rows; the returned function puts it back. */
function copyOf(database: FakeDatabase): () => void {
  const { dataNodes, edits, files, jobs, submissions, foreignWaits, counters } = database;
  const tables: readonly Map<string, unknown>[] = [dataNodes, edits, files, jobs, submissions, foreignWaits, counters];
  const copies = tables.map((table) => [...table]);
  return () => {
    for (const [index, table] of tables.entries()) {
      table.clear();
      for (const [key, row] of copies[index] ?? []) table.set(key, row);
    }
  };
}

/** Twelve submissions, each of which arrives with an answer of D1 about what the domain has in flight. They grow with time. */
function submittedWhileRead(world: World, inputs: readonly string[]): readonly Promise<Run>[] {
  const { stand } = world.database;
  const late: Promise<Run>[] = [];
  world.database.stand = async (...call) => {
    const answer = await stand(...call);
    const name = `late${late.length}`;
    const tasks = [task(name, inputs, [`${name}_out`])];
    if (late.length < 12) late.push(world.submit(tasks, { entity: { entity_id: `SCENARIO_${name}` } }));
    // It may wait for company before it begins.
    await world.platform.settle();
    return answer;
  };
  return late;
}

/** From now on D1 takes so long for a read of data nodes. */
function slowly({ database, platform }: World, ms: number): void {
  const { snapshots } = database;
  database.snapshots = async (ids) => {
    await platform.sleep(ms);
    return snapshots.call(database, ids);
  };
}

/** The reads of a write end by then. */
const READS_MS = 8_000;

/** A data node whose value is a default file, which nothing has written. */
const fileNode = (id: string) =>
  written(id, {
    edit_number: 0,
    storage_type: "csv",
    properties: { default_path: "a.csv", path: "a.csv", is_generated: false },
  });

const valueAt = (world: World, id: string) => world.database.dataNodes.get(id)?.payload?.body;
const numbersOf = (world: World, id: string) =>
  [...world.database.edits.values()].filter((edit) => edit.data_node_id === id).map(({ number }) => number);

async function write(world: World, id: string, body: string, node = world.database.snapshots([id])) {
  const [data_node] = await node;
  if (data_node === undefined) throw new Error(`There is no data node ${id}`);
  const command = { data_node, payload: payload(body), editor_id: null, comment: null };
  return world.orchestrator.writeDataNode(command);
}

describe("an object that has lost its state beside a D1 that has it", () => {
  it("stores a write where the next read finds it", async () => {
    const first = new World();
    first.have(dataNode("n"));
    for (const body of ["1", "2", "3"]) await write(first, "n", body);
    const world = lostBeside(first);
    const { value, stored } = unwrap(await write(world, "n", "100"));
    expect([value.number, stored]).toEqual([4, true]);
    expect(world.node("n")).toMatchObject({ edit_number: 4, payload: { body: "100" } });
    expect(numbersOf(world, "n")).toEqual([1, 2, 3, 4]);
    expect(world.events).toContain("database_ahead");
  });

  it("stores it also when the caller has read the data node before all writes", async () => {
    const first = new World();
    first.have(dataNode("n"));
    const early = first.database.snapshots(["n"]);
    for (const body of ["1", "2", "3"]) await write(first, "n", body);
    const world = lostBeside(first);
    const { value, stored } = unwrap(await write(world, "n", "100", early));
    expect([value.number, stored]).toEqual([4, true]);
    expect(world.node("n")).toMatchObject({ edit_number: 4, payload: { body: "100" } });
    expect(numbersOf(world, "n")).toEqual([1, 2, 3, 4]);
    expect(world.events).toContain("database_ahead");
  });

  it("records the file that a node has begun with no second time, when its caller has read the node before all writes", async () => {
    const first = new World();
    first.have(fileNode("n"));
    const early = first.database.snapshots(["n"]);
    for (const body of ["2", "3"]) await write(first, "n", body);
    const world = lostBeside(first);
    const { value, stored } = unwrap(await write(world, "n", "100", early));
    expect([value.number, stored]).toEqual([4, true]);
    expect(numbersOf(world, "n")).toEqual([1, 2, 3, 4]);
    expect(world.database.edits.get("n#1")?.body).toBe("default of n");
  });

  it("has an alarm soon after a change once D1 has taken its counter at the second attempt", async () => {
    const first = new World();
    first.have(dataNode("n"));
    for (const body of ["1", "2"]) await write(first, "n", body);
    const world = lostBeside(first);
    const { apply } = world.database;
    world.database.apply = async () => {
      throw new Error("D1 is down");
    };
    expect(await write(world, "n", "3")).toMatchObject({ ok: false });
    world.database.apply = apply;
    await world.platform.advance(30_000);
    expect([world.alarmAtMs, world.database.counters.get(world.domain)]).toEqual([null, world.store.meta().revision]);
    world.database.apply = () => new Promise(() => undefined);
    void world.orchestrator.submit(world.command(CHAIN));
    await world.platform.settle();
    expect(world.store.jobsUnderWay()).toHaveLength(2);
    expect((world.alarmAtMs ?? Number.POSITIVE_INFINITY) - world.platform.nowMs).toBeLessThanOrEqual(10_000);
  });

  it("runs a submission whose outputs D1 shows", async () => {
    const first = new World();
    const before = await first.submit(CHAIN);
    for (const name of ["one", "two"]) await before.run(name);
    await first.platform.settle();
    const world = lostBeside(first);
    const run = await world.submit(CHAIN);
    for (const name of ["one", "two"]) await run.run(name);
    await world.platform.settle();
    expect(world.database.submissions.get(run.id)).toMatchObject({ submission_status: "COMPLETED" });
    for (const id of ["b", "c"]) expect([id, world.node(id).edit_number]).toEqual([id, 2]);
    expect(valueAt(world, "c")).toContain(run.jobId("two"));
  });

  it("says nothing of it in a domain that has just begun", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.run("one");
    await world.platform.settle();
    expect(world.events).not.toContain("database_ahead");
  });
});

describe("D1 that was restored to an earlier time", () => {
  it("is followed while new submissions arrive faster than D1 answers", async () => {
    const world = new World();
    world.have(dataNode("n"));
    const restore = copyOf(world.database);
    await write(world, "n", "1");
    restore();
    const late = submittedWhileRead(world, []);
    expect(unwrap(await write(world, "n", "2"))).toMatchObject({ value: { number: 2 }, stored: true });
    expect(world.events).toContain("database_restored");
    const runs = await Promise.all(late);
    for (const [index, run] of runs.entries()) await run.run(`late${index}`);
    await world.platform.settle();
    expect(runs.map(({ submission }) => submission.submission_status)).toEqual(runs.map(() => "COMPLETED"));
    expect(runs.map(({ id }) => world.database.submissions.get(id)?.submission_status)).toEqual(
      runs.map(() => "COMPLETED"),
    );
    for (const index of runs.keys()) expect(valueAt(world, `late${index}_out`)).toContain(`late${index}`);
  });

  it("takes a value from a pending job, which waits for another one", async () => {
    const platform = createPlatform();
    const owner = new World({ platform, domain: "owner" });
    const reader = new World({ platform, domain: "reader" });
    reader.have(dataNode("n", { domain: "owner" }), dataNode("out", { domain: "reader" }));
    const restore = copyOf(reader.database);
    await write(owner, "n", "1");
    const run = await reader.submit([task("read", ["n"], ["out"], { domain: "reader" })]);
    expect(run.statuses).toEqual({ read: "PENDING" });
    restore();
    unwrap(await owner.orchestrator.lockDataNode(owner.node("n"), "alice", MICROSECONDS_PER_SECOND, null));
    unwrap(await owner.orchestrator.unlockDataNode(owner.node("n"), "alice"));
    expect(await reader.orchestrator.claim(run.jobId("read"))).toBeNull();
    expect(run.statuses).toEqual({ read: "BLOCKED" });
    await write(owner, "n", "2");
    await platform.settle();
    expect((await run.claim("read")).inputs[0]?.payload?.body).toBe("2");
  });

  it("is followed with the value that it has of a data node that a write or job needs while it is read", async () => {
    const world = new World();
    world.have(dataNode("n"), dataNode("m"));
    await write(world, "m", "1");
    const restore = copyOf(world.database);
    await write(world, "m", "2");
    restore();
    const late = submittedWhileRead(world, ["m"]);
    await write(world, "n", "1");
    const runs = await Promise.all(late);
    expect(runs.length).toBeGreaterThan(1);
    await world.platform.settle();
    const order = await runs.at(-1)?.claim(`late${runs.length - 1}`);
    const held = world.store.node("m")?.node;
    expect(order?.inputs[0]).toMatchObject({ id: "m" });
    expect(valueAt(world, "m")).toBe(held?.payload?.body);
    expect(numbersOf(world, "m")).toContain(held?.edit_number);
  });

  async function changed() {
    const world = new World();
    world.have(written("p"), dataNode("n"));
    await write(world, "n", "1");
    await write(world, "n", "2");
    const restore = copyOf(world.database);
    await write(world, "n", "3");
    await write(world, "n", "4");
    restore();
    return world;
  }

  it("is followed by an object at rest: the next write is stored, under a number that was never given", async () => {
    const world = await changed();
    expect(valueAt(world, "n")).toBe("2");
    const { value, stored } = unwrap(await write(world, "n", "5"));
    expect([value.number, stored]).toEqual([5, true]);
    expect(world.node("n")).toMatchObject({ edit_number: 5, payload: { body: "5" } });
    expect(numbersOf(world, "n")).toEqual([1, 2, 5]);
    expect(world.events).toContain("database_restored");
  });

  it("is followed by an object that was evicted, and that only a submission calls", async () => {
    const world = await changed();
    world.evict();
    const run = await world.submit([task("read", ["n"], ["out"])]);
    await world.platform.settle();
    const order = await run.claim("read");
    await world.complete(order);
    await world.platform.settle();
    expect(world.database.submissions.get(run.id)).toMatchObject({ submission_status: "COMPLETED" });
    expect(valueAt(world, "out")).toContain(run.jobId("read"));
    expect((await write(world, "n", "6")).ok).toBe(true);
    // The job has read the value of edit 4.
    expect(numbersOf(world, "n")).toEqual([1, 2, 4, 5]);
  });

  it("is followed for all data nodes at once: what is at rest is as D1 has it", async () => {
    const world = await changed();
    world.have(dataNode("m"));
    await write(world, "m", "1");
    const { value } = unwrap(await write(world, "n", "5"));
    expect([value.number, numbersOf(world, "n")]).toEqual([5, [1, 2, 5]]);
    expect(world.node("n")).toMatchObject({ edit_number: 5, payload: { body: "5" } });
  });

  it("gets unfinished work again, which ends as it would have", async () => {
    const world = new World();
    world.command(CHAIN);
    const restore = copyOf(world.database);
    const run = await world.submit(CHAIN);
    await run.run("one");
    await world.platform.settle();
    restore();
    expect(world.database.submissions.has(run.id)).toBe(false);
    await run.run("two");
    await world.platform.settle();
    expect(world.database.submissions.get(run.id)).toMatchObject({ submission_status: "COMPLETED" });
    expect(run.jobIds.map((id) => world.database.jobs.get(id)?.status)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(valueAt(world, "b")).toContain(run.jobId("one"));
    expect(world.database.edits.get("b#1")).toMatchObject({ job_id: run.jobId("one") });
    expect(valueAt(world, "c")).toContain(run.jobId("two"));
  });

  it("gets the file that a node has begun with once more, before a value that work in flight has written", async () => {
    const world = new World();
    world.have(written("a"), fileNode("b"), dataNode("c"));
    const restore = copyOf(world.database);
    const run = await world.submit(CHAIN);
    await run.run("one");
    await world.platform.settle();
    expect(numbersOf(world, "b")).toEqual([1, 2]);
    restore();
    expect(world.node("b").properties.is_generated).toBe(false);
    await run.run("two");
    await world.platform.settle();
    expect(numbersOf(world, "b")).toEqual([1, 2]);
    expect(world.database.edits.get("b#1")?.body).toBe("default of b");
    expect(world.node("b")).toMatchObject({ properties: { is_generated: true }, edit_number: 2 });
  });

  it("is followed by a node at rest that has no file of its own any more: its next write records the file again", async () => {
    const world = new World();
    world.have(fileNode("n"));
    const restore = copyOf(world.database);
    await write(world, "n", "2");
    restore();
    const { value } = unwrap(await write(world, "n", "3"));
    expect(value.number).toBe(3);
    expect(numbersOf(world, "n")).toEqual([1, 3]);
    expect(world.database.edits.get("n#1")?.body).toBe("default of n");
  });

  it("ends unfinished work whose entity it has lost, which leaves nothing", async () => {
    const world = new World();
    world.have(written("a"), dataNode("b"), dataNode("c"), dataNode("n"));
    const restore = copyOf(world.database);
    const run = await world.submit(CHAIN);
    await world.platform.settle();
    restore();
    for (const id of ["SCENARIO_s", "TASK_one", "TASK_two"]) world.database.lostEntities.add(id);
    for (const id of ["a", "b", "c"]) world.database.dataNodes.delete(id);
    expect((await write(world, "n", "1")).ok).toBe(true);
    await world.platform.settle();
    expect([world.database.jobs.size, world.database.submissions.size]).toEqual([0, 0]);
    expect(run.statuses).toEqual({});
    expect(world.store.submission(run.id)).toBe(null);
    expect(await world.orchestrator.claim(run.jobIds[0] ?? "")).toBe(null);
    expect(world.database.edits.size).toBe(1);
  });

  it.each([undefined, 30_000])("refuses a submission whose entity it has lost (wait_ms: %s)", async (wait_ms) => {
    const world = new World();
    world.have(written("a"), dataNode("b"), dataNode("c"), dataNode("n"));
    const restore = copyOf(world.database);
    await write(world, "n", "1");
    const command = world.command(CHAIN);
    restore();
    for (const id of ["SCENARIO_s", "TASK_one", "TASK_two"]) world.database.lostEntities.add(id);
    const submitting = world.orchestrator.submit({ ...command, ...(wait_ms !== undefined && { wait_ms }) });
    await world.platform.advance(2_000);
    const outcome = await submitting;
    expect(outcome.ok ? "" : outcome.error.message).toBe("Scenario: SCENARIO_s does not exist.");
    expect([world.database.jobs.size, world.database.submissions.size]).toEqual([0, 0]);
  });

  it("keeps what such work has written in a data node that others share, without its job", async () => {
    const world = new World();
    world.have(written("a"), dataNode("b"), dataNode("n"));
    const restore = copyOf(world.database);
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await world.platform.settle();
    world.database.down = "before";
    await run.run("one");
    restore();
    world.database.down = null;
    for (const id of ["SCENARIO_s", "TASK_one"]) world.database.lostEntities.add(id);
    expect((await write(world, "n", "1")).ok).toBe(true);
    await world.platform.settle();
    expect([world.database.jobs.size, world.database.submissions.size]).toEqual([0, 0]);
    expect(world.database.edits.get("b#1")).toMatchObject({ job_id: null });
    expect(valueAt(world, "b")).toContain(run.jobIds[0]);
  });

  it("keeps a reservation, with the value that it has itself", async () => {
    const world = new World();
    world.have(dataNode("n"));
    await write(world, "n", "1");
    const restore = copyOf(world.database);
    await write(world, "n", "2");
    unwrap(await world.orchestrator.lockDataNode(world.node("n"), "ada", 3_600_000_000, null));
    restore();
    world.have(dataNode("m"));
    await write(world, "m", "1");
    expect(world.node("n")).toMatchObject({ edit_number: 1, editor_id: "ada", payload: { body: "1" } });
  });

  it("refuses a write to a data node that it has lost", async () => {
    const world = new World();
    const restore = copyOf(world.database);
    world.have(dataNode("n"));
    const early = await world.database.snapshots(["n"]);
    await write(world, "n", "1");
    restore();
    const outcome = await write(world, "n", "2", Promise.resolve(early));
    expect(outcome.ok ? "" : outcome.error.code).toBe("data_node_not_found");
    expect(world.database.edits.size).toBe(0);
  });

  it("is noticed once, and by the next life as well", async () => {
    const world = await changed();
    await write(world, "n", "5");
    await write(world, "n", "6");
    world.evict();
    await write(world, "n", "7");
    expect(world.events.filter((event) => event === "database_restored")).toHaveLength(1);
    expect(numbersOf(world, "n")).toEqual([1, 2, 5, 6, 7]);
  });
});

describe("a data node that was read before the object has changed and forgotten it", () => {
  async function forgotten() {
    const world = new World();
    world.have(dataNode("n"));
    const early = await world.database.snapshots(["n"]);
    for (const body of ["1", "2"]) await write(world, "n", body);
    await world.platform.advance(60_000);
    world.evict();
    expect(world.store.node("n")).toBe(null);
    return { world, early: Promise.resolve(early) };
  }

  it("is read again before it is written: no edit number is given twice", async () => {
    const { world, early } = await forgotten();
    const { value, stored } = unwrap(await write(world, "n", "3", early));
    expect([value.number, stored]).toEqual([3, true]);
    expect(world.node("n")).toMatchObject({ edit_number: 3, payload: { body: "3" } });
    expect(numbersOf(world, "n")).toEqual([1, 2, 3]);
    expect(world.events).not.toContain("database_ahead");
  });

  it("is read again before a job reads it", async () => {
    const { world, early } = await forgotten();
    const given = world.command([task("read", ["n"], ["out"])]);
    const data_nodes = [...(await early), world.node("out")];
    const { submission } = unwrap(await world.orchestrator.submit({ ...given, data_nodes }));
    const order = await world.orchestrator.claim(submission.job_ids[0] ?? "");
    expect(order?.inputs).toMatchObject([{ id: "n", edit_number: 2, payload: { body: "2" } }]);
  });

  it("is refused when D1 does not have it any more", async () => {
    const { world, early } = await forgotten();
    world.database.dataNodes.delete("n");
    const outcome = await write(world, "n", "3", early);
    expect(outcome.ok ? "" : outcome.error.code).toBe("data_node_not_found");
    const given = world.command([task("read", ["n"], ["out"])]);
    world.database.dataNodes.delete("n");
    const refused = await world.orchestrator.submit({ ...given, data_nodes: [...(await early), world.node("out")] });
    expect(refused.ok ? "" : refused.error.code).toBe("data_node_not_found");
  });

  it("is not written once its caller has given up on D1's answers: the call is refused before, and changes nothing", async () => {
    const { world, early } = await forgotten();
    const before = world.node("n");
    world.database.down = "hangs";
    const answers: unknown[] = [];
    void write(world, "n", "3", early).then((answer) => answers.push(answer));
    await world.platform.advance(READS_MS);
    expect(answers).toMatchObject([{ ok: false, error: { code: "database_unavailable" } }]);
    world.database.down = null;
    await world.platform.advance(60_000);
    expect(world.node("n")).toEqual(before);
  });

  it("is not submitted once its caller has given up, which is two seconds after its wait at the latest", async () => {
    const { world, early } = await forgotten();
    const given = world.command([task("read", ["n"], ["out"])]);
    const data_nodes = [...(await early), world.node("out")];
    slowly(world, 4_500);
    const answers: unknown[] = [];
    const command = { ...given, data_nodes, runs_jobs: true, wait_ms: 1_000 } as const;
    void world.orchestrator.submit(command).then((answer) => answers.push(answer));
    await world.platform.advance(2_000);
    expect(answers).toMatchObject([{ ok: false, error: { code: "database_unavailable" } }]);
    await world.platform.advance(60_000);
    expect(world.database.submissions.size).toBe(0);
  });

  it("is submitted for the Queue when reading it has taken all the time that the caller waits", async () => {
    const { world, early } = await forgotten();
    const given = world.command([task("read", ["n"], ["out"])]);
    const data_nodes = [...(await early), world.node("out")];
    slowly(world, 1_500);
    const answers: unknown[] = [];
    const command = { ...given, data_nodes, runs_jobs: true, wait_ms: 1_000 } as const;
    void world.orchestrator.submit(command).then((answer) => answers.push(answer));
    await world.platform.advance(3_000);
    expect(answers).toMatchObject([{ ok: true, value: { submission: { submission_status: "PENDING" } } }]);
    expect(answers).not.toMatchObject([{ value: { order: expect.anything() } }]);
    expect(await world.woken()).toEqual(["read"]);
  });

  it("takes no read of D1 when the object still has it in memory", async () => {
    const { world } = await forgotten();
    await write(world, "n", "3");
    const [given] = await world.database.snapshots(["n"]);
    if (given === undefined) throw new Error("There is no data node n");
    world.database.down = "reads";
    const old = Promise.resolve([{ ...given, as_of: 0 }]);
    expect(unwrap(await write(world, "n", "4", old)).value.number).toBe(4);
  });
});
