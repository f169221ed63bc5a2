import { beforeEach, describe, expect, it } from "vitest";
import type { UsePosition } from "../../src/core/ports/entity-reader.ts";
import { listOrphans, type Use } from "../../src/usecases/list-orphans.ts";
import { appOf, node, scenario, task } from "../d1/app.ts";
import { createWorld, emptyDatabase } from "../d1/world.ts";

const [a, b, c] = [node("a", { scope: "GLOBAL" }), node("b"), node("c")];
const first = task("first", [a], [b]);
const second = task("second", [b], [c]);
const earlier = appOf({ scenarios: [scenario("kept", [first, second]), scenario("kept_b", [first])] });
const later = appOf({ scenarios: [scenario("kept", [first])] });

beforeEach(emptyDatabase);

/** Three scenarios of `kept` and six of `kept_b`: nine tasks `first`, three `second`. */
async function created() {
  const world = createWorld(earlier);
  const ids: Record<string, string[]> = { kept: [], kept_b: [] };
  for (const config of [...Array(3).fill("kept"), ...Array(6).fill("kept_b")]) {
    ids[config]?.push((await world.scenario(config)).id);
  }
  return { ...createWorld(later), ids };
}

const shown = (uses: readonly Use[]) =>
  uses.map(({ kind, config_id, count, is_configured }) => `${kind} ${config_id} ${count} ${is_configured}`);

describe("entities without a configuration", () => {
  it("are counted by kind and config, with the ids of the first five, in one batch", async () => {
    const { ids, batches, entityReader } = await created();
    batches.length = 0;
    const { uses, cursor } = await listOrphans({ app: later, entityReader }, { cursor: null, limit: 100, all: false });
    expect(shown(uses)).toEqual(["scenario kept_b 6 false", "task second 3 false", "data_node c 3 false"]);
    expect(uses[0]).toEqual({
      kind: "scenario",
      config_id: "kept_b",
      version: "latest",
      count: 6,
      ids: ids.kept_b?.toSorted().slice(0, 5),
      is_configured: false,
    });
    expect(cursor).toBeNull();
    expect(batches).toEqual([3]);
  });

  it("are shown beside the others, to be compared with another configuration", async () => {
    const { entityReader } = await created();
    const { uses } = await listOrphans({ app: later, entityReader }, { cursor: null, limit: 100, all: true });
    expect(shown(uses)).toEqual([
      "scenario kept 3 true",
      "scenario kept_b 6 false",
      "task first 9 true",
      "task second 3 false",
      "data_node a 1 true",
      "data_node b 9 true",
      "data_node c 3 false",
    ]);
  });

  it.each([1, 2, 3, 4, 9, 10])("are each counted once over pages of %i", async (limit) => {
    const { entityReader } = await created();
    const totals = new Map<string, number>();
    let cursor: string | null = null;
    for (let pages = 0; pages === 0 || cursor !== null; pages += 1) {
      const page = await listOrphans({ app: later, entityReader }, { cursor, limit, all: true });
      for (const { kind, config_id, count } of page.uses) {
        totals.set(`${kind} ${config_id}`, (totals.get(`${kind} ${config_id}`) ?? 0) + count);
      }
      for (const kind of ["scenario", "task", "data_node"]) {
        const read = page.uses.filter((use) => use.kind === kind).reduce((sum, { count }) => sum + count, 0);
        expect(read).toBeLessThanOrEqual(limit);
      }
      cursor = page.cursor;
      expect(pages).toBeLessThan(40);
    }
    expect(Object.fromEntries(totals)).toEqual({
      "scenario kept": 3,
      "scenario kept_b": 6,
      "task first": 9,
      "task second": 3,
      "data_node a": 1,
      "data_node b": 9,
      "data_node c": 3,
    });
  });

  it("are none in an empty database", async () => {
    const { entityReader } = createWorld(later);
    const found = await listOrphans({ app: later, entityReader }, { cursor: null, limit: 1, all: true });
    expect(found).toEqual({ uses: [], cursor: null });
  });

  it.each(["x", "job:JOB_1", "scenario", ""])("begin at no cursor that is none: %s", async (cursor) => {
    const { entityReader } = createWorld(later);
    const list = listOrphans({ app: later, entityReader }, { cursor, limit: 1, all: false });
    await expect(list).rejects.toMatchObject({ code: "invalid_query", details: { parameter: "cursor" } });
  });

  it("are read behind the cursor, which is an id that may hold colons", async () => {
    const seen: unknown[] = [];
    const configUses = async (after: UsePosition | null) => {
      seen.push(after);
      return { uses: [], next: null };
    };
    await listOrphans({ app: later, entityReader: { configUses } }, { cursor: "task:a:b", limit: 1, all: false });
    expect(seen).toEqual([{ kind: "task", id: "a:b" }]);
  });
});
