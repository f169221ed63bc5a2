import { describe, expect, it } from "vitest";
import { cycleFields, cycleTable } from "../../src/core/entities/cycle.ts";
import { dataNodeFields, dataNodeTable } from "../../src/core/entities/data-node.ts";
import { editFields, editTable, fileFields, fileTable } from "../../src/core/entities/edit.ts";
import type { Field, Fields, Kind } from "../../src/core/entities/fields.ts";
import { jobFields, jobTable } from "../../src/core/entities/job.ts";
import { scenarioFields, scenarioTable } from "../../src/core/entities/scenario.ts";
import { sequenceFields, sequenceTable } from "../../src/core/entities/sequence.ts";
import { submissionFields, submissionTable } from "../../src/core/entities/submission.ts";
import { taskFields, taskTable } from "../../src/core/entities/task.ts";
import { parentTable } from "../../src/d1/write/insert.ts";
import { db } from "./world.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: 0 | 1;
  /** The position in the primary key, from 1; 0 = not in it. */
  readonly pk: number;
}

const NUMBERS: Readonly<Partial<Record<Kind, string>>> = { integer: "INTEGER", number: "REAL", flag: "INTEGER" };

async function columnsInD1(table: string): Promise<Column[]> {
  return (await db.prepare(`PRAGMA table_info(${table})`).all<Column>()).results;
}

const sorted = <Row extends { readonly name: string }>(rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));

describe.each<[{ name: string; key: readonly string[]; columns: object }, Fields]>([
  [cycleTable, cycleFields],
  [scenarioTable, scenarioFields],
  [sequenceTable, sequenceFields],
  [taskTable, taskFields],
  [dataNodeTable, dataNodeFields],
  [editTable, editFields],
  [fileTable, fileFields],
  [jobTable, jobFields],
  [submissionTable, submissionFields],
])("the table $name after all migrations", ({ name, key, columns }, fields) => {
  it("has the columns of the field list, of its types, and NULL only where a field may be null", async () => {
    const listed = Object.entries<Field>(fields).filter(([, { column }]) => column);
    expect(sorted((await columnsInD1(name)).map(({ name, type, notnull }) => ({ name, type, notnull })))).toEqual(
      sorted(
        listed.map(([name, { kind, nullable }]) => ({
          name,
          type: NUMBERS[kind] ?? "TEXT",
          notnull: nullable ? 0 : 1,
        })),
      ),
    );
  });

  it("is written and read with these columns", async () => {
    expect(Object.keys(columns).sort()).toEqual((await columnsInD1(name)).map((column) => column.name).sort());
  });

  it("has the primary key that writes rely on", async () => {
    const parts = (await columnsInD1(name)).filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    expect(parts.map((column) => column.name)).toEqual(key);
  });
});

it("the table parents has the columns and the key that are written", async () => {
  const columns = await columnsInD1("parents");
  expect(columns.map(({ name }) => name)).toEqual(Object.keys(parentTable.columns));
  expect(columns.map(({ name }) => name)).toEqual(parentTable.key);
});
