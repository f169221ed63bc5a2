import type { DatabaseEngine } from "../../src/core/storage-options/sql-options.ts";
import { withDatabase } from "../../src/storage/sql/with-database.ts";
import { dataNode } from "../../src/taipy-edge.ts";
import { databaseContext } from "./database-context.ts";
import type { EveryTypeSubject, Setup } from "./every-type.ts";
import type { Samples } from "./samples.ts";
import type { CellName } from "./there-and-back.ts";

export interface DatabaseSetup extends Omit<Setup, "config"> {
  readonly on: string;
  readonly engine: DatabaseEngine;
  readonly binding: string;
  /** Its names for the types of the columns n, text, at and big. */
  readonly columnTypes: readonly [n: string, text: string, at: string, big: string];
  /** What these columns hold and give back. */
  readonly cells: readonly [n: CellName, text: CellName, at: CellName, big: CellName];
  readonly placeholder: (position: number) => string;
  /** What keeps other writers out, for builders that replace rows. */
  readonly lock?: (table: string) => string;
}

type Subject = Omit<EveryTypeSubject, "type">;
type Row = Readonly<Record<string, unknown>>;

const COLUMNS = ["n", "text", "at", "big"] as const;
const newName = () => `every_${crypto.randomUUID().replaceAll("-", "")}`;

/** The rows without the columns that the table has beside those of most values. */
const withoutEmpty = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map((row: Row) =>
        Object.fromEntries(Object.entries(row).filter(([name, cell]) => cell !== null || name === "n")),
      )
    : value;

function subjectOf(setup: DatabaseSetup, samples: Samples, setupOf: (table: string) => Setup): Subject {
  return {
    on: setup.on,
    samples,
    appends: true,
    keepsHistory: false,
    withoutAdditions: withoutEmpty,
    neverWritten: { value: [] },
    columns: Object.fromEntries(COLUMNS.map((name, index) => [name, setup.cells[index] ?? "texts"])),
    missing: { setup: () => setupOf("ghost"), outcome: { code: "storage_misconfigured", message: /ghost/ } },
    async fresh() {
      const table = newName();
      const definitions = COLUMNS.map((name, index) => `${name} ${setup.columnTypes[index]}`);
      const { engine: db_engine, binding, bindings = {}, drivers } = setup;
      const context = databaseContext("sql_table", { db_engine, binding }, (name) => bindings[name], {}, drivers);
      const create = { sql: `CREATE TABLE ${table} (${definitions.join(", ")})`, parameters: [] };
      await withDatabase(context, ({ transaction }) => transaction(() => [create]));
      return setupOf(table);
    },
  };
}

/** A table of the database. */
export const tableSubject = (setup: DatabaseSetup, samples: Samples): Subject =>
  subjectOf(setup, samples, (tableName) => ({
    ...setup,
    config: dataNode.sqlTable("subject", { dbEngine: setup.engine, binding: setup.binding, tableName }),
  }));

/** The same by a query, and builders that insert row by row. */
export const querySubject = (setup: DatabaseSetup, samples: Samples): Subject =>
  subjectOf(setup, samples, (table) => {
    const insertion = (row: Row): readonly [string, readonly unknown[]] => {
      const names = COLUMNS.filter((name) => row[name] !== undefined);
      const placeholders = names.map((_, index) => setup.placeholder(index + 1));
      return [
        `INSERT INTO ${table} (${names.join(", ")}) VALUES (${placeholders.join(", ")})`,
        names.map((name) => row[name]),
      ];
    };
    const locks = setup.lock === undefined ? [] : [setup.lock(table)];
    return {
      ...setup,
      config: dataNode.sql("subject", {
        dbEngine: setup.engine,
        binding: setup.binding,
        readQuery: `SELECT n, text, at, big FROM ${table}`,
        writeQueryBuilder: (rows: readonly Row[]) => [...locks, `DELETE FROM ${table}`, ...rows.map(insertion)],
        appendQueryBuilder: (rows: readonly Row[]) => rows.map(insertion),
      }),
    };
  });
