import { beforeEach, describe, expect, it } from "vitest";
import { planAndWrite, STALE } from "../../../src/core/planning/plan-and-write.ts";
import { abortIf, abortUnless, unlessRefused } from "../../../src/d1/write/abort.ts";
import { db, emptyDatabase, refusal, rowCounts } from "../world.ts";

const insert = () => db.prepare("INSERT INTO parents VALUES ('c', 'p')");
const batch = (...statements: D1PreparedStatement[]) => unlessRefused(db.batch(statements));

beforeEach(emptyDatabase);

describe("a batch that aborts itself", () => {
  it("writes nothing when the condition of abortIf holds, whatever stands before it", async () => {
    expect(await batch(insert(), abortIf(db, "?1 = ?2", "a", "a"))).toBe(STALE);
    expect(await rowCounts()).toMatchObject({ parents: 0, cycles: 0 });
  });

  it("writes everything else, and no cycle, when the condition of abortIf does not hold", async () => {
    expect(await batch(abortIf(db, "?1 = ?2", "a", "b"), insert())).toHaveLength(2);
    expect(await rowCounts()).toMatchObject({ parents: 1, cycles: 0 });
  });

  it("writes nothing unless the whole condition of abortUnless holds", async () => {
    expect(await batch(insert(), abortUnless(db, "?1 = 1 OR ?1 = 2", 3))).toBe(STALE);
    expect(await rowCounts()).toMatchObject({ parents: 0 });
    expect(await batch(insert(), abortUnless(db, "?1 = 1 OR ?1 = 2", 2))).toHaveLength(2);
    expect(await rowCounts()).toMatchObject({ parents: 1, cycles: 0 });
  });
});

describe("a plan that another caller has made wrong", () => {
  /** Fails with what D1 says about a statement, that many times. */
  function failing(statement: D1PreparedStatement, times: number) {
    const calls = { count: 0 };
    const attempt = async () => {
      calls.count += 1;
      const written = calls.count <= times ? await unlessRefused(statement.run()) : null;
      return written === STALE ? STALE : calls.count;
    };
    return { calls, attempt };
  }

  it("is made again when its batch aborted itself", async () => {
    expect(await planAndWrite(failing(abortIf(db, "true"), 3).attempt)).toBe(4);
  });

  it("is made again when its batch inserts a key that is taken", async () => {
    const taken = db.prepare("INSERT INTO parents VALUES ('c', 'p'), ('c', 'p')");
    expect(await planAndWrite(failing(taken, 3).attempt)).toBe(4);
  });

  it("is made ten times at most", async () => {
    const { calls, attempt } = failing(abortIf(db, "true"), 1_000);
    expect(await refusal(planAndWrite(attempt))).toMatchObject({ code: "too_many_changes" });
    expect(calls.count).toBe(10);
  });

  it("is not made again after any other failure", async () => {
    const { calls, attempt } = failing(db.prepare("INSERT INTO parents VALUES ('c', NULL)"), 1_000);
    await expect(planAndWrite(attempt)).rejects.toThrow("NOT NULL constraint failed: parents.parent_id");
    expect(calls.count).toBe(1);
  });
});
