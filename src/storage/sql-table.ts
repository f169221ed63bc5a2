import type { Properties } from "../core/entities/fields.ts";
import { totalOf } from "../core/values/selection.ts";
import { configurationOf } from "./settings/node-settings.ts";
import { type StorableTable, storableTable } from "./sql/cells.ts";
import type { Database, Dialect, Statement, TableFacts } from "./sql/database.ts";
import { columnsOf, countOf, select } from "./sql/select.ts";
import { pageOrder, tableFacts } from "./sql/tables/table-facts.ts";
import { tableNameParts } from "./sql/tables/table-name.ts";
import { withDatabase } from "./sql/with-database.ts";
import { type Table, tableOf } from "./table/tabular-value.ts";
import { OUTSIDE, type Selection, type StorageContext, type StorageType } from "./types.ts";

const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };

/**
 * A table of a database. Properties: `db_engine`, `table_name` and where the database is; see `core/storage-options/sql-options.ts`.
 * A write replaces all rows in one transaction.
 */
export const sqlTable: StorageType = {
  async read(context) {
    return withDatabase(context, (database) => select(database, source(context, database), WHOLE, context.budget));
  },

  async write(context, value) {
    await changeRows(context, value, (table, { lock }) => [
      ...lock(table),
      { sql: `DELETE FROM ${table}`, parameters: [] },
    ]);
    return OUTSIDE;
  },

  async append(context, _ref, value) {
    await changeRows(context, value, () => []);
    return OUTSIDE;
  },

  async select(context, _ref, selection) {
    return withDatabase(context, async (database) => {
      const name = source(context, database);
      const table = `${name} AS q`;
      const { budget } = context;
      const orderOf = async () =>
        pageOrder(database, await tableFacts(database, name, budget), await columnsOf(database, table, budget));
      const rows = await select(database, table, selection, budget, orderOf);
      const { counted } = context;
      if (counted !== undefined && totalOf(selection, rows.length) === null)
        counted(await countOf(database, table, selection, context.budget).catch(() => null));
      return rows;
    });
  },
};

/** Runs the statements of `first` and then adds the value's rows, in one transaction. */
async function changeRows(
  context: StorageContext,
  value: unknown,
  first: (table: string, dialect: Dialect) => readonly Statement[],
): Promise<void> {
  const given = tableOf(value, context.budget);
  await withDatabase(context, async (database) => {
    const table = source(context, database);
    const facts = await tableFacts(database, table, context.budget);
    const rows = await storableRows(context, database, { table, facts }, value, given);
    await database.transaction(() => [...first(table, database.dialect), ...insertions(database, table, rows, facts)]);
  });
}

function* insertions(
  { dialect }: Database,
  table: string,
  { columns, rows }: StorableTable,
  facts: TableFacts,
): Generator<Statement> {
  if (columns.length > 0) yield* dialect.insert(table, columns, rows, facts);
}

/** Lists have no column names: their cells go to the database's columns in order, as in an INSERT without names. */
async function storableRows(
  { budget }: StorageContext,
  database: Database,
  { table, facts }: { readonly table: string; readonly facts: TableFacts },
  value: unknown,
  given: Table,
): Promise<StorableTable> {
  const columns = await columnsOf(database, table, budget);
  const isList = Array.isArray(value) && value.some(Array.isArray);
  const names = isList ? given.columns.map((name, index) => columns[index]?.name ?? name) : given.columns;
  return storableTable({ columns: names, rows: given.rows }, columns, facts);
}

function source(context: StorageContext, { dialect }: Database): string {
  const { table_name }: Properties = configurationOf(context).properties;
  return tableNameParts(String(table_name)).map(dialect.quote).join(".");
}
