import { describe, expect, it } from "vitest";
import { unwrap } from "../../../src/core/errors.ts";
import { dataNode, task } from "../world/factories.ts";
import { World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

/** What the object holds, as D1 should. */
function truth(world: World) {
  const ids = world.cache.jobsOf(["TASK_one", "TASK_two"], []).map(({ job }) => job);
  return {
    jobs: Object.fromEntries(ids.map((job) => [job.id, job])),
    submissions: Object.fromEntries(
      world.cache.submissionsOf(["SCENARIO_s"]).map(({ submission }) => [submission.id, submission]),
    ),
    nodes: Object.fromEntries(["b", "c"].map((id) => [id, world.cache.node(id)?.node])),
  };
}

const copy = ({ database }: World) => ({
  jobs: Object.fromEntries(database.jobs),
  submissions: Object.fromEntries(database.submissions),
  nodes: Object.fromEntries(["b", "c"].map((id) => [id, database.dataNodes.get(id)])),
});

describe("D1's copy", () => {
  it("equals the object at rest", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.run("one");
    await world.platform.settle();
    expect(copy(world)).toEqual(truth(world));
    await world.fail(await run.claim("two"));
    await world.platform.settle();
    expect(copy(world)).toEqual(truth(world));
  });

  it("gets one row for a job that changed several times, the newest", async () => {
    const world = new World();
    const open = world.database.hold();
    const submitted = world.orchestrator.submit(world.command(CHAIN));
    await world.platform.settle();
    const [id = ""] = world.cache.jobsOf(["TASK_one"], []).map(({ job }) => job.id);
    const order = await world.orchestrator.claim(id);
    if (order !== null) await world.complete(order);
    open();
    await submitted;
    await world.platform.settle();
    const rows = world.database.batches.flatMap(({ jobs }) => jobs.filter((job) => job.id === id));
    expect(rows.map(({ status }) => status)).toEqual(["PENDING", "COMPLETED"]);
    expect(copy(world)).toEqual(truth(world));
  });

  it("keeps every edit, however often the node changes between two batches", async () => {
    const world = new World();
    world.have(dataNode("b"));
    const open = world.database.hold();
    const writes = [world.write("b"), world.write("b"), world.write("b")];
    open();
    await Promise.all(writes);
    expect([...world.database.edits.keys()]).toEqual(["b#1", "b#2", "b#3"]);
  });

  it("takes what changes while a batch is under way with the next one", async () => {
    const world = new World();
    world.have(dataNode("b"));
    const open = world.database.hold();
    const first = world.write("b");
    await world.platform.settle();
    const second = world.write("b");
    await world.platform.settle();
    expect(world.database.batches).toHaveLength(1);
    expect(world.database.edits.has("b#2")).toBe(false);
    open();
    expect(unwrap(await first).stored).toBe(true);
    expect(unwrap(await second).stored).toBe(true);
    expect(world.database.batches).toHaveLength(2);
    expect(world.node("b").edit_number).toBe(2);
  });

  it("is written for callers side by side in one batch", async () => {
    const world = new World();
    world.have(...["n1", "n2", "n3", "n4"].map((id) => dataNode(id)));
    const open = world.database.hold();
    const first = world.write("n1");
    await world.platform.settle();
    const others = [world.write("n2"), world.write("n3"), world.write("n4")];
    await world.platform.settle();
    open();
    const answers = await Promise.all([first, ...others]);
    expect(answers.map((answer) => unwrap(answer).stored)).toEqual([true, true, true, true]);
    expect(world.database.batches.map(({ edits }) => edits.length)).toEqual([1, 3]);
  });

  it("arrives in several batches when much has changed, all before the caller is answered", async () => {
    const world = new World();
    const tasks = Array.from({ length: 600 }, (_, n) => task(`t${n}`, ["a"], [`o${n}`]));
    const run = await world.submit(tasks);
    expect(world.database.jobs.size).toBe(600);
    expect(world.database.submissions.get(run.id)?.job_ids).toHaveLength(600);
    const { length } = world.database.batches;
    expect(length).toBeGreaterThan(1);
    await world.platform.advance(10_000);
    expect([world.database.batches.length, world.store.isOutboxEmpty()]).toEqual([length, true]);
  });
});

describe("a batch for D1", () => {
  it("never has a part of a transaction: a job that changes again later comes with that change", async () => {
    const world = new World();
    const open = world.database.hold();
    const submitted = world.orchestrator.submit(world.command(CHAIN));
    await world.platform.settle();
    const [id = ""] = world.cache.jobsOf(["TASK_one"], []).map(({ job }) => job.id);
    const order = await world.orchestrator.claim(id);
    // More changes than one batch takes lie between the job's claim and its end.
    const writes = Array.from({ length: 120 }, () => world.write("a"));
    if (order !== null) await world.complete(order);
    open();
    await Promise.all([submitted, ...writes]);
    await world.platform.settle();
    const shown = world.database.batches.map(({ jobs, submissions, dataNodes, edits }) => ({
      jobEnds: jobs.some((job) => job.id === id && job.status === "COMPLETED"),
      submissionShowsIt: submissions.some(({ is_completed }) => is_completed),
      outputIsFree: dataNodes.some((node) => node.id === "b" && !node.edit_in_progress),
      valueComes: edits.some((edit) => edit.data_node_id === "b"),
    }));
    const none = { jobEnds: false, submissionShowsIt: false, outputIsFree: false, valueComes: false };
    const whole = { jobEnds: true, submissionShowsIt: true, outputIsFree: true, valueComes: true };
    expect(shown).toEqual([none, none, whole]);
    const values = new Set(["a#1", "b#0", "c#0"]);
    for (const { edits, dataNodes } of world.database.batches) {
      for (const edit of edits) values.add(`${edit.data_node_id}#${edit.number}`);
      expect(dataNodes.filter((node) => !values.has(`${node.id}#${node.edit_number}`))).toEqual([]);
    }
  });
});

describe("while D1 is down", () => {
  it("commits do not try it more often than the alarm does", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "before";
    const { submission } = unwrap(await world.orchestrator.submit(command));
    const tries = () => world.database.batches.length;
    expect(tries()).toBe(1);
    const order = await world.orchestrator.claim(submission.job_ids[0] ?? "");
    for (let beat = 0; order !== null && beat < 5; beat += 1) {
      await world.orchestrator.heartbeat(order.job_id, order.token);
      await world.platform.settle();
    }
    expect(tries()).toBe(1);
    await world.platform.advance(1_000);
    expect(tries()).toBe(2);
  });

  it("a call is accepted, and its answer says that D1 does not show it yet", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "before";
    const answer = unwrap(await world.orchestrator.submit(command));
    expect(answer.stored).toBe(false);
    expect(world.database.jobs.size).toBe(0);
    expect(unwrap(await world.write("a")).stored).toBe(false);
  });

  it("jobs run and hand over as ever", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    world.database.down = "before";
    const { next } = await world.complete(await run.claim("one"), true);
    if (next !== null) await world.complete(next);
    expect(run.submission.submission_status).toBe("COMPLETED");
  });

  it("the alarm asks again, after a longer time each time", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "before";
    await world.orchestrator.submit(command);
    const delays = () => world.platform.log.map(({ fields }) => fields.retry_ms).filter((ms) => ms !== undefined);
    expect(delays()).toEqual([1_000]);
    await world.platform.advance(1_000);
    expect(delays()).toEqual([1_000, 2_000]);
    await world.platform.advance(1_990);
    expect(delays()).toEqual([1_000, 2_000]);
    await world.platform.advance(10);
    expect(delays()).toEqual([1_000, 2_000, 4_000]);
    await world.platform.advance(3_600_000);
    expect(Math.max(...delays().map(Number))).toBe(60_000);
  });

  it("nothing is lost: the alarm brings D1 up to date afterwards, and then is silent", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "before";
    const { submission } = unwrap(await world.orchestrator.submit(command));
    const order = await world.orchestrator.claim(submission.job_ids[0] ?? "");
    if (order !== null) await world.complete(order);
    await world.orchestrator.cancelJob(submission.job_ids[1] ?? "", false);
    await world.platform.advance(120_000);
    expect(world.database.jobs.size).toBe(0);
    world.database.down = null;
    await world.platform.advance(60_000);
    expect(copy(world)).toEqual(truth(world));
    expect([...world.database.edits.keys()]).toEqual(["b#1"]);
    await world.platform.advance(60_000);
    expect(world.alarmAtMs).toBeNull();
  });

  it("the next call that reaches D1 brings along what was left", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "before";
    const { submission } = unwrap(await world.orchestrator.submit(command));
    world.database.down = null;
    expect(unwrap(await world.write("a")).stored).toBe(true);
    expect(world.database.submissions.has(submission.id)).toBe(true);
  });
});

describe("when D1 has written but its answer got lost", () => {
  it("the same rows are sent again and change nothing", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "after";
    expect(unwrap(await world.orchestrator.submit(command)).stored).toBe(false);
    expect(copy(world)).toEqual(truth(world));
    world.database.down = null;
    await world.platform.advance(1_000);
    expect(copy(world)).toEqual(truth(world));
    await world.platform.advance(10_000);
    expect(world.store.isOutboxEmpty()).toBe(true);
  });
});

describe("a row that D1 refuses each time", () => {
  /** A world in which D1 has refused the row of data node `bad` three times. */
  async function refusing() {
    const world = new World();
    world.have(...["bad", "n1", "n2", "n3"].map((id) => dataNode(id)));
    world.database.refused.add("bad");
    const answers = [];
    for (let write = 0; write < 3; write += 1) answers.push(unwrap(await world.write("bad")).stored);
    return { world, answers };
  }

  it("is never said to be in D1", async () => {
    const { world, answers } = await refusing();
    expect(answers).toEqual([false, false, false]);
    expect(unwrap(await world.write("bad")).stored).toBe(false);
    expect(world.node("bad").edit_number).toBe(0);
  });

  it("does not hold up those of other entities, and is logged", async () => {
    const { world } = await refusing();
    const writes = await Promise.all(["n1", "n2", "n3"].map((id) => world.write(id)));
    expect(writes.map((answer) => unwrap(answer).stored)).toEqual([true, true, true]);
    expect(["n1", "n2", "n3"].map((id) => world.node(id).edit_number)).toEqual([1, 1, 1]);
    const [row] = world.platform.log.filter(({ event }) => event === "outbox_row_refused");
    expect(row?.fields).toMatchObject({ domain: world.domain, id: expect.stringMatching(/^bad/), rows: 6 });
  });

  it("takes its edit along, so that D1 has no state without its value", async () => {
    const { world } = await refusing();
    await world.write("n1");
    expect([...world.database.edits.keys()]).toEqual(["n1#1"]);
  });

  it("is tried again, less and less often, and arrives once D1 takes it", async () => {
    const { world } = await refusing();
    await world.platform.advance(600_000);
    const before = world.database.batches.length;
    await world.platform.advance(600_000);
    expect(world.database.batches.length - before).toBeLessThan(50);
    world.database.refused.clear();
    await world.platform.advance(120_000);
    expect(world.node("bad").edit_number).toBe(3);
    expect([...world.database.edits.keys()]).toEqual(["bad#1", "bad#2", "bad#3"]);
    expect(world.store.isOutboxEmpty()).toBe(true);
    await world.platform.advance(60_000);
    expect(world.alarmAtMs).toBeNull();
  });

  it("does not hold up those of other entities after an eviction either", async () => {
    const { world } = await refusing();
    world.evict();
    for (let write = 0; write < 3; write += 1) await world.write("n1");
    expect(world.node("n1").edit_number).toBe(3);
  });

  it("is not looked for when D1 refuses everything", async () => {
    const { world } = await refusing();
    const tasks = Array.from({ length: 300 }, (_, n) => task(`t${n}`, ["a"], [`o${n}`]));
    const command = world.command(tasks);
    for (let n = 0; n < 300; n += 1) world.database.refused.add(`o${n}`);
    const before = world.database.batches.length;
    await world.orchestrator.submit(command);
    expect(world.database.batches.length - before).toBeLessThan(150);
  });
});
