import { expect, it } from "vitest";
import { planAndWrite } from "../../../src/d1/write/constraint.ts";
import { db, refusal } from "../world.ts";

/** Fails with what D1 says about a statement, that many times. */
function failing(sql: string, times: number) {
  const calls = { count: 0 };
  const attempt = async () => {
    calls.count += 1;
    if (calls.count <= times) await db.prepare(sql).run();
    return calls.count;
  };
  return { calls, attempt };
}

const STALE = "INSERT INTO cycles (id) SELECT NULL";
const TAKEN = "INSERT INTO parents VALUES ('c', 'p'), ('c', 'p')";

it.each([STALE, TAKEN])("what somebody else has made wrong is planned again: %s", async (sql) => {
  expect(await planAndWrite(failing(sql, 3).attempt)).toBe(4);
});

it("planning again has an end", async () => {
  const { calls, attempt } = failing(STALE, 1_000);
  expect(await refusal(planAndWrite(attempt))).toMatchObject({ code: "database_unavailable" });
  expect(calls.count).toBe(10);
});

it("any other failure is not tried again", async () => {
  const { calls, attempt } = failing("INSERT INTO parents VALUES ('c', NULL)", 1_000);
  await expect(planAndWrite(attempt)).rejects.toThrow("NOT NULL constraint failed: parents.parent_id");
  expect(calls.count).toBe(1);
});
