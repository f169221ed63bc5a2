import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { DOCUMENTS, documentForm } from "../../src/core/jobs/state/documents.ts";
import type { JobRecord } from "../../src/core/jobs/state/records.ts";
import type { JobResult } from "../../src/core/ports/orchestrator.ts";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { dataNode, payload, written } from "./world/factories.ts";
import { LEASE_MS, World, type WorldOptions } from "./world/world.ts";

/**
 * The SQLite of an object of the last release before documents had a form: job `one` runs, `two` is blocked on it, `three`
 * has ended, Ann has locked node `a`, and D1 has confirmed the submission only.
 */
const FIRST_FORM = readFileSync(path.join(import.meta.dirname, "fixtures/object-of-first-form.sql"), "utf8");
const [ONE, TWO, THREE] = ["JOB_one_uuid-2", "JOB_two_uuid-4", "JOB_three_uuid-3"];
const SUBMISSION = "SUBMISSION_uuid-1";

function worldOfFirstForm(options: WorldOptions = {}): World {
  const sql = new ObjectSqlite();
  for (const statement of FIRST_FORM.trimEnd().split(";\n")) sql.run(statement);
  const world = new World({ ...options, sql, alarmAtMs: Date.UTC(2026, 10, 23, 6, 0, 1) });
  world.have(written("a"), ...["b", "c", "d"].map((id) => dataNode(id)));
  return world;
}

const result = (data_node_id: string): JobResult => ({
  kind: "completed",
  outputs: [{ data_node_id, payload: payload("value") }],
});

const documentOf = (world: World, id: string) => {
  const [row] = world.sql.all<{ job: string }>("SELECT job FROM jobs WHERE id = ?", id);
  return JSON.parse(row?.job ?? "null");
};

describe("an object that the release before forms has written", () => {
  it("goes on with its unfinished jobs, and brings D1 up to date", async () => {
    const world = worldOfFirstForm();
    const answer = await world.end({ job_id: ONE, token: 1 } as never, result("b"), true);
    expect(answer).toMatchObject({ accepted: true, next: { job_id: TWO, token: 1 } });
    await world.end({ job_id: TWO, token: 1 } as never, result("c"));
    await world.platform.settle();
    expect(world.store.submission(SUBMISSION)?.submission).toMatchObject({
      submission_status: "COMPLETED",
      finished_at: expect.any(String),
    });
    const statuses = [ONE, TWO, THREE].map((id) => world.database.jobs.get(id)?.status);
    expect(statuses).toEqual(["COMPLETED", "COMPLETED", "COMPLETED"]);
    expect([...world.database.edits.keys()].sort()).toEqual(["b#1", "c#1", "d#1"]);
  });

  it("still ends its leases and its editors' locks", async () => {
    const world = worldOfFirstForm();
    await world.platform.advance(2 * LEASE_MS);
    expect(world.store.job(ONE)?.job.status).toBe("PENDING");
    expect(await world.woken()).toContain("one");
    expect(world.node("a")).toMatchObject({ edit_in_progress: false, editor_id: null });
  });

  it("leaves its editors' locks to the editors' names, whichever caller gives them", async () => {
    const world = worldOfFirstForm();
    const bob = { actor: "user:bob", is_admin: false };
    const { editor_id } = world.cache.node("a")?.node ?? {};
    expect(await world.orchestrator.unlockDataNode(world.node("a"), "another name", bob)).toMatchObject({ ok: false });
    const unlocked = await world.orchestrator.unlockDataNode(world.node("a"), editor_id ?? "", bob);
    expect(unlocked).toMatchObject({ ok: true, value: { value: { editor_id: null, editor_actor: null } } });
  });

  it("says the form of what it writes from now on, in its own SQLite only", async () => {
    const world = worldOfFirstForm({ layout: "tables" });
    expect(documentOf(world, ONE).form).toBeUndefined();
    await world.end({ job_id: ONE, token: 1 } as never, result("b"), true);
    await world.platform.settle();
    expect(documentOf(world, ONE)).toMatchObject({ form: 4, actor: null, slot: null, lost: null, ahead: null });
    const sent = world.database.batches.flatMap((rows) => Object.values(rows).flat() as object[]);
    expect(sent.filter((row) => typeof row === "object" && "form" in row)).toEqual([]);
  });
});

describe("a release whose jobs have one field more", () => {
  interface Prioritised extends JobRecord {
    readonly job: JobRecord["job"] & { readonly priority: number };
  }

  const documents = {
    ...DOCUMENTS,
    job: documentForm<Prioritised>([{ adds: { slot: null, ahead: null, job: { priority: 5 } } }]),
  };

  it("reads older jobs with it, runs them, and writes them with it", async () => {
    const world = worldOfFirstForm({ documents, layout: "tables" });
    expect(world.cache.job(ONE)?.job).toMatchObject({ id: ONE, priority: 5 });
    const { next } = await world.end({ job_id: ONE, token: 1 } as never, result("b"), true);
    expect(next?.job_id).toBe(TWO);
    await world.platform.settle();
    expect([documentOf(world, ONE), documentOf(world, TWO)]).toMatchObject([
      { form: 2, job: { status: "COMPLETED", priority: 5 } },
      { form: 2, job: { status: "RUNNING", priority: 5 } },
    ]);
    expect(documentOf(world, THREE).form).toBeUndefined();
    expect(world.database.jobs.get(ONE)).toMatchObject({ status: "COMPLETED", priority: 5 });
  });

  it("reads all jobs of a submission with it, also those that one query reads", async () => {
    const world = worldOfFirstForm({ documents });
    expect(world.cache.activeJobs(SUBMISSION)).toMatchObject([{ job: { priority: 5 } }, { job: { priority: 5 } }]);
  });
});
