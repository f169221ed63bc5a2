import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, list } from "../api.ts";
import { storedTexts } from "./stored-texts.ts";

const MARK = "the-marked-value-7f3a";
/** Too large for a row. */
const LARGE = `${MARK} `.repeat(1_000);
/** The tables that say when something was deleted. */
const TIMED = ["doomed_payloads", "deleted_nodes", "deleted_paths"];

describe("what was deleted", () => {
  let service: Service;
  let folder: string;
  const nodes: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "deletion-"));
    service = await startService({ entry: "test/service/deletion/deletion-worker.ts", persistTo: folder });
  });

  afterAll(async () => {
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const texts = () => storedTexts(service, folder);
  /** Places that hold the mark. */
  const marked = async () => [
    ...new Set((await texts()).flatMap(({ place, text }) => (text.includes(MARK) ? [place] : []))),
  ];
  const call = (method: string, where: string, body?: unknown) =>
    service.fetch(`/api/v1/${where}`, {
      method,
      headers: { "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const write = async (config: string, value: unknown) =>
    answerOf(await call("PUT", `datanodes/${nodes[config]}/write/?comment=${MARK}`, value), 200);

  /** The cron's run, as if so many hours had passed since the deletions. */
  async function sweepAfter(hours: number): Promise<void> {
    const db = await service.miniflare.getD1Database("DB");
    await db.batch(
      TIMED.map((table) =>
        db.prepare(`UPDATE ${table} SET since = strftime('%Y-%m-%dT%H:%M:%S', since, '-${hours} hours')`),
      ),
    );
    await (await service.miniflare.getWorker()).scheduled({ cron: "*/5 * * * *" });
  }

  async function createAndFill(): Promise<string> {
    const scenario = await createScenario(service, "case");
    for (const { id, config_id } of await list(service, "datanodes")) nodes[config_id] = id;
    await write("notes", MARK);
    await write("settings", MARK);
    await write("report", { first: MARK });
    await write("report", { large: LARGE });
    await write("table", [{ a: MARK, b: LARGE }]);
    await answerOf(await call("POST", `datanodes/${nodes.report}/restore/?edit=1`), 200);
    await answerOf(await call("POST", `scenarios/submit/${scenario.id}/`), 200);
    await answerOf(await call("POST", `datanodes/${nodes.notes}/lock/?editor_id=ann&comment=${MARK}`), 200);
    const r2 = await service.miniflare.getR2Bucket("LARGE_PAYLOADS");
    await r2.put("large-payloads/marked", MARK);
    const db = await service.miniflare.getD1Database("DB");
    await db
      .prepare(
        "UPDATE edits SET tier = 'r2', key = 'large-payloads/marked', body = NULL WHERE data_node_id = ?1 AND number = 1",
      )
      .bind(nodes.report)
      .run();
    return scenario.id;
  }

  it("is nowhere 24 hours after a cascading deletion and that of a shared data node", async () => {
    const scenario = await createAndFill();
    const cycle = await answerOf<{ cycle: { id: string } }>(
      await call("POST", "cycles/", {
        name: MARK,
        frequency: "DAILY",
        properties: { note: MARK },
        creation_date: "2020-01-01T00:00:00",
        start_date: "2020-01-01T00:00:00",
        end_date: "2020-01-02T00:00:00",
      }),
      201,
    );
    // The search finds all that is to be gone.
    const places = ["D1 cycles", "D1 edits", "D1 jobs", "KV", "R2"];
    expect(await marked()).toEqual(expect.arrayContaining(places));
    await answerOf(await call("DELETE", `scenarios/${scenario}/?cascade=true&force=true`), 200);
    await answerOf(await call("DELETE", `datanodes/${nodes.settings}/`), 200);
    await answerOf(await call("DELETE", `cycles/${cycle.cycle.id}/`), 200);
    await sweepAfter(24);
    // An object's journal leaves with its alarm, some seconds after its last change.
    await expect.poll(marked, { timeout: 40_000, interval: 1_000 }).toEqual([]);
    // The objects of pools and shared nodes stay, with their counters.
    const left = (await texts()).filter(({ place }) => place.startsWith("object "));
    expect([...new Set(left.map(({ place }) => place))].sort()).toEqual([
      "object applied_statements",
      "object meta",
      "object schema_version",
    ]);
    const named = (await texts()).filter(({ text }) => text.includes(scenario)).map(({ place }) => place);
    expect([...new Set(named)].sort()).toEqual(["D1 audit"]);
  });

  it("is listed and answered as gone when a restored database still names it", async () => {
    const scenario = await createAndFill();
    const kv = await service.miniflare.getKVNamespace("PAYLOADS");
    const db = await service.miniflare.getD1Database("DB");
    await write("report", { large: LARGE });
    const key = await db
      .prepare("SELECT key FROM edits WHERE data_node_id = ?1 ORDER BY number DESC LIMIT 1")
      .bind(nodes.report)
      .first<string>("key");
    await kv.delete(key ?? "");
    await db
      .prepare("UPDATE data_nodes SET last_edit_date = '2020-01-01T00:00:00' WHERE id = ?1")
      .bind(nodes.report)
      .run();
    const pages: unknown[] = [];
    for (let next: string | undefined = "datanodes/missing/?limit=2"; next !== undefined; ) {
      const answer = await call("GET", next);
      pages.push(...(await answerOf<unknown[]>(answer, 200)));
      next = /\/api\/v1\/([^>]*)>/.exec(answer.headers.get("Link") ?? "")?.[1];
    }
    expect(pages).toEqual([expect.objectContaining({ data_node_id: nodes.report, key })]);
    const read = await answerOf<{ code: string }>(await call("GET", `datanodes/${nodes.report}/read/`), 410);
    expect(read.code).toBe("payload_gone");
    await answerOf(await call("DELETE", `scenarios/${scenario}/?cascade=true&force=true`), 200);
  });

  it("is nowhere 24 hours after the deletion of its version", async () => {
    await createAndFill();
    expect(await marked()).toContain("object journal");
    await answerOf(await call("DELETE", "versions/latest/?force=true"), 200);
    await sweepAfter(24);
    // An object's journal leaves with its alarm, some seconds after its last change.
    await expect.poll(marked, { timeout: 40_000, interval: 1_000 }).toEqual([]);
    const tables = new Set((await texts()).map(({ place }) => place));
    expect([...tables].sort()).toEqual([
      "D1 audit",
      "D1 outbox_fences",
      "D1 sweep_position",
      "D1 watchdog_position",
      "object applied_statements",
      "object meta",
      "object schema_version",
    ]);
  });
});
