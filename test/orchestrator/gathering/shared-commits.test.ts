import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Cancellation } from "../../../src/core/cancellation.ts";
import { type Outcome, unwrap } from "../../../src/core/errors.ts";
import type { ReportAnswer, SubmitAnswer, WorkOrder } from "../../../src/core/ports/orchestrator.ts";
import { EXPECTED_MS } from "../../../src/orchestrator/gathering/expected-reports.ts";
import { SHARE_MS, SharedCommits } from "../../../src/orchestrator/gathering/shared-commits.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";
import { dataNode, payload, task, written } from "../world/factories.ts";
import { World } from "../world/world.ts";

const WAIT_MS = 30_000;

/** Calls that begin when the test ends their sleep; `begun` has their names in the order in which they begin. */
function sharing(...expected: string[]) {
  const sleeps: { readonly ms: number; end(): void }[] = [];
  const begun: string[] = [];
  const sleep = (ms: number, signal: unknown) =>
    new Promise<void>((resolve) => {
      sleeps.push({ ms, end: resolve });
      if (signal instanceof Cancellation) signal.addEventListener("abort", resolve);
    });
  const clock = { nowMs: 1_000_000 };
  const shared = new SharedCommits(sleep, () => clock.nowMs);
  for (const id of expected) shared.expected.expect(id);
  const call = (name: string) => async () => begun.push(name);
  return {
    begun,
    clock,
    sleeps,
    shared,
    submission: (name: string) => shared.beside(name, call(name)),
    storing: (name: string) => shared.storing(call(name)),
    report: (name: string) => shared.report(call(name)),
  };
}

describe("a call that accepts a submission or reports the ends of jobs", () => {
  it("begins before it has answered when no other report is about to come", () => {
    const none = sharing();
    void none.submission("submission");
    void none.report("report");
    const own = sharing("own");
    void own.report("report");
    expect([none.begun, own.begun]).toEqual([["submission", "report"], ["report"]]);
    expect([none.sleeps, own.sleeps]).toEqual([[], []]);
  });

  it("waits a moment for a report that is about to come, with all calls that come meanwhile", async () => {
    const { begun, sleeps, submission, report } = sharing("one", "two", "three");
    void submission("first");
    void report("second");
    void submission("third");
    await setImmediate();
    expect(begun).toEqual([]);
    expect(sleeps.map(({ ms }) => ms)).toEqual([SHARE_MS]);
    sleeps[0]?.end();
    await setImmediate();
    expect(begun).toEqual(["first", "second", "third"]);
  });

  it("begins as soon as the last of these reports has come", async () => {
    const { begun, submission, report } = sharing("one", "two");
    void submission("submission");
    void report("one");
    await setImmediate();
    expect(begun).toEqual([]);
    void report("two");
    await setImmediate();
    expect(begun).toEqual(["submission", "one", "two"]);
  });

  it("does not wait for the report of its own submission", () => {
    const { begun, submission } = sharing("own");
    void submission("own");
    expect(begun).toEqual(["own"]);
  });

  it("waits for the report of a worker of the Queue as for that of a request, until it was expected for long", async () => {
    const { begun, shared, submission } = sharing();
    shared.claimed.expect("other");
    void submission("early");
    await setImmediate();
    expect(begun).toEqual([]);
    const late = sharing();
    late.shared.claimed.expect("other");
    late.clock.nowMs += EXPECTED_MS;
    void late.submission("late");
    expect(late.begun).toEqual(["late"]);
  });

  it("waits when another one waits for D1, and a report or claim when two do: one may be of its own submission", async () => {
    const { begun, shared, sleeps, storing, submission, report } = sharing();
    const { promise, resolve } = Promise.withResolvers<void>();
    void shared.storing(() => promise);
    void submission("claim beside one");
    void report("report beside one");
    expect(begun).toEqual(["claim beside one", "report beside one"]);
    void storing("storing");
    await setImmediate();
    expect(begun).toEqual(["claim beside one", "report beside one"]);
    sleeps[0]?.end();
    await setImmediate();
    expect(begun.at(-1)).toBe("storing");
    // The second one ends at once: one is left.
    void submission("claim beside one again");
    expect(begun.at(-1)).toBe("claim beside one again");
    resolve();
    await setImmediate();
    void storing("alone");
    expect(begun.at(-1)).toBe("alone");
  });

  it("waits anew when others have begun before it came", async () => {
    const { begun, sleeps, submission } = sharing("one");
    void submission("first");
    sleeps[0]?.end();
    await setImmediate();
    void submission("second");
    await setImmediate();
    expect(begun).toEqual(["first"]);
    expect(sleeps).toHaveLength(2);
  });
});

/** The names of what was written in one turn of the event loop, which SQLite brings to the disk together. */
class TurnsOfSqlite extends ObjectSqlite {
  readonly turns: string[][] = [];
  /** A transaction whose rows name this one fails. */
  broken: string | null = null;
  #turn: string[] | null = null;

  override run(...[query, ...bindings]: Parameters<ObjectSqlite["run"]>): void {
    super.run(query, ...bindings);
    if (!query.startsWith("INSERT INTO journal")) return;
    const text = bindings.join();
    if (this.broken !== null && text.includes(`"${this.broken}"`)) throw new Error("SQLite fails");
    this.#turn ??= this.#begin();
    this.#turn.push(/"task_config_id":"(\w+)"/.exec(text)?.[1] ?? "");
  }

  #begin(): string[] {
    const turn: string[] = [];
    this.turns.push(turn);
    void setImmediate().then(() => {
      this.#turn = null;
    });
    return turn;
  }
}

function newWorld() {
  const sql = new TurnsOfSqlite();
  const world = new World({ sql });
  return { sql, world };
}

/** What a request does that waits and runs the only job of its submission. */
const submit = (world: World, name: string): Promise<Outcome<SubmitAnswer>> =>
  world.orchestrator.submit({
    ...world.command([task(name, [], [`${name}_out`])]),
    wait_ms: WAIT_MS,
    runs_jobs: true,
  });

async function orderOf(answer: Promise<Outcome<SubmitAnswer>>): Promise<WorkOrder> {
  const { order } = unwrap(await answer);
  if (order === undefined) throw new Error("The object has answered without an order");
  return order;
}

function report(world: World, order: WorkOrder, wait_ms = WAIT_MS, content = payload): Promise<ReportAnswer> {
  const { job_id, token, outputs } = order;
  const values = outputs.map(({ id }) => ({ data_node_id: id, payload: content(id) }));
  const ends = [{ job_id, token, result: { kind: "completed", outputs: values } }] as const;
  return world.orchestrator.report({ ends, wants_next: true, wait_ms });
}

/** Submissions whose orders have been given, while the first one's report is still to come. */
async function submitted(world: World, ...names: string[]): Promise<WorkOrder[]> {
  const answers = names.map((name) => submit(world, name));
  await world.platform.settle();
  return Promise.all(answers.map(orderOf));
}

describe("calls of an object at the same moment", () => {
  it("are brought to the disk together, and each gets the answer to what it has asked", async () => {
    const { sql, world } = newWorld();
    const orders = await submitted(world, "one", "two", "three");
    expect(orders.map(({ task_config_id }) => task_config_id)).toEqual(["one", "two", "three"]);
    const answers = await Promise.all(orders.map((order) => report(world, order)));
    expect(answers.map(({ ended }) => ended?.submission.id)).toEqual(orders.map((order) => order.submission_id));
    expect(answers.map(({ accepted }) => accepted)).toEqual([[true], [true], [true]]);
    expect(sql.turns).toEqual([["one"], ["two", "three"], ["one", "two", "three"]]);
    expect([...world.database.jobs.values()].map(({ status }) => status)).toEqual(Array(3).fill("COMPLETED"));
  });

  it("are refused one by one: those beside a refused one are accepted", async () => {
    const { world } = newWorld();
    await submitted(world, "first");
    const outdated = { ...world.command([task("outdated", [], ["out"])]), as_of: 1_000 };
    const before = submit(world, "before");
    const refused = world.orchestrator.submitKnown(outdated);
    const after = submit(world, "after");
    await world.platform.settle();
    expect(await refused).toBeNull();
    expect((await orderOf(before)).task_config_id).toBe("before");
    expect((await orderOf(after)).task_config_id).toBe("after");
  });

  it("fail one by one: what the others have written stays, in memory and on the disk", async () => {
    const { sql, world } = newWorld();
    await submitted(world, "first");
    sql.broken = "broken";
    const answers = Promise.allSettled(["before", "broken", "after"].map((name) => submit(world, name)));
    await world.platform.settle();
    expect((await answers).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const jobs = () => world.cache.jobsUnderWay().map((id) => id.split("_")[1]);
    expect(jobs()).toEqual(["first", "before", "after"]);
    world.evict();
    expect(jobs()).toEqual(["first", "before", "after"]);
    expect(sql.turns.at(-1)).toEqual(["before", "after"]);
  });

  it("change nothing when their token is old, beside others that count", async () => {
    const { world } = newWorld();
    const [one, two, three] = await submitted(world, "one", "two", "three");
    if (one === undefined || two === undefined || three === undefined) throw new Error("An order is missing");
    const answers = Promise.all([
      report(world, one),
      report(world, { ...two, token: two.token + 1 }, 0),
      report(world, three),
    ]);
    await world.platform.settle();
    expect((await answers).map(({ accepted }) => accepted)).toEqual([[true], [false], [true]]);
    expect(world.job(two.job_id).status).toBe("RUNNING");
    expect(world.database.edits.has("two_out#1")).toBe(false);
  });

  it("have written nothing when the object ends before they begin: their callers call again", async () => {
    const { world } = newWorld();
    const [first] = await submitted(world, "first");
    void submit(world, "lost");
    world.evict();
    await world.platform.settle();
    expect(world.cache.jobsUnderWay()).toEqual([first?.job_id]);
    const [again] = await submitted(world, "lost");
    expect(again?.task_config_id).toBe("lost");
  });

  it("see what has happened while they have waited: a scenario whose deletion was announced is not submitted", async () => {
    const { world } = newWorld();
    world.have(dataNode("other"));
    // An object that D1 has confirmed nothing to refuses what an isolate remembers.
    await world.write("other");
    const command = world.command([task("known", [], ["out"])]);
    const known = { ...command, as_of: world.store.meta().revision };
    await submitted(world, "first");
    const early = world.orchestrator.submitKnown(known);
    await world.platform.settle();
    expect(await early).not.toBeNull();
    const late = world.orchestrator.submitKnown(known);
    await world.orchestrator.announceDeletion(["TASK_known"]);
    await world.platform.settle();
    expect(await late).toBeNull();
  });

  it("give a job the value that is current when it begins, though the next one replaces it before it is answered", async () => {
    const { sql, world } = newWorld();
    world.have(written("shared"));
    const [job] = (await world.submit([task("reader", ["shared"], [])])).submission.job_ids;
    const writers = ["before", "after"].map((name) =>
      world.orchestrator.submit({ ...world.command([task(name, [], ["shared"])]), wait_ms: WAIT_MS, runs_jobs: true }),
    );
    await world.platform.settle();
    const [before, after] = await Promise.all(writers.map(orderOf));
    if (before === undefined || after === undefined || job === undefined) throw new Error("A job is missing");
    const reported = [report(world, before, 0, () => payload("before"))];
    const claimed = world.orchestrator.claim(job, { chain: true });
    reported.push(report(world, after, 0, () => payload("after")));
    await world.platform.settle();
    expect((await Promise.all(reported)).map(({ accepted }) => accepted)).toEqual([[true], [true]]);
    expect(sql.turns.at(-1)).toEqual(["before", "reader", "after"]);
    const [input] = (await claimed)?.inputs ?? [];
    expect(input?.payload).toEqual(payload("before"));
    expect(world.node("shared").payload).toEqual(payload("after"));
  });

  it("share a commit when the Queue runs the jobs: submissions, claims and reports", async () => {
    const { sql, world } = newWorld();
    const names = ["one", "two", "three"];
    const answers = names.map((name) => world.orchestrator.submit(world.command([task(name, [], [`${name}_out`])])));
    await world.platform.settle();
    const ids = (await Promise.all(answers)).map((answer) => unwrap(answer).submission.job_ids[0] ?? "");
    const claims = ids.map((id) => world.orchestrator.claim(id, { chain: true }));
    await world.platform.settle();
    const orders = (await Promise.all(claims)).filter((order) => order !== null);
    expect(orders.map(({ job_id }) => job_id)).toEqual(ids);
    const reports = orders.map(({ job_id, token }) =>
      world.orchestrator.report({
        ends: [{ job_id, token, result: { kind: "completed", outputs: [] } }],
        wants_next: false,
      }),
    );
    await world.platform.settle();
    expect((await Promise.all(reports)).map(({ accepted }) => accepted)).toEqual([[true], [true], [true]]);
    const written = sql.turns.filter((turn) => turn.some((name) => names.includes(name)));
    expect(written).toEqual([["one"], ["two", "three"], names, names]);
  });
});
