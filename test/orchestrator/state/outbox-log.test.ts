import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OutboxEntry } from "../../../src/core/jobs/state/records.ts";
import { applySchema } from "../../../src/orchestrator/state/object-schema.ts";
import { OutboxLog } from "../../../src/orchestrator/state/outbox-log.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";

const entry = (id: string): OutboxEntry => ["job", id, null];

describe("the log of changes that D1 has not confirmed", () => {
  let sql: ObjectSqlite;
  let log: OutboxLog;

  beforeEach(() => {
    sql = new ObjectSqlite();
    applySchema(sql);
    log = new OutboxLog(sql);
  });

  const idsOf = (from: OutboxLog, limit = 9) => from.read(limit).flatMap(({ entries }) => entries.map(([, id]) => id));
  const confirm = (count: number) => log.confirm(log.read(count).at(-1)?.sequence ?? 0);

  it("is empty only when all that was posted is confirmed", () => {
    expect(log.isEmpty()).toBe(true);
    log.post(1, [entry("a")]);
    log.post(2, [entry("b")]);
    confirm(1);
    expect([log.isEmpty(), idsOf(log)]).toEqual([false, ["b"]]);
    log.post(3, [entry("c")]);
    confirm(1);
    expect([log.isEmpty(), idsOf(log)]).toEqual([false, ["c"]]);
    confirm(1);
    expect([log.isEmpty(), idsOf(log)]).toEqual([true, []]);
  });

  it("stays confirmed as far as it was when an earlier place is confirmed after a later one", () => {
    log.post(1, [entry("a")]);
    confirm(1);
    const { confirmed } = log;
    log.confirm(0);
    expect([confirmed > 0, log.confirmed]).toEqual([true, confirmed]);
  });

  it("comes in the order of the transactions and of their parts, as much as is asked for", () => {
    const many = Array.from({ length: 250 }, (_, index) => entry(`many ${index}`));
    log.post(1, many);
    log.post(2, [entry("last")]);
    const all = [...many.map(([, id]) => id), "last"];
    expect([idsOf(log), idsOf(new OutboxLog(sql))]).toEqual([all, all]);
    expect(log.read(2)).toHaveLength(2);
    expect(log.read(9).map(({ revision }) => revision)).toEqual([1, 1, 1, 2]);
  });

  it("is read again after an eviction, until a transaction has removed it", () => {
    log.post(1, [entry("a")]);
    confirm(9);
    expect([log.isEmpty(), idsOf(new OutboxLog(sql))]).toEqual([true, ["a"]]);
    log.removeConfirmed();
    log.post(2, [entry("b")]);
    expect([idsOf(log), idsOf(new OutboxLog(sql))]).toEqual([["b"], ["b"]]);
    const writes = vi.spyOn(sql, "run");
    log.removeConfirmed();
    expect(writes).not.toHaveBeenCalled();
  });

  it("is read anew when memory may be wrong", () => {
    log.post(1, [entry("a")]);
    expect(log.isEmpty()).toBe(false);
    sql.run("DELETE FROM changes");
    log.forget();
    expect([log.isEmpty(), idsOf(log)]).toEqual([true, []]);
  });

  it("is not read while the object lives, unless it has become too much to keep", () => {
    log.begin([], 0);
    const reads = vi.spyOn(sql, "all");
    log.post(1, [entry("a")]);
    expect([log.isEmpty(), idsOf(log), reads.mock.calls.length]).toEqual([false, ["a"], 0]);
    log.post(2, [["edit", "large", { body: "x".repeat(2_000_000) }]]);
    expect([log.isEmpty(), idsOf(log), reads.mock.calls.length]).toEqual([false, ["a", "large"], 2]);
    confirm(9);
    expect(log.isEmpty()).toBe(true);
    log.post(3, [entry("b")]);
    reads.mockClear();
    expect([idsOf(log), reads.mock.calls.length]).toEqual([["b"], 0]);
  });

  it("gives each change once, in order, also when it is larger than the memory for it", () => {
    log.begin([], 0);
    const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const body = "x".repeat(150_000);
    for (const [index, id] of ids.entries()) log.post(index + 1, [["edit", id, { body }]]);
    const seen: string[] = [];
    for (let reads = 0; reads < ids.length && !log.isEmpty(); reads += 1) {
      seen.push(...idsOf(log, 3));
      confirm(3);
    }
    expect(seen).toEqual(ids);
  });

  it("cuts a large transaction into rows of bounded size, each as large as may be, and keeps the same in memory", () => {
    log.begin([], 0);
    const sizes = { first: 250_000, second: 150_000, third: 100_000, fourth: 50_000 };
    log.post(
      1,
      Object.entries(sizes).map(([id, size]) => ["edit", id, { body: "x".repeat(size) }]),
    );
    const parts = (from: OutboxLog) => from.read(9).map(({ entries }) => entries.map(([, id]) => id));
    const expected = [["first"], ["second"], ["third", "fourth"]];
    expect([parts(log), parts(new OutboxLog(sql))]).toEqual([expected, expected]);
  });
});
