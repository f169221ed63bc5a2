import { env as bindings } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Env } from "../../src/env.ts";
import { meteredBindings } from "../../src/metering/bindings.ts";
import { meteredD1 } from "../../src/metering/d1.ts";
import { createMeter, type Meter, metered, unitsOf } from "../../src/metering/meter.ts";
import { metering } from "../../src/metering/metering.ts";
import { withServerTiming } from "../../src/metering/server-timing.ts";
import { meteredStub } from "../../src/metering/stub.ts";
import { callDeadline } from "../../src/orchestrator/calls/call-deadlines.ts";

const env = bindings as unknown as Env;
const db = meteredD1(env.DB);
const stores = meteredBindings(env);

/** What the bare database says it used. */
const bare = { rows_read: 0, rows_written: 0 };
const bareDb = {
  prepare: (sql: string) => env.DB.prepare(sql),
  batch: async (statements: D1PreparedStatement[]) => {
    const results = await env.DB.batch(statements);
    for (const { meta } of results) {
      bare.rows_read += meta.rows_read;
      bare.rows_written += meta.rows_written;
    }
    return results;
  },
} as unknown as D1Database;

async function counted(work: () => Promise<unknown>): Promise<Meter> {
  const meter = createMeter();
  await metered(meter, work);
  return meter;
}

const insert = (id: number) => db.prepare("INSERT INTO counted VALUES (?, ?)").bind(id, `name ${id}`);

beforeEach(async () => {
  await env.DB.exec("CREATE TABLE counted (id INTEGER PRIMARY KEY, name TEXT)");
  await env.DB.exec("CREATE INDEX counted_name ON counted (name)");
});
afterEach(async () => {
  await env.DB.exec("DROP TABLE counted");
});

describe("a metered D1", () => {
  it("counts calls, and rows as D1 bills them", async () => {
    const writing = await counted(() => db.batch([insert(1), insert(2)]));
    expect(writing.d1).toMatchObject({ calls: 1, rows_written: 4 });
    const reading = await counted(() => db.prepare("SELECT * FROM counted").all());
    expect(reading.d1).toMatchObject({ calls: 1, rows_read: 2, rows_written: 0 });
  });

  it("counts what D1 itself says of a batch", async () => {
    const statements = (source: D1Database, from: number) => [
      source.prepare("INSERT INTO counted VALUES (?, 'a')").bind(from),
      source.prepare("SELECT * FROM counted WHERE id = ?").bind(from),
    ];
    await bareDb.batch(statements(bareDb, 1));
    const { d1 } = await counted(() => db.batch(statements(db, 2)));
    expect({ rows_read: d1.rows_read, rows_written: d1.rows_written }).toEqual(bare);
  });

  it("answers `first` as D1 does, and counts its rows", async () => {
    await db.batch([insert(1)]);
    const one = (source: D1Database, id: number) => source.prepare("SELECT * FROM counted WHERE id = ?").bind(id);
    const { d1 } = await counted(async () => {
      expect(await one(db, 1).first()).toEqual(await one(env.DB, 1).first());
      expect(await one(db, 1).first("name")).toBe("name 1");
      expect(await one(db, 2).first()).toBeNull();
      expect(await one(db, 2).first("name")).toBeNull();
      await expect(one(db, 1).first("other")).rejects.toThrow("D1_COLUMN_NOTFOUND");
    });
    expect(d1).toMatchObject({ calls: 5, rows_read: 5 });
  });

  it("answers `raw` as D1 does, and counts the rows that it answers", async () => {
    await db.batch([insert(1), insert(2)]);
    const all = db.prepare("SELECT id, name, id FROM counted ORDER BY id");
    const { d1 } = await counted(async () => {
      expect(await all.raw()).toEqual([
        [1, "name 1", 1],
        [2, "name 2", 2],
      ]);
      expect(await all.raw({ columnNames: true })).toEqual([
        ["id", "name", "id"],
        [1, "name 1", 1],
        [2, "name 2", 2],
      ]);
    });
    expect(d1).toMatchObject({ calls: 2, rows_read: 4 });
  });

  it("counts in sessions, too, and a call that fails", async () => {
    const session = db.withSession();
    const { d1 } = await counted(async () => {
      await session.batch([insert(1)]);
      await expect(db.prepare("SELECT * FROM nowhere").all()).rejects.toThrow("nowhere");
    });
    expect(d1).toMatchObject({ calls: 2, rows_written: 2 });
  });

  it("counts nothing outside requests and jobs", async () => {
    await insert(1).run();
    expect(metering.take()).toMatchObject({ d1_rows_written: 0 });
  });
});

describe("meters", () => {
  it("of requests that run side by side count each its own", async () => {
    const [one, two] = await Promise.all([
      counted(() => Promise.all([insert(1).run(), stores.PAYLOADS.get("none")])),
      counted(async () => {
        await insert(2).run();
        await insert(3).run();
      }),
    ]);
    expect([one.d1.rows_written, two.d1.rows_written, one.kv.reads, two.kv.reads]).toEqual([2, 4, 1, 0]);
  });

  it("count KV and R2 as they are billed", async () => {
    const { PAYLOADS: kv, LARGE_PAYLOADS: r2 } = stores;
    const meter = await counted(async () => {
      await kv.put("a", "1");
      expect(await kv.get("a")).toBe("1");
      await kv.get(["a", "b"]);
      await kv.delete("a");
      await r2?.put("a", "1");
      expect(await (await r2?.get("a"))?.text()).toBe("1");
      await r2?.delete("a");
      const upload = await r2?.createMultipartUpload("b");
      await upload?.abort();
    });
    expect(meter.kv).toMatchObject({ reads: 3, writes: 1, deletes: 1 });
    expect(meter.r2).toMatchObject({ reads: 1, writes: 2 });
    expect(unitsOf(meter)).toMatchObject({ kv_reads: 3, kv_writes: 2, r2_reads: 1, r2_writes: 2 });
  });

  it("count each call of a stub as a request", async () => {
    const stub = meteredStub({ name: "n", call: async (value: number) => value + 1 }, callDeadline);
    const meter = await counted(async () =>
      expect([await stub.call(1), await stub.call(2), stub.name]).toEqual([2, 3, "n"]),
    );
    expect(meter.durable_object.requests).toBe(2);
  });
});

describe("the units that are handed over", () => {
  it("is what has been used since the last time, without calls of objects, which count these themselves", async () => {
    await metered(createMeter(1), async () => {
      await insert(1).run();
      await meteredStub({ call: async () => null }, callDeadline).call();
      expect(metering.take()).toMatchObject({ d1_rows_written: 2, durable_object_requests: 0, worker_requests: 1 });
      expect(metering.take()).toMatchObject({ d1_rows_written: 0, worker_requests: 0 });
      await insert(2).run();
      expect(metering.take()).toMatchObject({ d1_rows_written: 2, worker_requests: 0 });
    });
  });

  it("of a batch's chains has the invocation once", () => {
    const requests = metered(createMeter(1), () =>
      [1, 2, 3].map(() => metering.chain(() => metering.take().worker_requests)),
    );
    expect(requests).toEqual([1, 0, 0]);
  });
});

describe("Server-Timing", () => {
  const timingOf = async (answer: () => Promise<Response>) =>
    (await withServerTiming(answer, () => {})).headers.get("Server-Timing")?.replaceAll(/dur=\d+/g, "dur=N");

  it("has a part for each service that was used", async () => {
    const answer = async () => {
      await insert(1).run();
      await stores.PAYLOADS.get("none");
      await meteredStub({ call: async () => null }, callDeadline).call();
      return new Response();
    };
    expect(await timingOf(answer)).toBe(
      'total;dur=N, d1;dur=N;desc="1 call, 1 row read, 2 written", kv;dur=N;desc="1 read, 0 written", do;dur=N;desc="1 request"',
    );
  });

  it("is the time alone when nothing was used", async () => {
    expect(await timingOf(async () => new Response())).toBe("total;dur=N");
  });

  describe("of an answer that is marked as a stream", () => {
    const lines: unknown[] = [];
    const log = (event: string, fields: object) => void lines.push({ event, ...fields });
    const marked = { headers: { "Server-Timing": "streamed", "X-Request-Id": "r" } };

    /** Each piece is read of D1 when the client takes it. */
    function pieces(count: number) {
      let left = count;
      const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        if (left === 0) return controller.close();
        left -= 1;
        await db.prepare("SELECT 1").all();
        controller.enqueue(new TextEncoder().encode("x"));
      };
      return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    }

    beforeEach(() => void lines.splice(0));

    it("says so, and the log has the calls of the whole answer under its request", async () => {
      const answer = await withServerTiming(async () => new Response(pieces(3), marked), log);
      expect(answer.headers.get("Server-Timing")).toMatch(/^total;dur=\d+, streamed$/);
      expect(lines).toEqual([]);
      expect(await answer.text()).toBe("xxx");
      expect(lines).toEqual([{ event: "list_streamed", request_id: "r", d1_calls: 3, d1_rows_read: 0 }]);
    });

    it("counts what was read of one that the client does not take to its end", async () => {
      const answer = await withServerTiming(async () => new Response(pieces(3), marked), log);
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      await reader.read();
      await reader.cancel();
      expect(lines).toMatchObject([{ event: "list_streamed", d1_calls: 1 }]);
    });

    it("breaks off as the stream does", async () => {
      const failing = new ReadableStream({ pull: () => Promise.reject(new Error("D1 is gone")) });
      const answer = await withServerTiming(async () => new Response(failing, marked), log);
      await expect(answer.text()).rejects.toThrow("D1 is gone");
      expect(lines).toMatchObject([{ event: "list_streamed" }]);
    });
  });

  it.each([401, 403, 429])("of a refusal (%i) does not show what was looked up", async (status) => {
    const answer = async () => {
      await db.prepare("SELECT 1").all();
      return new Response(null, { status });
    };
    expect(await timingOf(answer)).toBe("total;dur=N");
  });
});
