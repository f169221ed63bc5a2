import { describe, expect, it } from "vitest";
import { runChain } from "../../src/queue/chain.ts";
import { createWorker, ENDLESS, LEASE_MS, order, outputs } from "./worker.ts";

describe("the values of a result", () => {
  it("are handed over when the result does not count: nothing points at them", async () => {
    const worker = createWorker({ t: () => 7 });
    worker.accepted = false;
    await runChain(worker.deps, worker.orchestrator, order({ outputs: outputs("a") }), ENDLESS);
    expect(worker.discarded.map(({ body }) => body)).toEqual(["7"]);
  });

  it("stay when it does", async () => {
    const worker = createWorker({ t: () => 7 });
    await runChain(worker.deps, worker.orchestrator, order({ outputs: outputs("a") }), ENDLESS);
    expect(worker.completions).toHaveLength(1);
    expect(worker.discarded).toEqual([]);
  });
});

describe("a chain of long jobs", () => {
  it("sends heartbeats for the job that runs, and none when all have ended", async () => {
    const ends = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const worker = createWorker({ t: () => ends[worker.completions.length]?.promise });
    worker.next.set("JOB_first", order({ job_id: "JOB_second", token: 2 }));
    const chain = runChain(worker.deps, worker.orchestrator, order({ job_id: "JOB_first", token: 1 }), ENDLESS);
    const heartbeatsOf = async () => {
      worker.heartbeats.length = 0;
      await worker.platform.advance(LEASE_MS);
      return new Set(worker.heartbeats.map(({ job_id, token }) => `${job_id} ${token}`));
    };
    expect(await heartbeatsOf()).toEqual(new Set(["JOB_first 1"]));
    ends[0]?.resolve(1);
    await worker.platform.settle();
    expect(await heartbeatsOf()).toEqual(new Set(["JOB_second 2"]));
    ends[1]?.resolve(2);
    await chain;
    expect(await heartbeatsOf()).toEqual(new Set());
  });

  it("sends heartbeats for the next job though one for the job before hangs", async () => {
    const ends = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const worker = createWorker({ t: () => ends[worker.completions.length]?.promise });
    worker.next.set("JOB_first", order({ job_id: "JOB_second" }));
    const sent: string[] = [];
    const hanging = {
      ...worker.orchestrator,
      heartbeat: (id: string) => {
        sent.push(id);
        return new Promise<never>(() => {});
      },
    };
    const chain = runChain(worker.deps, hanging, order({ job_id: "JOB_first" }), ENDLESS);
    await worker.platform.advance(LEASE_MS);
    ends[0]?.resolve(1);
    await worker.platform.settle();
    await worker.platform.advance(LEASE_MS);
    expect(sent).toContain("JOB_second");
    ends[1]?.resolve(2);
    await chain;
  });

  it("lets its last heartbeat stop only the job that it was sent for", async () => {
    const ends = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const answer = Promise.withResolvers<{ readonly aborted: boolean }>();
    const worker = createWorker({ t: () => ends[worker.completions.length]?.promise });
    worker.next.set("JOB_first", order({ job_id: "JOB_second" }));
    const late = { ...worker.orchestrator, heartbeat: () => answer.promise };
    const chain = runChain(worker.deps, late, order({ job_id: "JOB_first" }), ENDLESS);
    await worker.platform.advance(LEASE_MS);
    ends[0]?.resolve(1);
    await worker.platform.settle();
    answer.resolve({ aborted: true });
    await worker.platform.settle();
    ends[1]?.resolve(2);
    await chain;
    expect(worker.completions.map(({ result }) => result.kind)).toEqual(["completed", "completed"]);
  });
});
