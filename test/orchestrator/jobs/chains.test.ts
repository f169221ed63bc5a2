import { describe, expect, it } from "vitest";
import { unwrap } from "../../../src/core/errors.ts";
import type { JobResult, Try, WorkOrder } from "../../../src/core/ports/orchestrator.ts";
import { payload, task } from "../world/factories.ts";
import { LEASE_MS, World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"]), task("three", ["c"], ["d"])];
const WAIT_MS = 30_000;

/** Submits as a request does that waits and runs jobs. */
async function submitAndRun(world: World, tasks = CHAIN) {
  const command = { ...world.command(tasks), wait_ms: WAIT_MS, runs_jobs: true } as const;
  const { submission, order } = unwrap(await world.orchestrator.submit(command));
  if (order === undefined) throw new Error("The object has answered without an order");
  return { submission, order };
}

const endsOf = ({ following = [], ...first }: WorkOrder): (Try & { readonly result: JobResult })[] =>
  [first, ...following].map(({ job_id, token, outputs }) => ({
    job_id,
    token,
    result: {
      kind: "completed",
      outputs: outputs.map((node) => ({ data_node_id: node.id, payload: payload(`${node.id} by ${job_id}`) })),
    },
  }));

describe("a submission whose request runs the jobs", () => {
  it("costs two calls and one batch of D1, and wakes no worker", async () => {
    const world = new World();
    const { submission, order } = await submitAndRun(world);
    const answer = await world.orchestrator.report({ ends: endsOf(order), wants_next: true, wait_ms: WAIT_MS });
    expect(answer).toMatchObject({
      accepted: [true, true, true],
      next: null,
      ended: { stored: true, submission: { id: submission.id, submission_status: "COMPLETED" } },
    });
    expect(await world.woken()).toEqual([]);
    expect(world.database.batches).toHaveLength(1);
  });

  it("answers the last report when other workers have ended the rest", async () => {
    const world = new World();
    const { order } = await submitAndRun(world, [...CHAIN, task("other", ["x"], ["y"])]);
    const [other] = await world.messages();
    const answer = world.orchestrator.report({ ends: endsOf(order), wants_next: true, wait_ms: WAIT_MS });
    const claimed = await world.orchestrator.claim(other?.job_id ?? "");
    if (claimed === null) throw new Error("There is nothing to do");
    await world.complete(claimed);
    expect(await answer).toMatchObject({ ended: { submission: { submission_status: "COMPLETED" } } });
  });

  it("goes on by its lease when the request dies, with another number of the try", async () => {
    const world = new World();
    const { order } = await submitAndRun(world);
    await world.platform.advance(LEASE_MS + 1_000);
    const [message] = await world.messages();
    expect(message?.job_id).toBe(order.job_id);
    expect(await world.orchestrator.claim(order.job_id, { chain: true })).toMatchObject({ attempt: 2 });
  });

  it("is not held up by jobs of other scenarios in the same object that are slow, or stuck", async () => {
    const world = new World();
    const stuck = await world.submit([task("stuck", ["p"], ["q"]), task("behind", ["q"], ["r"])]);
    const slow = await world.submit([task("slow", ["s"], ["t"])]);
    await stuck.claim("stuck");
    const claimed = await slow.claim("slow");
    const { order } = await submitAndRun(world);
    const answer = await world.orchestrator.report({ ends: endsOf(order), wants_next: true, wait_ms: WAIT_MS });
    expect(answer).toMatchObject({ ended: { stored: true, submission: { submission_status: "COMPLETED" } } });
    expect([stuck.statuses, slow.statuses]).toEqual([{ stuck: "RUNNING", behind: "BLOCKED" }, { slow: "RUNNING" }]);
    await world.complete(claimed);
    expect(slow.submission.submission_status).toBe("COMPLETED");
  });

  it("waits in the object when the request can run nothing", async () => {
    const world = new World({ concurrency: 1 });
    const command = { ...world.command(CHAIN), wait_ms: 1_000, runs_jobs: true } as const;
    const answer = world.orchestrator.submit(command);
    await world.platform.advance(1_001);
    expect(unwrap(await answer)).not.toHaveProperty("order");
  });
});

describe("a report without an answer", () => {
  it("has an effect all the same: its jobs are not run again", async () => {
    const world = new World();
    const { order } = await submitAndRun(world);
    const [one] = endsOf(order);
    const [two] = order.following ?? [];
    if (one === undefined || two === undefined) throw new Error("The order has no chain");
    const running = { job_id: two.job_id, token: two.token };
    await world.orchestrator.report({ ends: [one], running, wants_next: true });
    world.evict();
    await world.platform.advance(LEASE_MS + 1_000);
    expect(await world.woken()).toEqual(["two"]);
  });
});
