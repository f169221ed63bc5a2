import { beforeEach, describe, expect, it } from "vitest";
import { addTime, formatTime, MICROSECONDS_PER_DAY, parseTime } from "../../src/core/time.ts";
import { createSweepStore } from "../../src/d1/write/sweep-store.ts";
import { sweepValues } from "../../src/usecases/sweep.ts";
import { appOf, node } from "../d1/app.ts";
import { drain, edit, file, state } from "../d1/rows.ts";
import { createWorld, db, emptyDatabase, garbageKeys, textPayload } from "../d1/world.ts";

const app = appOf({
  dataNodes: [node("n", { properties: { history_limit: 3 } }), node("d"), node("c", { properties: { path: "a.csv" } })],
});
const HOUR = MICROSECONDS_PER_DAY / 24;

let gone: string[] = [];
const discard = async (keys: readonly string[]) => void gone.push(...keys);

/** A run of the sweep, so many hours after the database's own time, which it notes for garbage payloads. */
async function sweepIn(hours: number, more: { discard?: typeof discard } = {}): Promise<void> {
  const now = await db.prepare("SELECT strftime('%Y-%m-%dT%H:%M:%S', 'now') AS now").first<string>("now");
  const clock = () => (parseTime(now ?? "") ?? 0) + hours * HOUR;
  await sweepValues({ values: createSweepStore(db), clock, log: () => {}, discard, ...more });
}

const inKv = (key: string) => textPayload("", { tier: "kv", key, body: null });

beforeEach(async () => {
  gone = [];
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
    await createSweepStore(db).removeValues(plan, "2026-11-23T06:00:00", "");
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
  it("is deleted a day after the last reference to it was removed, and not before", async () => {
    await written("n", 4);
    await sweepIn(0);
    await sweepIn(23);
    expect(gone).toEqual([]);
    await sweepIn(25);
    expect(gone).toEqual(["n-1"]);
    expect(await garbageKeys()).toEqual([]);
  });

  it("stays while an edit that restored it refers to it", async () => {
    const id = await written("n", 4, (number) => inKv(number === 4 ? "n-1" : `n-${number}`));
    await sweepIn(0);
    await sweepIn(25);
    expect(gone).toEqual([]);
    expect((await createWorld(app).entityReader.dataNode(id))?.payload?.key).toBe("n-1");
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

  it("is deleted with its data node, unless it is the file at the configured path", async () => {
    const id = await written("c", 2);
    await drain({ files: [file({ ...inKv("c-2") })] });
    await drain({ deletedDataNodes: [id] });
    await sweepIn(25);
    expect(gone).toEqual(["c-1"]);
  });

  it("is deleted by the next run when its deletion fails", async () => {
    await createWorld(app).discardLater([inKv("left"), textPayload("inline has no key")]);
    const failing = sweepIn(25, { discard: () => Promise.reject(new Error("KV is down")) });
    await expect(failing).rejects.toThrow("KV is down");
    await sweepIn(25);
    expect(gone).toEqual(["left"]);
  });
});

it("the time of the database and that of the sweep have one form", async () => {
  await createWorld(app).discardLater([inKv("k")]);
  const since = await db.prepare("SELECT since FROM doomed_payloads").first<string>("since");
  expect(formatTime(parseTime(since ?? "") ?? 0)).toBe(since);
  expect(addTime(since ?? "", 0)).toBe(since);
});
