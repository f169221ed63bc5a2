import { describe, expect, it } from "vitest";
import { documentForm } from "../../src/core/jobs/state/documents.ts";
import type { OutboxKind, TimerKind } from "../../src/core/jobs/state/records.ts";
import type { JobStatus } from "../../src/core/jobs/statuses.ts";
import { JOB_STATUSES } from "../../src/core/jobs/statuses.ts";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { releasedOrchestrator } from "./released-orchestrator.ts";
import { LAST_RELEASE, simulatedRelease } from "./releases.ts";
import * as current from "./simulated-release.ts";

/** Words that an object stores and that the last release's code decides by. A new one does not compile without its line. */
type Known<Word extends string> = Readonly<Record<Word, "known to the last release">>;

const known = "known to the last release";
const TIMERS: Known<TimerKind> = { job: known, editor_lock: known, foreign_wait: known, outbox: known };
/** The rows of calls are left out by the last release: they ride with what they tell of, which it sends. */
const OUTBOX: Known<Exclude<OutboxKind, "audit">> = {
  edit: known,
  file: known,
  data_node: known,
  job: known,
  submission: known,
  foreign_wait: known,
};
const STATUSES: Known<JobStatus> = {
  SUBMITTED: known,
  BLOCKED: known,
  PENDING: known,
  RUNNING: known,
  CANCELED: known,
  FAILED: known,
  COMPLETED: known,
  SKIPPED: known,
  ABANDONED: known,
};

const dueTimers = (sql: ObjectSqlite) => sql.all("SELECT kind FROM timers WHERE due <= 0");

async function withTimers(kinds: readonly string[]): Promise<ObjectSqlite> {
  const sql = new ObjectSqlite();
  await releasedOrchestrator(current, sql).claim("no job");
  for (const kind of kinds) sql.run("INSERT INTO timers (kind, id, due) VALUES (?, 'x', 0)", kind);
  return sql;
}

describe("what an object stores", () => {
  it("has only timers that the last release clears or sets again, else its alarm would ring without a pause", async () => {
    const last = await simulatedRelease(LAST_RELEASE);
    const sql = await withTimers(Object.keys(TIMERS));
    await releasedOrchestrator(last, sql).alarm();
    expect(dueTimers(sql)).toEqual([]);
    const unknown = await withTimers(["unknown"]);
    await releasedOrchestrator(last, unknown).alarm();
    expect(dueTimers(unknown)).toHaveLength(1);
  });

  it("may have a timer that only the next release knows: it stays, and rings later", async () => {
    const sql = await withTimers([...Object.keys(TIMERS), "of the next release"]);
    await releasedOrchestrator(current, sql).alarm();
    expect(dueTimers(sql)).toEqual([]);
    expect(sql.all("SELECT kind FROM timers WHERE kind = 'of the next release'")).toHaveLength(1);
  });

  it("has only statuses and changes for D1 that the last release has, too", async () => {
    expect(Object.keys(STATUSES).toSorted()).toEqual([...JOB_STATUSES].toSorted());
    expect(Object.keys(OUTBOX)).toHaveLength(6);
  });

  it("has documents that keep what only the next release knows", () => {
    const next = documentForm([{ adds: { slot: null } }, { adds: { next: 1 } }]);
    const text = next.encode({ slot: 3, next: 5 });
    const rewritten = documentForm([{ adds: { slot: null } }]);
    expect(next.decode(rewritten.encode(rewritten.decode(text)))).toEqual({ slot: 3, next: 5 });
  });
});
