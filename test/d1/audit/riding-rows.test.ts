import { beforeEach, describe, expect, it } from "vitest";
import type { AuditEntry, AuditRow } from "../../../src/core/access/audited-call.ts";
import { parseTime } from "../../../src/core/time.ts";
import { createAuditLog } from "../../../src/d1/audit/audit-log.ts";
import { appOf, node, scenario, task } from "../app.ts";
import { drain } from "../rows.ts";
import { createWorld, db, emptyDatabase } from "../world.ts";

const app = appOf({ scenarios: [scenario("s", [task("t", [node("a", { defaultData: 1 })], [node("b")])])] });

const entry = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
  request_id: "r",
  actor_kind: "api_key",
  actor_id: "key-1",
  actor_name: "ci",
  operation: "submitScenario",
  method: "POST",
  entity_id: "SCENARIO_s_1",
  address: "192.0.2.1",
  status: 200,
  result: "ok",
  changes: null,
  ...fields,
});

const log = createAuditLog({
  db,
  clock: () => parseTime("2026-11-23T06:00:00") ?? 0,
  newUuid: () => crypto.randomUUID(),
  log: () => undefined,
  sleep: async () => undefined,
});

const written = async () => {
  const { results } = await db.prepare("SELECT id, entity_id, status, result, count FROM audit ORDER BY id").all();
  return results;
};
const shown = ({ id, entity_id, status, result, count }: AuditRow) => ({ id, entity_id, status, result, count });

beforeEach(async () => {
  await emptyDatabase();
  await db.exec("DELETE FROM audit");
});

describe("an audit row that is written with its change", () => {
  it("is in the batch of the creation, with the id of what was created", async () => {
    const world = createWorld(app);
    const row = log.row(entry({ operation: "createScenario", entity_id: null, status: 201 }));
    const batches = world.batches.length;
    const made = JSON.parse(await world.entityWriter.createScenario("s", { region: "any", audit: row }));
    expect(world.batches.length - batches).toBe(1);
    expect(await written()).toEqual([{ ...shown(row), entity_id: made.id }]);
  });

  it("is not written when nothing is created", async () => {
    const world = createWorld(app);
    const row = log.row(entry({ operation: "createScenario" }));
    await expect(world.entityWriter.createScenario("none", { region: "any", audit: row })).rejects.toThrow();
    expect(await written()).toEqual([]);
  });

  it("is written once, however often its object sends it", async () => {
    const row = log.row(entry());
    await drain({ audit: [row] });
    await drain({ audit: [row] });
    expect(await written()).toEqual([shown(row)]);
  });

  it.each(["before", "after"])("is corrected by another status that comes %s it", async (order) => {
    const row = log.row(entry());
    if (order === "after") await drain({ audit: [row] });
    await log.record(entry({ status: 202 }), row);
    if (order === "before") await drain({ audit: [row] });
    await drain({ audit: [row] });
    expect(await written()).toEqual([{ ...shown(row), status: 202 }]);
  });

  it("has the columns that every other row has", async () => {
    const row = log.row(entry());
    await drain({ audit: [row] });
    await log.record(entry());
    const { text } = await log.page({ after: null, limit: 10 });
    const [one, other] = JSON.parse(`[${text}]`).map(({ id: _, ...rest }: { id: string }) => rest);
    expect(one).toEqual(other);
  });
});
