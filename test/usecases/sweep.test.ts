import { beforeEach, describe, expect, it } from "vitest";
import { addTime, formatTime, MICROSECONDS_PER_DAY, parseTime } from "../../src/core/time.ts";
import { raiseCounter } from "../../src/d1/outbox/counter.ts";
import { createSweepStore } from "../../src/d1/write/sweep-store.ts";
import { sweep, sweepValues, type ValueSweepDeps } from "../../src/usecases/sweep.ts";
import { appOf, node, scenario, task } from "../d1/app.ts";
import { drain, edit, file, state } from "../d1/rows.ts";
import { createWorld, db, emptyDatabase, garbageKeys, textPayload } from "../d1/world.ts";

const app = appOf({
  dataNodes: [
    node("n", { properties: { history_limit: 3 } }),
    node("d"),
    node("c", { properties: { path: "a.csv" } }),
    node("c2", { properties: { path: "a.csv" } }),
  ],
});
const HOUR = MICROSECONDS_PER_DAY / 24;

let gone: string[] = [];
const discard = async (keys: readonly string[]) => void gone.push(...keys);

/** What objects were asked to forget, as `<domain> <id>`, and the nodes that their jobs still use. */
let forgotten: string[] = [];
let used: readonly string[] = [];
/** Domains whose objects were asked to end. */
let ended: string[] = [];
async function forgetNodes(domain: string, ids: readonly string[], isOver = false): Promise<readonly string[]> {
  if (isOver) ended.push(domain);
  forgotten.push(...ids.map((id) => `${domain} ${id}`));
  return ids.filter((id) => used.includes(id));
}

/** A run of the sweep, so many hours after the database's own time, which it notes for garbage payloads. */
async function sweepIn(hours: number, more: Partial<ValueSweepDeps> = {}): Promise<void> {
  const now = await db.prepare("SELECT strftime('%Y-%m-%dT%H:%M:%S', 'now') AS now").first<string>("now");
  const clock = () => (parseTime(now ?? "") ?? 0) + hours * HOUR;
  const orchestrators = (domain: string) => ({
    forgetNodes: (ids: readonly string[], isOver?: boolean) => forgetNodes(domain, ids, isOver),
  });
  await sweepValues({ values: createSweepStore(db, () => {}), orchestrators, clock, log: () => {}, discard, ...more });
}

const inKv = (key: string) => textPayload("", { tier: "kv", key, body: null });

beforeEach(async () => {
  gone = [];
  forgotten = [];
  ended = [];
  used = [];
  await emptyDatabase();
});

async function written(config: string, count: number, payload = (number: number) => inKv(`${config}-${number}`)) {
  const { id } = JSON.parse(await createWorld(app).entityWriter.createDataNode(config));
  const edits = Array.from({ length: count }, (_, index) =>
    edit({ data_node_id: id, number: index + 1, ...payload(index + 1) }),
  );
  await drain({ edits, dataNodes: [state(id, count)] });
  return String(id);
}

async function files(): Promise<unknown[]> {
  const { results } = await db.prepare("SELECT path FROM files ORDER BY path").all();
  return results.map(({ path }) => path);
}

async function kept(id: string): Promise<number[]> {
  const { text } = await createWorld(app).entityReader.edits(id, { after: null, limit: 1_000 });
  const edits: readonly { number: number; is_kept: boolean }[] = JSON.parse(`[${text}]`);
  expect(edits.map((each) => each.number)).toEqual(edits.map((_, index) => index + 1));
  return edits.filter((each) => each.is_kept).map((each) => each.number);
}

describe("the history of a data node", () => {
  it("keeps as many of the newest values as its configuration says, and every edit", async () => {
    const id = await written("n", 5);
    await sweepIn(0);
    expect(await kept(id)).toEqual([3, 4, 5]);
    expect(await garbageKeys()).toEqual(["n-1", "n-2"]);
    expect((await createWorld(app).entityReader.dataNode(id))?.payload?.key).toBe("n-5");
  });

  it("keeps twenty when its configuration says nothing", async () => {
    const id = await written("d", 23);
    await sweepIn(0);
    expect(await kept(id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 4));
  });

  it("loses old values that are kept inside their rows, too", async () => {
    const id = await written("n", 4, (number) => textPayload(String(number)));
    await sweepIn(0);
    expect(await kept(id)).toEqual([2, 3, 4]);
    const { results } = await db.prepare("SELECT body FROM edits ORDER BY number").all();
    expect(results.map((row) => row.body)).toEqual([null, "2", "3", "4"]);
  });

  it("is swept from where the last run ended, and a run without work changes nothing", async () => {
    const id = await written("n", 4);
    await sweepIn(0);
    await sweepIn(0);
    expect(await kept(id)).toEqual([2, 3, 4]);
    await drain({ edits: [edit({ data_node_id: id, number: 5, ...inKv("n-5") })], dataNodes: [state(id, 5)] });
    await sweepIn(0);
    expect(await kept(id)).toEqual([3, 4, 5]);
  });

  it("keeps its newest value even when a plan names that one, too", async () => {
    const id = await written("n", 3);
    const plan = [{ data_node_id: id, from: 1, to: 3 }];
    await createSweepStore(db, () => {}).removeValues(plan, "2026-11-23T06:00:00", "");
    expect(await kept(id)).toEqual([3]);
    expect(await garbageKeys()).toEqual(["n-1", "n-2"]);
    expect((await createWorld(app).entityReader.dataNode(id))?.payload?.key).toBe("n-3");
  });

  it("does not get values back from an object that sends its edits again", async () => {
    const id = await written("n", 4);
    await sweepIn(0);
    await drain({ edits: [edit({ data_node_id: id, number: 1, ...inKv("n-1") })] });
    expect(await kept(id)).toEqual([2, 3, 4]);
  });

  it("is swept in several runs when there is too much for one", async () => {
    const { id } = JSON.parse(await createWorld(app).entityWriter.createDataNode("n"));
    await db
      .prepare(
        `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 7000) INSERT INTO edits
            (data_node_id, number, timestamp, job_id, editor_id, comment, tier, content_type, size, hash, key, body)
          SELECT ?, n, '2026-11-23T06:00:00', NULL, NULL, NULL, 'inline', 'application/json', 1, '0', NULL, '1' FROM i`,
      )
      .bind(id)
      .run();
    await drain({ dataNodes: [state(id, 7_000)] });
    const count = () => db.prepare("SELECT count(*) AS n FROM edits WHERE body IS NOT NULL").first<number>("n");
    await sweepIn(0);
    expect(await count()).toBe(2_000);
    await sweepIn(0);
    expect(await count()).toBe(3);
  });
});

describe("a payload", () => {
  it("is deleted half a day after the last reference to it was removed, and not before", async () => {
    await written("n", 4);
    await sweepIn(0);
    await sweepIn(11);
    expect(gone).toEqual([]);
    await sweepIn(13);
    expect(gone).toEqual(["n-1"]);
    expect(await garbageKeys()).toEqual([]);
  });

  it("of a write whose outcome is not known waits a week for its edit, and is then kept with it", async () => {
    const { discardLater } = createWorld(app);
    const id = await written("n", 1);
    await discardLater([inKv("late"), inKv("never")], true);
    await sweepIn(6 * 24);
    expect(gone).toEqual([]);
    const late = edit({ data_node_id: id, number: 2, ...inKv("late") });
    await drain({ edits: [late], dataNodes: [state(id, 2)] });
    await sweepIn(8 * 24);
    expect(gone).toEqual(["never"]);
    expect(await garbageKeys()).toEqual([]);
  });

  it("of a write whose outcome is not known goes with its data node as soon as any other", async () => {
    const id = await written("n", 1);
    await createWorld(app).discardLater([inKv("n-1")], true);
    await drain({ deletedDataNodes: [id] });
    await sweepIn(13);
    expect(gone).toEqual(["n-1"]);
  });

  it("stays while an edit that restored it refers to it", async () => {
    const id = await written("n", 4, (number) => inKv(number === 4 ? "n-1" : `n-${number}`));
    await sweepIn(0);
    await sweepIn(25);
    expect(gone).toEqual([]);
    expect((await createWorld(app).entityReader.dataNode(id))?.payload?.key).toBe("n-1");
    expect(await garbageKeys()).toEqual([]);
  });

  it("that lost one of its references long ago waits for half a day after it lost the last one", async () => {
    const id = await written("d", 2, () => inKv("twice"));
    await db.prepare("INSERT INTO doomed_payloads VALUES ('2020-01-01T00:00:00', 'twice')").run();
    await drain({ deletedDataNodes: [id] });
    await sweepIn(11);
    expect(gone).toEqual([]);
    await sweepIn(13);
    expect(gone).toEqual(["twice"]);
    expect(await garbageKeys()).toEqual([]);
  });

  it("stays while a file refers to it", async () => {
    const id = await written("n", 4);
    await drain({ files: [file({ path: "elsewhere.csv", ...inKv("n-1") })] });
    await sweepIn(0);
    await sweepIn(25);
    expect(gone).toEqual([]);
    await drain({ files: [file({ path: "elsewhere.csv", ...inKv("n-4"), modified: "2026-11-24T00:00:00" })] });
    await sweepIn(25);
    expect(gone).toEqual(["n-1"]);
    expect(await kept(id)).toEqual([2, 3, 4]);
  });

  it("is deleted with its data node, unless it is the file that another data node names, too", async () => {
    const [id] = [await written("c", 2), await written("c2", 0)];
    await drain({ files: [file({ ...inKv("c-2") })] });
    await drain({ deletedDataNodes: [id] });
    await sweepIn(25);
    expect(gone).toEqual(["c-1"]);
    expect(await files()).toEqual(["a.csv"]);
  });

  it("at a configured path is deleted, with its row, when the last data node that names it was deleted", async () => {
    const ids = [await written("c", 2), await written("c2", 0)];
    await drain({ files: [file({ ...inKv("c-2") }), file({ path: "elsewhere.csv", ...inKv("other") })] });
    await drain({ deletedDataNodes: ids });
    await sweepIn(11);
    expect(await files()).toEqual(["a.csv", "elsewhere.csv"]);
    await sweepIn(13);
    expect([...gone].sort()).toEqual(["c-1", "c-2"]);
    expect(await files()).toEqual(["elsewhere.csv"]);
  });

  it("at a configured path is deleted half a day after the last of several data nodes that named it", async () => {
    const [first, last] = [await written("c", 1), await written("c2", 0)];
    await drain({ files: [file({ ...inKv("c-1") })] });
    await drain({ deletedDataNodes: [first] });
    await db.prepare("UPDATE deleted_paths SET since = '2020-01-01T00:00:00'").run();
    await drain({ deletedDataNodes: [last] });
    // The payload is marked by both deletions, in the same second or not.
    await db.prepare("INSERT OR IGNORE INTO doomed_payloads SELECT since || '.5', key FROM doomed_payloads").run();
    await sweepIn(11);
    expect(await files()).toEqual(["a.csv"]);
    expect(gone).toEqual([]);
    await sweepIn(13);
    expect(await files()).toEqual([]);
    expect(gone).toEqual(["c-1"]);
  });

  it("at a configured path stays for a data node that names the path before the sweep comes", async () => {
    const id = await written("c", 1);
    await drain({ files: [file({ ...inKv("c-1") })] });
    await drain({ deletedDataNodes: [id] });
    await written("c2", 0);
    await sweepIn(25);
    expect(gone).toEqual([]);
    expect(await files()).toEqual(["a.csv"]);
    expect(await db.prepare("SELECT count(*) AS n FROM deleted_paths").first("n")).toBe(0);
  });

  it("is deleted by the next run when its deletion fails", async () => {
    await createWorld(app).discardLater([inKv("left"), textPayload("inline has no key")]);
    const failing = sweepIn(25, { discard: () => Promise.reject(new Error("KV is down")) });
    await expect(failing).rejects.toThrow("KV is down");
    await sweepIn(25);
    expect(gone).toEqual(["left"]);
  });
});

describe("garbage", () => {
  it("that can't be deleted keeps no other, and is tried again an hour later", async () => {
    await createWorld(app).discardLater(["a", "locked", "z"].map(inKv));
    const tried: string[] = [];
    const isLocked = async (keys: readonly string[]) => {
      tried.push(...keys);
      if (keys.includes("locked")) throw new Error("delete: The object is locked by the bucket policy. (10069)");
      await discard(keys);
    };
    await sweepIn(25, { discard: isLocked });
    expect(gone.toSorted()).toEqual(["a", "z"]);
    expect(await garbageKeys()).toEqual(["locked"]);
    tried.length = 0;
    await sweepIn(25.5, { discard: isLocked });
    expect(tried).toEqual([]);
    await sweepIn(26.5);
    expect(gone.toSorted()).toEqual(["a", "locked", "z"]);
  });

  it("is deleted while an object hangs that is to forget a data node", async () => {
    const id = await written("d", 1);
    await drain({ deletedDataNodes: [id] });
    await createWorld(app).discardLater([inKv("left")]);
    let isDeleted: () => void = () => {};
    const deleted = new Promise<void>((resolve) => {
      isDeleted = resolve;
    });
    const hangs = { forgetNodes: () => new Promise<never>(() => {}) };
    sweepIn(25, { orchestrators: () => hangs, discard: async (keys) => discard(keys).then(isDeleted) });
    await deleted;
    expect(gone).toContain("left");
  });

  it("is deleted although D1 refuses what comes before it in the sweep", async () => {
    await createWorld(app).discardLater([inKv("left")]);
    const refused = () => Promise.reject(new Error("D1_ERROR: D1 DB exceeded its CPU time limit and was reset."));
    const values = {
      ...createSweepStore(db, () => {}),
      candidates: refused,
      removeFiles: refused,
    };
    await expect(sweepIn(25, { values })).rejects.toThrow("CPU time limit");
    expect(gone).toEqual(["left"]);
  });
});

describe("a run of the sweep", () => {
  it("sweeps values although sessions and the audit log can't be cleared, and says what failed", async () => {
    await createWorld(app).discardLater([inKv("left")]);
    const now = await db.prepare("SELECT strftime('%Y-%m-%dT%H:%M:%S', 'now') AS now").first<string>("now");
    const run = sweep({
      app: { http: { auditDays: 90, corsOrigins: [], compat: "off" } },
      sessions: { removeExpired: () => Promise.reject(new Error("sessions hang")) },
      audit: { removeOldest: () => Promise.reject(new Error("audit hangs")) },
      values: createSweepStore(db, () => {}),
      orchestrators: () => ({ forgetNodes: async () => [] }),
      clock: () => (parseTime(now ?? "") ?? 0) + 25 * HOUR,
      log: () => {},
      discard,
    });
    await expect(run).rejects.toThrow("sessions hang");
    expect(gone).toEqual(["left"]);
  });
});

describe("a deleted data node", () => {
  const waiting = async () => {
    const { results } = await db.prepare("SELECT domain, data_node_id FROM deleted_nodes").all();
    return results.map(({ domain, data_node_id }) => `${domain} ${data_node_id}`);
  };

  it("leaves the object of its domain half a day later", async () => {
    const id = await written("d", 1);
    await drain({ deletedDataNodes: [id] });
    await sweepIn(11);
    expect(forgotten).toEqual([]);
    await sweepIn(13);
    expect(forgotten).toEqual([`${id} ${id}`]);
    expect(await waiting()).toEqual([]);
  });

  it("stays in an object whose jobs still use it, which is asked again an hour later", async () => {
    const id = await written("d", 1);
    await drain({ deletedDataNodes: [id] });
    used = [id];
    await sweepIn(13);
    used = [];
    await sweepIn(13.5);
    expect(forgotten).toHaveLength(1);
    await sweepIn(14.5);
    expect(forgotten).toHaveLength(2);
    expect(await waiting()).toEqual([]);
  });

  it("keeps no other from being forgotten when its object does not answer, and is tried again", async () => {
    const [one, other] = [await written("d", 1), await written("n", 1)];
    await drain({ deletedDataNodes: [one, other] });
    const events: unknown[] = [];
    const failing: Partial<ValueSweepDeps> = {
      log: (event, fields) => void events.push([event, fields]),
      orchestrators: (domain) => ({
        forgetNodes: (ids) => (domain === one ? Promise.reject(new Error("gone")) : forgetNodes(domain, ids)),
      }),
    };
    await sweepIn(13, failing);
    expect(forgotten).toEqual([`${other} ${other}`]);
    expect(events).toContainEqual(["nodes_not_forgotten", { domain: one, nodes: 1, error: "Error: gone" }]);
    expect(await waiting()).toEqual([`${one} ${one}`]);
    await sweepIn(14.5);
    expect(await waiting()).toEqual([]);
  });

  it("that the database still has in its domain is not forgotten", async () => {
    const id = await written("d", 1);
    await db.prepare("INSERT INTO deleted_nodes VALUES ('2020-01-01T00:00:00', ?1, ?1)").bind(id).run();
    await sweepIn(0);
    expect(forgotten).toEqual([]);
    expect(await waiting()).toEqual([]);
  });
});

describe("a domain of its own", () => {
  const pooled = appOf({ scenarios: [scenario("s", [task("t", [node("in")], [node("out")])])] });
  const TABLES = ["scenarios", "tasks", "data_nodes"];
  const count = (domain: string) => raiseCounter(db, domain, { to: 5, least: 0, most: 5 }).run();
  const counters = async () => {
    const { results } = await db.prepare("SELECT domain FROM outbox_fences ORDER BY domain").all();
    return results.map(({ domain }) => domain);
  };

  /** A scenario in a domain of its own, as release 0.1.0 has created it. */
  async function ownScenario(): Promise<string> {
    const { id } = await createWorld(pooled).scenario("s");
    const domain = await db.prepare("SELECT domain FROM scenarios WHERE id = ?").bind(id).first<string>("domain");
    await db.batch(
      TABLES.map((table) => db.prepare(`UPDATE ${table} SET domain = ?1 WHERE domain = ?2`).bind(id, domain)),
    );
    await count(id);
    return id;
  }

  it("ends with its scenario half a day later: its object is told, and its counter leaves the database", async () => {
    const id = await ownScenario();
    await createWorld(pooled).entityWriter.deleteCascade("scenario", id, false);
    await sweepIn(11);
    expect([ended, await counters()]).toEqual([[], [id]]);
    await sweepIn(13);
    expect([ended, await counters()]).toEqual([[id], []]);
  });

  it("leaves no waits of its jobs in the database when it ends, also when a restore has brought some back", async () => {
    const id = await ownScenario();
    for (const domain of [id, "pool/any/0"]) {
      await db.prepare("INSERT INTO foreign_waits (data_node_id, domain) VALUES ('DATANODE_x', ?)").bind(domain).run();
      const note = "INSERT INTO deleted_nodes VALUES ('2020-01-01T00:00:00', ?1, 'DATANODE_x')";
      if (domain === id) await db.prepare(note).bind(domain).run();
    }
    await createWorld(pooled).entityWriter.deleteCascade("scenario", id, false);
    await sweepIn(13);
    const { results } = await db.prepare("SELECT domain FROM foreign_waits").all();
    expect([ended, results]).toEqual([[id], [{ domain: "pool/any/0" }]]);
  });

  it("ends with its data node", async () => {
    const id = await written("d", 1);
    await count(id);
    await drain({ deletedDataNodes: [id] });
    await sweepIn(13);
    expect(ended).toEqual([id]);
    expect(await counters()).not.toContain(id);
  });

  it("keeps its counter until its object has ended", async () => {
    const id = await written("d", 1);
    await count(id);
    await drain({ deletedDataNodes: [id] });
    used = [id];
    await sweepIn(13);
    expect(await counters()).toContain(id);
    used = [];
    await sweepIn(14.5);
    expect(await counters()).not.toContain(id);
  });

  it.each(TABLES.slice(1))("goes on while the database has anything of it in %s", async (table) => {
    const id = await ownScenario();
    await createWorld(pooled).entityWriter.deleteEntity("scenario", id);
    for (const other of TABLES.slice(1)) if (other !== table) await db.exec(`DELETE FROM ${other}`);
    await sweepIn(13);
    expect([ended, await counters()]).toEqual([[], [id]]);
  });

  it("goes on while one of its data nodes was deleted lately", async () => {
    const id = await ownScenario();
    await createWorld(pooled).entityWriter.deleteCascade("scenario", id, false);
    await db.prepare("INSERT INTO deleted_nodes VALUES ('2999-01-01T00:00:00', ?1, 'DATANODE_late')").bind(id).run();
    await sweepIn(13);
    expect([ended, await counters()]).toEqual([[], [id]]);
  });

  it("is neither a pooled object nor that of shared data nodes, which go on without any scenario", async () => {
    await count("pool/any/1");
    await count("component:s");
    for (const domain of ["pool/any/1", "component:s"]) {
      await db.prepare("INSERT INTO deleted_nodes VALUES ('2020-01-01T00:00:00', ?1, 'DATANODE_x')").bind(domain).run();
    }
    await sweepIn(0);
    expect(forgotten).toHaveLength(2);
    expect([ended, await counters()]).toEqual([[], ["component:s", "pool/any/1"]]);
  });
});

it("the time of the database and that of the sweep have one form", async () => {
  await createWorld(app).discardLater([inKv("k")]);
  const since = await db.prepare("SELECT since FROM doomed_payloads").first<string>("since");
  expect(formatTime(parseTime(since ?? "") ?? 0)).toBe(since);
  expect(addTime(since ?? "", 0)).toBe(since);
});
