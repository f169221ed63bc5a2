import { describe, expect, it } from "vitest";
import { Cancellation } from "../../../src/core/cancellation.ts";
import { unwrap } from "../../../src/core/errors.ts";
import type { ReportAnswer, WorkOrder } from "../../../src/core/ports/orchestrator.ts";
import { EXPECTED_MS, ExpectedReports, GATHER_MS } from "../../../src/orchestrator/gathering/expected-reports.ts";
import { SHARE_MS } from "../../../src/orchestrator/gathering/shared-commits.ts";
import { payload, task } from "../world/factories.ts";
import { World } from "../world/world.ts";

const WAIT_MS = 30_000;

/** What a request does that waits and runs the only job of its submission. */
async function submit(world: World, name: string): Promise<WorkOrder> {
  const command = { ...world.command([task(name, [], [`${name}_out`])]), wait_ms: WAIT_MS, runs_jobs: true } as const;
  const answer = world.orchestrator.submit(command);
  await world.platform.advance(SHARE_MS);
  const { order } = unwrap(await answer);
  if (order === undefined) throw new Error("The object has answered without an order");
  return order;
}

function report(world: World, { job_id, token, outputs }: WorkOrder): Promise<ReportAnswer> {
  const written = outputs.map(({ id }) => ({ data_node_id: id, payload: payload(id) }));
  const ends = [{ job_id, token, result: { kind: "completed", outputs: written } }] as const;
  return world.orchestrator.report({ ends, wants_next: true, wait_ms: WAIT_MS });
}

const statusesIn = ({ database }: World): string[][] =>
  database.batches.map(({ jobs }) => jobs.map(({ task_config_id, status }) => `${task_config_id} ${status}`).sort());

describe("the reports of requests that run the jobs of their submissions", () => {
  it("that come one after the other share a batch of D1, which has no job that still runs", async () => {
    const world = new World();
    const orders = [await submit(world, "one"), await submit(world, "two"), await submit(world, "three")];
    const answers = await Promise.all(orders.map((order) => report(world, order)));
    expect(answers.map(({ ended }) => ended?.stored)).toEqual([true, true, true]);
    expect(statusesIn(world)).toEqual([["one COMPLETED", "three COMPLETED", "two COMPLETED"]]);
  });

  it("do not wait for those that come late: D1 gets these as they are", async () => {
    const world = new World();
    const [first] = [await submit(world, "one"), await submit(world, "two"), await submit(world, "three")];
    const answer = report(world, first);
    await world.platform.advance(SHARE_MS + GATHER_MS);
    expect((await answer).ended?.stored).toBe(true);
    expect(statusesIn(world)).toEqual([["one COMPLETED", "three RUNNING", "two RUNNING"]]);
  });
});

/** Reports that are expected while time moves only by the test. */
function expecting(...ids: string[]) {
  const clock = { nowMs: 1_000_000 };
  const sleeps: { readonly ms: number; readonly signal: Cancellation }[] = [];
  const sleep = (ms: number, signal: unknown) => {
    if (signal instanceof Cancellation) sleeps.push({ ms, signal });
    return new Promise<void>(() => undefined);
  };
  const reports = new ExpectedReports(sleep, () => clock.nowMs);
  for (const id of ids) reports.expect(id);
  return { clock, reports, sleeps };
}

describe("a drain", () => {
  it.each([
    ["no report is expected", []],
    ["a single report is expected", ["one"]],
  ])("begins at once when %s", (_, ids) => {
    expect(expecting(...ids).reports.gather()).toBeNull();
  });

  it("waits a moment for two reports or more", () => {
    const { reports, sleeps } = expecting("one", "two");
    expect(reports.gather()).toBeInstanceOf(Promise);
    expect(sleeps.map(({ ms }) => ms)).toEqual([GATHER_MS]);
  });

  it("begins when the last of them has come, and not before", () => {
    const { reports, sleeps } = expecting("one", "two");
    void reports.gather();
    reports.end("one");
    expect(sleeps.map(({ signal }) => signal.aborted)).toEqual([false]);
    reports.end("two");
    expect(sleeps.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it("waits for no report of a submission that is older than a second", () => {
    const { clock, reports } = expecting("one", "two");
    clock.nowMs += EXPECTED_MS - 1;
    expect(reports.gather()).not.toBeNull();
    clock.nowMs += 1;
    expect(reports.gather()).toBeNull();
  });
});
