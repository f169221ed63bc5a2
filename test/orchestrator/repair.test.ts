import { beforeEach, describe, expect, it } from "vitest";
import type { HeldEntity } from "../../src/core/ports/repair/held.ts";
import { aJob, aSubmission } from "../harness/factories.ts";
import { dataNode, task, written } from "./world/factories.ts";
import { World } from "./world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
const NOTHING = { above: 0, resend: [], adopt: [], cancel: [] };

let world: World;

beforeEach(() => {
  world = new World();
});

async function all(limit: number): Promise<readonly HeldEntity[]> {
  const held: HeldEntity[] = [];
  let after: HeldEntity | { kind: HeldEntity["kind"]; id: string } | null = null;
  do {
    const page: Awaited<ReturnType<typeof world.orchestrator.inspect>> = await world.orchestrator.inspect({
      after,
      limit,
    });
    held.push(...page.held);
    after = page.next;
  } while (after !== null);
  return held;
}

describe("what an object says that it holds", () => {
  it("is all that is in flight, with the revisions that D1 has, in pages of any size", async () => {
    const run = await world.submit(CHAIN);
    const ids = [run.id, ...run.jobIds, "a", "b", "c"].sort();
    for (const limit of [1, 2, 3, 100]) {
      const held = await all(limit);
      expect(held.map(({ id }) => id).sort()).toEqual(ids);
      for (const { kind, id, revision } of held) {
        const { jobs, submissions, dataNodes } = world.database;
        const rows = { job: jobs, submission: submissions, data_node: dataNodes };
        expect(`${id} ${rows[kind].get(id)?.revision}`).toBe(`${id} ${revision}`);
      }
    }
  });

  it("is known after its eviction, too", async () => {
    await world.submit(CHAIN);
    const before = await all(100);
    world.evict();
    expect(await all(100)).toEqual(before);
  });

  it("leaves out copies of other domains' data nodes, and what it does not have", async () => {
    world.have(written("a", { domain: "OTHER" }));
    await world.submit(CHAIN);
    expect((await all(100)).map(({ id }) => id)).not.toContain("a");
    const only = [
      { kind: "job", id: "x" },
      { kind: "submission", id: "x" },
      { kind: "data_node", id: "b" },
    ] as const;
    const { held } = await world.orchestrator.inspect({ only, limit: 3 });
    expect(held).toMatchObject([{ kind: "data_node", id: "b", is_locked: true, is_deleted: false, status: null }]);
  });

  it("says when D1 does not take its changes", async () => {
    world.database.down = "before";
    const submitting = world.submit(CHAIN);
    await world.platform.advance(11_000);
    await submitting;
    const inspecting = world.orchestrator.inspect({ limit: 10 });
    await world.platform.advance(6_000);
    expect(await inspecting).toMatchObject({ is_unsent: true });
  });
});

describe("an object that mends differences", () => {
  it("sends D1 again what it has lost, under a revision above D1's", async () => {
    const run = await world.submit(CHAIN);
    const [first = "", second = ""] = run.jobIds;
    world.database.jobs.delete(first);
    world.database.jobs.set(second, { ...run.job("two"), revision: 50, status: "COMPLETED" });
    world.database.submissions.delete(run.id);
    const resend = [
      { kind: "job", id: first },
      { kind: "job", id: second },
      { kind: "submission", id: run.id },
      { kind: "data_node", id: "b" },
      { kind: "job", id: "JOB_x" },
      { kind: "submission", id: "SUBMISSION_x" },
      { kind: "data_node", id: "DATANODE_x" },
    ] as const;
    const answer = await world.orchestrator.mend({ ...NOTHING, above: 50, resend });
    expect(answer).toEqual({ mended: [first, second, run.id, "b"], stored: true });
    expect(world.database.jobs.get(first)?.status).toBe("PENDING");
    expect(world.database.jobs.get(second)).toMatchObject({ status: "BLOCKED", revision: 51 });
    expect(world.database.submissions.get(run.id)?.revision).toBe(51);
    await run.run("one");
    await run.run("two");
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "COMPLETED" });
  });

  it("takes over D1's state of a data node that nothing holds, and lets the jobs that wait for it go on", async () => {
    world.have(dataNode("a"));
    const run = await world.submit(CHAIN);
    expect(run.statuses).toEqual({ one: "BLOCKED", two: "BLOCKED" });
    const newer = { ...written("a"), edit_number: 7, revision: 40 };
    const answer = await world.orchestrator.mend({ ...NOTHING, above: 40, adopt: [newer] });
    expect(answer.mended).toEqual(["a"]);
    expect(run.statuses.one).toBe("PENDING");
    await world.write("a");
    expect(world.node("a").edit_number).toBe(8);
  });

  it("keeps its own state of a data node that a job holds, that is deleted, or whose edits are newer than D1's", async () => {
    await world.submit(CHAIN);
    world.have(dataNode("gone"));
    await world.orchestrator.deleteDataNode(world.node("gone"));
    await world.write("a");
    const own = world.node("a").edit_number;
    const adopt = [
      { ...written("b"), edit_number: 9, revision: 40 },
      { ...written("gone"), revision: 40 },
      { ...written("elsewhere"), domain: "OTHER" },
      { ...written("a"), edit_number: 0, revision: 40 },
    ];
    const answer = await world.orchestrator.mend({ ...NOTHING, above: 40, adopt });
    expect(answer.mended).toEqual(["a"]);
    expect(world.node("b").edit_number).toBe(0);
    expect(world.node("a")).toMatchObject({ edit_number: own, revision: 41 });
  });

  it("takes over no state that was read before a write that has left it since", async () => {
    world.have(written("a"));
    await world.write("a");
    const [early] = await world.database.snapshots(["a"]);
    if (early === undefined) throw new Error("The data node is lost");
    await world.write("a");
    await world.forget();
    const newest = world.node("a");
    const { revision } = world.store.meta();
    expect(world.store.node("a")).toBeNull();
    const late = await world.orchestrator.mend({ ...NOTHING, above: revision, adopt: [early] });
    expect([late.mended, world.node("a")]).toEqual([[], newest]);
    const [fresh] = await world.database.snapshots(["a"]);
    if (fresh === undefined) throw new Error("The data node is lost");
    const { mended } = await world.orchestrator.mend({ ...NOTHING, above: revision, adopt: [fresh] });
    expect([mended, world.node("a").edit_number]).toEqual([["a"], newest.edit_number]);
    expect(world.store.node("a")?.node).not.toHaveProperty("as_of");
  });

  it("frees a data node that D1 shows as locked and no job holds", async () => {
    world.have({ ...written("a"), edit_in_progress: true, revision: 3 });
    await world.orchestrator.mend({ ...NOTHING, above: 3, adopt: [world.node("a")] });
    expect(world.node("a").edit_in_progress).toBe(false);
  });

  it("ends a submission that it does not know: jobs that have not ended are CANCELED, others stay as they are", async () => {
    const jobs = [
      aJob({ id: "J1", status: "COMPLETED", submit_id: "S", domain: world.domain, revision: 5 }),
      aJob({ id: "J2", status: "RUNNING", submit_id: "S", domain: world.domain, revision: 6 }),
      aJob({ id: "J3", status: "BLOCKED", submit_id: "S", domain: world.domain, revision: 6 }),
    ];
    const submission = aSubmission({
      id: "S",
      domain: world.domain,
      job_ids: ["J1", "J2", "J3"],
      submission_status: "RUNNING",
      finished_at: null,
      revision: 6,
    });
    for (const job of jobs) world.database.jobs.set(job.id, job);
    world.database.submissions.set("S", submission);
    const answer = await world.orchestrator.mend({ ...NOTHING, above: 6, cancel: [{ submission, jobs }] });
    expect(answer).toEqual({ mended: ["S"], stored: true });
    expect([...world.database.jobs.values()].map(({ status }) => status)).toEqual([
      "COMPLETED",
      "CANCELED",
      "CANCELED",
    ]);
    expect(world.database.submissions.get("S")).toMatchObject({ submission_status: "CANCELED" });
    expect(world.database.submissions.get("S")?.finished_at).not.toBeNull();
    await world.platform.advance(3_600_000);
    expect(await world.woken()).toEqual([]);
  });

  it("ends jobs that it has lost of a submission that it knows to have ended, and changes nothing else of that", async () => {
    const run = await world.submit(CHAIN);
    for (const name of ["one", "two"]) await run.run(name);
    await world.orchestrator.deleteJob(run.jobIds[0] ?? "");
    const back = aJob({ id: run.jobIds[0] ?? "", status: "BLOCKED", submit_id: run.id, domain: world.domain });
    world.database.jobs.set(back.id, back);
    const { submission } = run;
    const answer = await world.orchestrator.mend({ ...NOTHING, cancel: [{ submission, jobs: [back] }] });
    expect(answer).toEqual({ mended: [run.id], stored: true });
    expect(world.database.jobs.get(back.id)?.status).toBe("CANCELED");
    expect(world.database.submissions.get(run.id)).toMatchObject({ submission_status: "COMPLETED" });
    const unfinished = await world.submit([task("late", ["c"], ["d"])]);
    const jobs = [aJob({ id: "JOB_x", status: "BLOCKED", submit_id: unfinished.id, domain: world.domain })];
    const cancel = [{ submission: unfinished.submission, jobs }];
    expect(await world.orchestrator.mend({ ...NOTHING, cancel })).toMatchObject({ mended: [] });
  });

  it("ends a submission whose jobs have all ended, and leaves one alone that it knows", async () => {
    const run = await world.submit(CHAIN);
    const known = { submission: run.submission, jobs: [run.job("one")] };
    const jobs = [aJob({ id: "J", status: "COMPLETED", submit_id: "S", domain: world.domain })];
    const submission = aSubmission({
      id: "S",
      domain: world.domain,
      job_ids: ["J"],
      finished_at: null,
      submission_status: "RUNNING",
    });
    const answer = await world.orchestrator.mend({ ...NOTHING, cancel: [known, { submission, jobs }] });
    expect(answer.mended).toEqual(["S"]);
    expect(world.database.submissions.get("S")).toMatchObject({ submission_status: "COMPLETED" });
    expect(run.statuses).toEqual({ one: "PENDING", two: "BLOCKED" });
  });
});
