import { env as bindings } from "cloudflare:workers";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CancelSignal } from "../../src/core/cancellation.ts";
import { DEADLINES, within } from "../../src/core/deadlines.ts";
import type { Batch } from "../../src/core/ports/creation-store.ts";
import { createMeter, type Meter, metered } from "../../src/metering/meter.ts";
import { createSharedBatches } from "../../src/metering/shared-batches.ts";

const { DB } = bindings as unknown as { DB: D1Database };

const INSERT = "INSERT INTO shared SELECT value ->> 'id', value ->> 'name' FROM json_each(?1)";
const OTHER = "INSERT OR IGNORE INTO other SELECT value ->> 'id' FROM json_each(?1)";
/** Refuses the transaction when there is such a row. */
const CHECK = "INSERT INTO other SELECT NULL WHERE EXISTS (SELECT 1 FROM shared WHERE id = ?1)";

const TURN_MS = 20;

type Statements = Batch<D1PreparedStatement>;

/** Rows, each by its id, and then the number of rows. */
const rows = (...ids: readonly number[]): Statements => ({
  checks: [],
  insertions: [
    { sql: INSERT, json: JSON.stringify(ids.map((id) => ({ id, name: `name ${id}` }))), rows: ids.length },
    { sql: OTHER, json: JSON.stringify([{ id: 1 }]), rows: 1 },
  ],
  last: [DB.prepare("SELECT group_concat(id) AS ids FROM shared WHERE id IN (SELECT value FROM json_each(?1))")].map(
    (statement) => statement.bind(JSON.stringify(ids)),
  ),
});

/** The same as long as the row `absent` is not there. */
const checked = (absent: number, ...ids: readonly number[]): Statements => ({
  ...rows(...ids),
  checks: [DB.prepare(CHECK).bind(absent)],
});

/** Time passes when a test says so. */
function createTime() {
  let nowMs = 0;
  let timers: { readonly atMs: number; readonly ring: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    sleep: (ms: number, signal?: CancelSignal) =>
      new Promise<void>((ring) => {
        timers.push({ atMs: nowMs + ms, ring });
        signal?.addEventListener("abort", ring);
      }),
    /** Timers ring at their time, one after the other. */
    async pass(ms: number): Promise<void> {
      const untilMs = nowMs + ms;
      for (;;) {
        const atMs = Math.min(...timers.map((timer) => timer.atMs));
        if (atMs > untilMs) break;
        nowMs = atMs;
        const due = timers.filter((timer) => timer.atMs === atMs);
        timers = timers.filter((timer) => timer.atMs !== atMs);
        for (const { ring } of due) ring();
        await setImmediate();
      }
      nowMs = untilMs;
    },
  };
}

/** D1 with a record of how many statements each transaction had; `fail` is what the next ones do first. */
function world() {
  const sizes: number[] = [];
  const fail: (() => Promise<void>)[] = [];
  const time = createTime();
  const db = {
    prepare: (sql: string) => DB.prepare(sql),
    batch: async (statements: D1PreparedStatement[]) => {
      sizes.push(statements.length);
      await fail.shift()?.();
      return DB.batch(statements);
    },
  } as unknown as D1Database;
  const share = createSharedBatches(db, { ...time, keepAlive: () => undefined });
  const again: string[] = [];
  const send = async (batch: Statements): Promise<string> => {
    try {
      const alone = async () => {
        again.push(batch.insertions[0]?.json ?? "");
        return db.batch([...batch.insertions.map(({ sql, json }) => DB.prepare(sql).bind(json)), ...batch.last]);
      };
      return String((await share(batch, alone)).at(-1)?.results.map((row) => (row as { ids: string }).ids)[0]);
    } catch (error) {
      return `failed: ${error instanceof Error ? error.message.replace(/^D1_ERROR: /, "") : error}`;
    }
  };
  return { sizes, fail, again, send, time };
}

async function counted(work: () => Promise<unknown>): Promise<Meter["d1"]> {
  const meter = createMeter();
  await metered(meter, work);
  return meter.d1;
}

beforeEach(async () => {
  await DB.exec("CREATE TABLE shared (id INTEGER PRIMARY KEY, name TEXT)");
  await DB.exec("CREATE INDEX shared_names ON shared (name)");
  await DB.exec("CREATE TABLE other (id INTEGER NOT NULL PRIMARY KEY) WITHOUT ROWID");
});
afterEach(async () => {
  await DB.exec("DROP TABLE shared");
  await DB.exec("DROP TABLE other");
});

describe("batches of D1 that requests send at the same time", () => {
  it("are one transaction in which insertions of one text are one statement, and each gets its own results", async () => {
    const { send, sizes } = world();
    expect(await Promise.all([send(rows(1)), send(rows(2, 3)), send(rows(4))])).toEqual(["1", "2,3", "4"]);
    // The first alone; then two insertions for both, and what each of them reads.
    expect(sizes).toEqual([3, 4]);
  });

  it("count the rows that each would have used by itself", async () => {
    const { send } = world();
    const alone = await counted(() => send(rows(1)));
    const [, one, two] = await Promise.all([
      send(rows(2)),
      counted(() => send(rows(3))),
      counted(() => send(rows(4, 5))),
    ]);
    expect(one).toMatchObject({ calls: 1, rows_written: 2 });
    expect(two).toMatchObject({ calls: 1, rows_written: 4 });
    // The first has made the row that the others find.
    expect(alone).toMatchObject({ calls: 1, rows_written: 3 });
    expect(one.rows_read).toBeGreaterThan(0);
  });

  it("check what they must before their own rows are there, one after the other", async () => {
    const { send, sizes } = world();
    const outcomes = await Promise.all([send(rows(1)), send(checked(9, 2)), send(rows(3)), send(checked(8, 4))]);
    expect(outcomes).toEqual(["1", "2", "3", "4"]);
    expect(sizes).toEqual([3, 11]);
  });

  it("are refused together when one of them is, and then each goes by itself: the bad one fails alone", async () => {
    const { send, again } = world();
    await send(rows(5));
    const outcomes = await Promise.all([send(rows(1)), send(rows(2)), send(rows(5)), send(rows(3))]);
    expect(outcomes).toEqual(["1", "2", expect.stringContaining("UNIQUE constraint failed"), "3"]);
    expect(again).toHaveLength(3);
  });

  it("are refused together when one finds the row of another, and then each goes by itself", async () => {
    const { send, sizes, again } = world();
    const outcomes = await Promise.all([send(rows(1)), send(rows(2)), send(checked(2, 3))]);
    expect([outcomes, sizes, again.length]).toEqual([["1", "2", "3"], [3, 7, 3, 3], 2]);
  });

  it("all fail when D1 does not answer, none later than it would have by itself and with its turn", async () => {
    const { send, fail, time } = world();
    const hang = () => within(DEADLINES.d1Batch, time.sleep, new Promise<never>(() => undefined));
    fail.push(...Array.from({ length: 20 }, () => hang));
    const ends: number[] = [];
    const outcomes = Array.from({ length: 10 }, async () => {
      const outcome = await send(rows(1));
      ends.push(time.nowMs());
      return outcome;
    });
    await time.pass(100_000);
    const byItselfMs = DEADLINES.d1Batch.ms;
    expect(ends.toSorted()).toEqual([...ends.slice(1).fill(byItselfMs), byItselfMs + TURN_MS]);
    for (const outcome of await Promise.all(outcomes)) {
      expect(outcome).toMatch(/^failed: The database \(D1\) did not answer within [\d.]+ s$/);
    }
  });

  it("are sent again by themselves when D1 answers after the request that sends them has got no answer", async () => {
    const { send, fail, again, time } = world();
    const hang = () => within({ ...DEADLINES.d1Batch, ms: 5_000 }, time.sleep, new Promise<never>(() => undefined));
    fail.push(() => Promise.resolve(), hang);
    const outcomes = [send(rows(1)), send(rows(2)), send(rows(3))];
    expect(await outcomes[0]).toBe("1");
    await time.pass(5_000);
    expect([await Promise.all(outcomes), again.length]).toEqual([["1", "2", "3"], 2]);
  });

  it("have at most sixteen statements together, so that one invocation stays below the fifty of the Free plan", async () => {
    const { send, sizes } = world();
    const ids = Array.from({ length: 70 }, (_, index) => index + 1);
    const outcomes = await Promise.all(ids.map((id) => send(id % 2 === 0 ? rows(id) : checked(100, id))));
    expect(outcomes).toEqual(ids.map(String));
    expect(Math.max(...sizes)).toBe(16);
    expect(sizes.length).toBeLessThan(30);
  });

  it("join as many as sixteen statements allow when none of them has a check", async () => {
    const { send, sizes } = world();
    const ids = Array.from({ length: 29 }, (_, index) => index + 1);
    expect(await Promise.all(ids.map((id) => send(rows(id))))).toEqual(ids.map(String));
    // Two insertions for all, and what each of fourteen reads.
    expect(sizes).toEqual([3, 16, 16]);
  });

  it("leave a large one out, which goes at once", async () => {
    const { send, sizes } = world();
    const large = rows(...Array.from({ length: 10_000 }, (_, index) => index + 100));
    const outcomes = await Promise.all([send(rows(1)), send(large), send(rows(2)), send(rows(3))]);
    expect(outcomes.toSpliced(1, 1)).toEqual(["1", "2", "3"]);
    expect(sizes).toEqual([3, 3, 4]);
  });
});
