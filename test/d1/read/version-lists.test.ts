import { beforeEach, describe, expect, it } from "vitest";
import type { EntityKind } from "../../../src/core/entities/kinds.ts";
import { readPage } from "../../../src/d1/read/entity-json.ts";
import { appOf, node, scenario, task } from "../app.ts";
import { drain, job, submission } from "../rows.ts";
import { createWorld, db, emptyDatabase } from "../world.ts";

const [a, b] = [node("a", { defaultData: 1 }), node("b")];
const app = appOf({ scenarios: [scenario("s", [task("t", [a], [b])])] });

beforeEach(emptyDatabase);

const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}_${String(index).padStart(4, "0")}`);

async function haveVersions(kind: "job" | "submission", counts: Readonly<Record<string, number>>): Promise<void> {
  for (const [version, count] of Object.entries(counts)) {
    if (kind === "job") await drain({ jobs: ids(`JOB_${version}`, count).map((id) => job({ id, version })) });
    else {
      const submissions = ids(`SUBMISSION_${version}`, count).map((id) => submission({ id, version }));
      await drain({ submissions });
    }
  }
}

/** The rows that the list's one statement reads, as D1 bills them. */
async function rowsRead(kind: EntityKind, version: string): Promise<number> {
  let read = 0;
  const counting = new Proxy(db, {
    get: (target, name) =>
      name === "prepare"
        ? (sql: string) => ({
            bind: (...values: unknown[]) => ({
              async first() {
                const { results, meta } = await target
                  .prepare(sql)
                  .bind(...values)
                  .all();
                read += meta.rows_read;
                return results[0] ?? null;
              },
            }),
          })
        : Reflect.get(target, name),
  });
  const query = { after: null, limit: 5, version };
  const page = await readPage(counting, kind, {
    version: "x",
    query,
    now: "2026-11-23T06:00:00",
    redact: (text) => text,
  });
  expect(page.count).toBe(3);
  return read;
}

describe.each(["job", "submission"] as const)("the list of a %s's rare version", (kind) => {
  it("reads that version's rows, and none of the others", async () => {
    await haveVersions(kind, { "1.0": 300, "2.0": 3, "3.0": 300 });
    expect(await rowsRead(kind, "2.0")).toBeLessThan(30);
  });

  it("costs a row more when one is written, which entities of no version do not", async () => {
    const written = async (version: string, revision: number) => {
      const rows = {
        job: { jobs: [job({ version, revision })] },
        submission: { submissions: [submission({ version, revision })] },
      };
      const results = await drain(rows[kind]);
      return results.reduce((sum, { meta }) => sum + meta.rows_written, 0);
    };
    const [unnumbered, again] = [await written("latest", 1), await written("latest", 2)];
    await emptyDatabase();
    expect([await written("1.0", 1), await written("1.0", 2)]).toEqual([unnumbered + 1, again]);
  });
});

it("the list of a rare version's scenarios reads no others", async () => {
  const world = createWorld(app);
  const { id } = await world.scenario("s");
  const row = await db.prepare("SELECT * FROM scenarios WHERE id = ?").bind(id).first<Record<string, string>>();
  const columns = Object.keys(row ?? {});
  for (const [version, count] of [
    ["1.0", 300],
    ["2.0", 3],
  ] as const) {
    const rows = ids(`SCENARIO_${version}`, count).map((copy) => ({ ...row, id: copy, version, primary_scenario: 0 }));
    const values = columns.map((column) => `value ->> '${column}'`);
    await db
      .prepare(`INSERT INTO scenarios (${columns.join(", ")}) SELECT ${values.join(", ")} FROM json_each(?)`)
      .bind(JSON.stringify(rows))
      .run();
  }
  expect(await rowsRead("scenario", "2.0")).toBeLessThan(40);
});
