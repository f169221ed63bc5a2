import { expect, it } from "vitest";
import { ADDED_COLUMNS, overOlderSchema } from "../../../src/d1/schema/older-schema.ts";

/** All migrations, as texts. */
const FILES = import.meta.glob<string>("../../../src/d1/migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
});

const missing = (column: string) => new Error(`D1_ERROR: no such column: ${column} at offset 5: SQLITE_ERROR`);

it("the columns that reads do without are all that migrations have added to tables of release 0.1.0", () => {
  const added = Object.values(FILES).flatMap((text) =>
    [...text.matchAll(/ALTER TABLE (\w+) ADD COLUMN (\w+)/g)].map(([, table, column]) => `${table}.${column}`),
  );
  const known = ADDED_COLUMNS.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`));
  expect(known.toSorted()).toEqual(added.toSorted());
});

it("a read of a column that D1 lacks reads NULL instead, with and without another name for the table", () => {
  const jobs = "(SELECT *, NULL AS slot_reasons FROM jobs)";
  expect(overOlderSchema("SELECT e.slot_reasons FROM jobs AS e WHERE e.id = ?1", missing("e.slot_reasons"))).toBe(
    `SELECT e.slot_reasons FROM ${jobs} AS e WHERE e.id = ?1`,
  );
  const audit = "(SELECT *, NULL AS last_at, NULL AS changes FROM audit)";
  expect(overOlderSchema("SELECT last_at FROM audit WHERE id < ?1", missing("last_at"))).toBe(
    `SELECT last_at FROM ${audit} AS audit WHERE id < ?1`,
  );
  expect(overOlderSchema("SELECT v.actor FROM data_nodes AS n LEFT JOIN edits AS v", missing("v.actor"))).toBe(
    "SELECT v.actor FROM data_nodes AS n LEFT JOIN (SELECT *, NULL AS actor FROM edits) AS v",
  );
});

it("nothing else is sent again: another column, another failure, a change, or a read that has NULL there already", () => {
  const read = "SELECT e.slot_reasons FROM jobs AS e";
  expect(overOlderSchema(read, missing("e.colour"))).toBeNull();
  expect(overOlderSchema(read, new Error("D1_ERROR: no such table: jobs: SQLITE_ERROR"))).toBeNull();
  expect(overOlderSchema(read, new Error("no such column: slot_reasons"))).toBeNull();
  expect(overOlderSchema("DELETE FROM jobs WHERE slot_reasons IS NULL", missing("slot_reasons"))).toBeNull();
  const again = overOlderSchema(read, missing("e.slot_reasons")) ?? "";
  expect(overOlderSchema(again, missing("e.slot_reasons"))).toBeNull();
});
