import { describe, expect, it, vi } from "vitest";
import { grantFree, noteHeld, noteRequests, noteReturns } from "../../../src/core/jobs/slots/grants.ts";
import { SlotRows } from "../../../src/orchestrator/slots/slot-rows.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";

const NOW = 1_000_000_000;
const LIMITS = () => ({ task: 3, application: 5 });

/** The table as the first release of it made it. */
const FIRST_SCHEMA = [
  `CREATE TABLE slots (job_id TEXT PRIMARY KEY, domain TEXT NOT NULL, task_config_id TEXT NOT NULL,
     ticket INTEGER NOT NULL, accepted TEXT NOT NULL, position INTEGER NOT NULL, seen INTEGER) WITHOUT ROWID`,
  "CREATE INDEX slots_waiting ON slots (task_config_id, accepted, position, job_id) WHERE seen IS NULL",
];

const request = (index: number) => ({
  job_id: `JOB_${index}`,
  ticket: 1,
  task_config_id: `task_${index % 2}`,
  accepted: "2026-11-30T00:00:00.000000",
  position: index,
});

function opened(sql: ObjectSqlite): SlotRows {
  const rows = new SlotRows(sql);
  rows.open();
  return rows;
}

/** How SQLite carries out each query of a request, a return, and a check, beside 10,000 requests that wait. */
function plansOf(sql: ObjectSqlite): string[] {
  const rows = opened(sql);
  const all = Array.from({ length: 10_000 }, (_, index) => request(index));
  noteRequests(rows, "SCENARIO_s", all);
  grantFree(rows, LIMITS, NOW);
  const spies = [vi.spyOn(sql, "all"), vi.spyOn(sql, "run")];
  noteRequests(rows, "SCENARIO_s", [request(10_000)]);
  noteReturns(rows, [request(0)]);
  expect(grantFree(rows, LIMITS, NOW + 1)).toHaveLength(1);
  noteHeld(rows, rows.unconfirmedSince(NOW, 10), NOW + 2);
  const queries = spies.flatMap(({ mock }) => mock.calls);
  for (const spy of spies) spy.mockRestore();
  return queries.flatMap(([query, ...bindings]) =>
    sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...bindings).map(({ detail }) => detail),
  );
}

describe.each([
  ["a new object", []],
  ["an object that has made its table before it had all indexes", FIRST_SCHEMA],
])("the table of slots in %s", (_, schema) => {
  it("finds what a request, a return or a check needs without reading the requests that wait", () => {
    const sql = new ObjectSqlite();
    for (const statement of schema) sql.run(statement);
    const plans = plansOf(sql);
    const read = plans.filter((plan) => /^(SCAN|SEARCH) slots/.test(plan));
    expect(read.length).toBeGreaterThan(5);
    // The slots that are held are at most as many as the limits allow.
    expect(read.filter((plan) => !plan.startsWith("SEARCH slots USING") && !plan.includes("slots_held"))).toEqual([]);
    expect(plans.filter((plan) => plan.includes("slots_held")).length).toBeGreaterThan(1);
  });
});
