import { beforeEach, describe, expect, it } from "vitest";
import type { AuditEntry } from "../../../src/core/access/audited-call.ts";
import type { AuditQuery, Refusal } from "../../../src/core/ports/audit-log.ts";
import { formatTime, MICROSECONDS_PER_DAY, parseTime } from "../../../src/core/time.ts";
import { createAuditLog } from "../../../src/d1/audit/audit-log.ts";
import { createAuditSweepStore } from "../../../src/d1/audit/audit-sweep.ts";
import { MAX_ROWS_A_DAY } from "../../../src/d1/audit/refusal-rows.ts";
import { sweepAudit } from "../../../src/usecases/sweep.ts";
import { db } from "../world.ts";

const START = parseTime("2026-11-23T06:00:00") ?? 0;
const SECOND = 1_000_000;

const entry = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
  request_id: "r",
  actor_kind: "api_key",
  actor_id: "key-1",
  actor_name: "ci",
  operation: "createScenario",
  method: "POST",
  entity_id: "SCENARIO_s_1",
  address: "192.0.2.1",
  status: 201,
  result: "ok",
  changes: null,
  ...fields,
});
/** A refused call of a known caller. */
const refused = (fields: Partial<AuditEntry> = {}) => entry({ status: 403, result: "forbidden", ...fields });
/** A refused call of an unknown caller. */
const refusal = (fields: Partial<Refusal> = {}): Refusal => ({
  operation: "createScenario",
  method: "POST",
  status: 401,
  result: "unauthenticated",
  network: "192.0.2.1",
  account: null,
  ...fields,
});

/** A log over the file's database whose time and waits the test rules. */
function createWorld({ database = db }: { database?: D1Database } = {}) {
  const time = { now: START };
  const lines: { event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const waits: number[] = [];
  let uuids = 0;
  const audit = createAuditLog({
    db: database,
    clock: () => time.now,
    newUuid: () => `${String(++uuids).padStart(6, "0")}`,
    log: (event, fields) => void lines.push({ event, fields }),
    sleep: async (ms) => void waits.push(ms),
  });
  const read = async (query: Partial<AuditQuery> = {}) => {
    const { text, next } = await audit.page({ after: null, limit: 1_000, ...query });
    const rows: { id: string; at: string; last_at: string; entity_id: string; operation: string; count: number }[] =
      JSON.parse(`[${text}]`);
    return { rows, next };
  };
  return { audit, time, lines, waits, read };
}

/** A database that fails so many batches, and counts them. */
function failing(times: number) {
  const state = { left: times, batches: 0 };
  const database = new Proxy(db, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name).bind(target);
      return async (statements: D1PreparedStatement[]) => {
        state.batches += 1;
        if (state.left > 0) {
          state.left -= 1;
          throw new Error("D1_ERROR: the database does not answer");
        }
        return target.batch(statements);
      };
    },
  });
  return { database, state };
}

beforeEach(async () => {
  await db.exec("DELETE FROM audit");
  await db.exec("DELETE FROM refused_days");
});

describe("a row of the audit log", () => {
  it("has everything that was recorded, and the time", async () => {
    const { audit, read } = createWorld();
    await audit.record(entry());
    const { rows } = await read();
    expect(rows).toEqual([
      {
        id: "2026-11-23T06:00:00-000001",
        at: "2026-11-23T06:00:00",
        last_at: "2026-11-23T06:00:00",
        request_id: "r",
        actor: { kind: "api_key", id: "key-1", name: "ci" },
        operation: "createScenario",
        method: "POST",
        entity_id: "SCENARIO_s_1",
        address: "192.0.2.1",
        status: 201,
        result: "ok",
        changes: null,
        count: 1,
      },
    ]);
  });

  it("is written together with the others of a short time, and each change has a row of its own", async () => {
    const { database, state } = failing(0);
    const { audit, read } = createWorld({ database });
    await Promise.all(Array.from({ length: 100 }, () => audit.record(entry())));
    expect(state.batches).toBe(1);
    expect((await read()).rows).toHaveLength(100);
  });

  it("waits 50 milliseconds at most, and the rows of that time wait together", async () => {
    const { audit, waits } = createWorld();
    await Promise.all([audit.record(entry()), audit.record(entry()), audit.record(entry())]);
    expect(waits).toEqual([50]);
  });

  it("is written by the next request when the platform has stopped the one that should write it", async () => {
    const time = { now: START };
    const stopped = new Promise<void>(() => {});
    const sleeps = [stopped, Promise.resolve()];
    let uuids = 0;
    const audit = createAuditLog({
      db,
      clock: () => time.now,
      newUuid: () => String(++uuids),
      log: () => {},
      sleep: () => sleeps.shift() ?? Promise.resolve(),
    });
    void audit.record(entry({ entity_id: "a" }));
    time.now += SECOND;
    await audit.record(entry({ entity_id: "b" }));
    expect((await audit.page({ after: null, limit: 10 })).text).toBe("");
    time.now += 5 * SECOND;
    await audit.record(entry({ entity_id: "c" }));
    const { text } = await audit.page({ after: null, limit: 10 });
    expect(JSON.parse(`[${text}]`).map((row: { entity_id: string }) => row.entity_id)).toEqual(["c", "b", "a"]);
  });
});

describe("equal refusals of a known caller", () => {
  it("are one row with a count, whatever ids the paths name", async () => {
    const { audit, read } = createWorld();
    await Promise.all(
      Array.from({ length: 300 }, (_, at) => audit.record(refused({ request_id: `r${at}`, entity_id: `x${at}` }))),
    );
    const { rows } = await read();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ count: 300, entity_id: null, request_id: null, address: "192.0.2.1" });
  });

  it("are separate rows when actor, address, operation or reason differ", async () => {
    const { audit, read } = createWorld();
    const different = [
      refused(),
      refused({ address: "192.0.2.2" }),
      refused({ operation: "createCycle" }),
      refused({ status: 429, result: "rate_limited" }),
      refused({ actor_id: "key-2" }),
      refused({ actor_kind: "user" }),
    ];
    await Promise.all([...different, ...different].map((each) => audit.record(each)));
    expect((await read()).rows.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it("are separate rows for each entity when a handler refused them", async () => {
    const { audit, read } = createWorld();
    const locked = (entity_id: string) => entry({ status: 423, result: "edit_locked", entity_id });
    await Promise.all([locked("a"), locked("b"), locked("a")].map((each) => audit.record(each)));
    expect((await read()).rows.map(({ entity_id, count }) => [entity_id, count]).sort()).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });

  it("are one row for ten minutes, with the times of the first and the last, and then another one", async () => {
    const { audit, time, read } = createWorld();
    for (const second of [0, 1, 599, 600]) {
      time.now = START + second * SECOND;
      await audit.record(refused({ request_id: `r${second}` }));
    }
    expect((await read()).rows).toMatchObject([
      { at: "2026-11-23T06:10:00", last_at: "2026-11-23T06:10:00", request_id: "r600", count: 1 },
      { at: "2026-11-23T06:00:00", last_at: "2026-11-23T06:09:59", request_id: null, count: 3 },
    ]);
  });
});

describe("refused calls of unknown callers", () => {
  it("are one row for ten minutes, also when several isolates answer them", async () => {
    const isolates = [createWorld(), createWorld()];
    for (const second of [0, 1, 599, 600]) {
      for (const { audit, time } of isolates) {
        time.now = START + second * SECOND;
        await Promise.all([audit.count(refusal()), audit.count(refusal())]);
      }
    }
    const { rows } = await createWorld().read();
    expect(rows).toMatchObject([
      { at: "2026-11-23T06:10:00", last_at: "2026-11-23T06:10:00", count: 4 },
      {
        at: "2026-11-23T06:00:00",
        last_at: "2026-11-23T06:09:59",
        request_id: null,
        actor: { kind: "anonymous", id: "", name: "anonymous" },
        operation: "createScenario",
        method: "POST",
        entity_id: null,
        address: "192.0.2.1",
        status: 401,
        result: "unauthenticated",
        changes: null,
        count: 12,
      },
    ]);
  });

  it("are separate rows when operation, reason, network or account differ", async () => {
    const { audit, read } = createWorld();
    const different = [
      refusal(),
      refusal({ network: "192.0.2.2" }),
      refusal({ operation: "createCycle" }),
      refusal({ status: 429, result: "rate_limited" }),
      refusal({ account: "ann" }),
      refusal({ account: "bob" }),
    ];
    await Promise.all([...different, ...different].map((each) => audit.count(each)));
    expect((await read()).rows.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2, 2]);
    expect((await read({ entity_id: "ann" })).rows).toMatchObject([{ entity_id: "ann", count: 2 }]);
  });

  it("are written together a few seconds after the first, so that a flood costs few writes", async () => {
    const { database, state } = failing(0);
    const { audit, waits } = createWorld({ database });
    await Promise.all(
      Array.from({ length: 1_000 }, (_, at) => audit.count(refusal({ network: `192.0.2.${at % 50}` }))),
    );
    expect([waits, state.batches]).toEqual([[5_000], 1]);
  });

  it("begin a bounded number of rows a day, then one row counts all further ones", async () => {
    const { audit, time, read } = createWorld();
    let calls = 0;
    for (let minute = 0; minute < 24 * 60; minute += 20) {
      time.now = START - 6 * 3_600 * SECOND + minute * 60 * SECOND;
      await Promise.all(
        Array.from({ length: 40 }, (_, at) => audit.count(refusal({ network: `2001:db8:${minute}:${at}::/64` }))),
      );
      calls += 40;
    }
    const [total, ...rows] = (await read({ limit: 5_000 })).rows;
    expect(total).toMatchObject({ operation: "various", status: null, result: "various", address: null });
    expect(rows.length).toBeLessThanOrEqual(MAX_ROWS_A_DAY);
    expect(rows.length).toBeGreaterThan(0.9 * MAX_ROWS_A_DAY);
    expect([total, ...rows].reduce((sum, row) => sum + (row?.count ?? 0), 0)).toBe(calls);
  });

  it("still count in the rows that they have when a day has no room for more", async () => {
    const { audit, read } = createWorld();
    await audit.count(refusal());
    await db.exec("UPDATE refused_days SET begun = 1000000");
    await audit.count(refusal());
    await audit.count(refusal({ network: "192.0.2.2" }));
    expect((await read()).rows.map(({ operation, count }) => [operation, count])).toEqual([
      ["various", 1],
      ["createScenario", 2],
    ]);
  });

  it("leave the next day and wrong passwords of existing users their own room", async () => {
    const { audit, time, read } = createWorld();
    await audit.count(refusal());
    await db.exec("UPDATE refused_days SET begun = 1000000");
    await audit.count(refusal({ operation: "login", account: "ann" }));
    time.now += MICROSECONDS_PER_DAY;
    await audit.count(refusal({ operation: "createCycle" }));
    expect((await read()).rows.map(({ operation }) => operation)).toEqual(["createCycle", "login", "createScenario"]);
  });

  it("become a bounded number of rows when they come from thousands of addresses, and leave room for changes", async () => {
    const { audit, read, lines } = createWorld();
    const flood = Array.from({ length: 20_000 }, (_, at) =>
      audit.count(refusal({ network: `2001:db8:${at.toString(16)}::/64` })),
    );
    await Promise.all([...flood, audit.record(entry({ entity_id: "the change" }))]);
    const { rows } = await read();
    expect(rows.length).toBeLessThanOrEqual(502);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(20_001);
    expect(rows.filter(({ entity_id }) => entity_id === "the change")).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it("are counted by a later write when the database fails for long", async () => {
    const { database } = failing(3);
    const { audit, read } = createWorld({ database });
    await Promise.all(Array.from({ length: 600 }, (_, at) => audit.count(refusal({ network: `192.0.2.${at}` }))));
    expect((await read()).rows).toEqual([]);
    await audit.count(refusal());
    expect((await read()).rows.reduce((sum, { count }) => sum + count, 0)).toBe(601);
  });
});

describe("a very long text of a known caller", () => {
  const long = "x".repeat(1_024);

  it("is cut in its row, and the row is still found by the whole text", async () => {
    const { audit, read } = createWorld();
    await audit.record(entry({ entity_id: long, actor_id: `${long}@`, actor_name: long }));
    const [row] = (await read({ entity_id: long, actor: `${long}@` })).rows;
    expect(row?.entity_id).toBe(`${"x".repeat(299)}…`);
    expect(JSON.stringify(row).length).toBeLessThan(1_500);
  });
});

describe("audit rows", () => {
  it("are written once when the database fails the first time and the write is repeated", async () => {
    const { database } = failing(2);
    const { audit, read, lines } = createWorld({ database });
    await audit.record(entry());
    expect((await read()).rows).toHaveLength(1);
    expect(lines.map(({ event }) => event)).toEqual(["audit_not_written", "audit_not_written"]);
  });

  it("are written by the next request when the database fails for long", async () => {
    const { database } = failing(3);
    const { audit, read } = createWorld({ database });
    await audit.record(entry({ entity_id: "a" }));
    expect((await read()).rows).toEqual([]);
    await audit.record(entry({ entity_id: "b" }));
    expect((await read()).rows.map(({ entity_id }) => entity_id)).toEqual(["b", "a"]);
  });

  it("take bounded memory when the database never answers, and the log counts the lost ones", async () => {
    const { database } = failing(Number.POSITIVE_INFINITY);
    const { audit, lines } = createWorld({ database });
    for (let round = 0; round < 7; round += 1) {
      await Promise.all(Array.from({ length: 1_000 }, () => audit.record(entry())));
    }
    await audit.record(entry());
    const lost = lines.filter(({ event }) => event === "audit_lost").map(({ fields }) => fields.rows);
    expect(lost).toEqual([1_000, 1_000, 1]);
  });
});

describe("the list of audit rows", () => {
  async function written() {
    const world = createWorld();
    for (let at = 0; at < 10; at += 1) {
      world.time.now = START + at * SECOND;
      const who = {
        actor_id: at % 2 === 0 ? "even" : "odd",
        operation: at < 5 ? "early" : "late",
        entity_id: `e${at}`,
      };
      await world.audit.record(entry(who));
    }
    const ids = async (query: Partial<AuditQuery>) =>
      (await world.read(query)).rows.map(({ entity_id }) => entity_id).join(" ");
    return { ...world, ids };
  }

  it("shows each row once, the newest first, page by page", async () => {
    const { read } = await written();
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { rows, next }: { rows: { entity_id: string }[]; next: string | null } = await read({ after, limit: 3 });
      found.push(...rows.map(({ entity_id }) => entity_id));
      after = next;
    } while (after !== null);
    expect(found).toEqual(["e9", "e8", "e7", "e6", "e5", "e4", "e3", "e2", "e1", "e0"]);
  });

  it("can be filtered by actor, entity, operation and time, also by all of them", async () => {
    const { ids } = await written();
    expect(await ids({ actor: "odd" })).toBe("e9 e7 e5 e3 e1");
    expect(await ids({ entity_id: "e4" })).toBe("e4");
    expect(await ids({ operation: "early" })).toBe("e4 e3 e2 e1 e0");
    expect(await ids({ since: formatTime(START + 8 * SECOND) })).toBe("e9 e8");
    expect(await ids({ until: formatTime(START + 2 * SECOND) })).toBe("e1 e0");
    expect(await ids({ actor: "even", operation: "late", since: formatTime(START + 7 * SECOND) })).toBe("e8");
    expect(await ids({ actor: "' OR 1=1 --" })).toBe("");
  });

  it("shows a row of several calls for each time that lies between its first and its last", async () => {
    const { audit, time, read } = createWorld();
    const at = (second: number) => formatTime(START + second * SECOND);
    for (const second of [60, 180]) {
      time.now = START + second * SECOND;
      await audit.count(refusal());
    }
    const counts = async (query: Partial<AuditQuery>) => (await read(query)).rows.map(({ count }) => count);
    expect(await counts({ since: at(120) })).toEqual([2]);
    expect(await counts({ since: at(180), until: at(600) })).toEqual([2]);
    expect(await counts({ since: at(181) })).toEqual([]);
    expect(await counts({ until: at(60) })).toEqual([]);
    expect(await counts({ until: at(61) })).toEqual([2]);
  });

  it("shows what a change of roles or of a password has changed", async () => {
    const { audit, read } = createWorld();
    const changes = { roles: { from: null, to: ["TAIPY_READER" as const] }, password: "changed" as const };
    await audit.record(entry({ operation: "createUser", changes }));
    expect((await read()).rows).toMatchObject([{ changes }]);
  });

  it("ends a page after a bounded number of rows that a filter leaves out, and goes on after them", async () => {
    const { read } = createWorld();
    await fill(25_000, START);
    const found: number[] = [];
    let after: string | null = null;
    do {
      const page: { rows: unknown[]; next: string | null } = await read({ after, limit: 10, actor: "nobody" });
      found.push(page.rows.length);
      after = page.next;
    } while (after !== null);
    expect(found).toEqual([0, 0, 0]);
  });

  it.each(["x", "'", "2026", "9".repeat(2_000)])("with the cursor %j is refused", async (after) => {
    await expect(createWorld().audit.page({ after, limit: 1 })).rejects.toMatchObject({ code: "invalid_query" });
  });

  it("reads only the rows of its range of time", async () => {
    const explain = async (sql: string) =>
      (await db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all<{ detail: string }>()).results.map(({ detail }) => detail);
    expect(await explain("SELECT * FROM audit WHERE id < 'b' AND id >= 'a' ORDER BY id DESC LIMIT 10")).toEqual([
      "SEARCH audit USING PRIMARY KEY (id>? AND id<?)",
    ]);
    const removal = await explain(
      "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < 'b' ORDER BY id LIMIT 10)",
    );
    expect(removal.filter((detail) => detail.startsWith("SCAN"))).toEqual([]);
  });
});

/** Rows a microsecond apart. */
async function fill(count: number, from: number): Promise<void> {
  const prefix = formatTime(from).slice(0, 19);
  await db
    .prepare(
      `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < ?2) INSERT INTO audit
        (id, at, request_id, actor_kind, actor_id, actor_name, operation, method, entity_id, address, status, result, count)
        SELECT ?1 || printf('.%06d', n) || '-x', ?1 || printf('.%06d', n), 'r', 'user', 'u', 'u', 'o', 'PUT', NULL, NULL, 200, 'ok', 1 FROM i`,
    )
    .bind(prefix, count)
    .run();
}

describe("the sweep of the audit log", () => {
  const count = () => db.prepare("SELECT count(*) AS n FROM audit").first<number>("n");

  const removeOld = () => sweepAudit({ audit: createAuditSweepStore(db), clock: () => START }, 90);

  it("removes rows that are older than the configured days, and no others", async () => {
    await fill(10, START - 90 * MICROSECONDS_PER_DAY - SECOND);
    await fill(5, START - 90 * MICROSECONDS_PER_DAY + SECOND);
    expect(await removeOld()).toBe(10);
    expect(await count()).toBe(5);
    expect(await removeOld()).toBe(0);
  });

  it("forgets how many rows old days have begun", async () => {
    await db.exec("INSERT INTO refused_days VALUES ('2020-01-01', 'other', 7), ('2026-11-23', 'other', 8)");
    await removeOld();
    expect((await db.prepare("SELECT day FROM refused_days").all()).results).toEqual([{ day: "2026-11-23" }]);
  });

  it("removes a bounded number of rows a run, and the rest in the next runs", async () => {
    await fill(25_000, START - 100 * MICROSECONDS_PER_DAY);
    expect(await removeOld()).toBe(20_000);
    expect(await removeOld()).toBe(5_000);
    expect(await count()).toBe(0);
  });
});

describe("a database that was not migrated", () => {
  const changes = { roles: { from: null, to: ["TAIPY_READER" as const] } };

  it("gets who has done what at once, and what was changed once it is migrated, though the isolate had to wait", async () => {
    const { audit, read } = createWorld();
    for (const column of ["last_at", "changes"]) await db.exec(`ALTER TABLE audit DROP COLUMN ${column}`);
    await audit.record(entry({ operation: "createUser", entity_id: "ada", changes }));
    await audit.record(entry({ operation: "createCycle", entity_id: "CYCLE_c_1" }));
    const { results } = await db.prepare("SELECT operation, entity_id, count FROM audit ORDER BY id").all();
    expect(results).toEqual([
      { operation: "createUser", entity_id: "ada", count: 1 },
      { operation: "createCycle", entity_id: "CYCLE_c_1", count: 1 },
    ]);
    for (const column of ["last_at", "changes"]) await db.exec(`ALTER TABLE audit ADD COLUMN ${column} TEXT`);
    await audit.record(entry({ operation: "createTask", entity_id: "TASK_t_1" }));
    expect((await read()).rows).toMatchObject([
      { operation: "createTask", count: 1 },
      { operation: "createCycle", count: 1 },
      { operation: "createUser", count: 1, changes },
    ]);
  });
});
