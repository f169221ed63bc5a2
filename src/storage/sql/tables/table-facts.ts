import type { Budget } from "../../../core/values/budget.ts";
import type { Row } from "../../table/tabular-value.ts";
import type { Column, Database, TableFacts } from "../database.ts";

/**
 * Asks the database about the columns of a table or view.
 * @param table quoted
 */
export async function tableFacts(database: Database, table: string, budget: Budget): Promise<TableFacts> {
  const { rows } = await database.query(database.dialect.facts(table), budget);
  return factsOf(rows.map(mysqlForm));
}

interface Fact {
  readonly name: unknown;
  /** Its place in the primary key; null = it is no part of it. */
  readonly key: unknown;
  readonly generated: unknown;
  readonly identity: unknown;
  readonly bytes?: unknown;
  readonly stored: unknown;
}

/** MySQL has a statement of its own for the facts, whose columns have other names. */
function mysqlForm(row: Row, index: number): Fact {
  if (!("Extra" in row)) return row as unknown as Fact;
  const { Field: name, Key, Extra } = row;
  const generated = /\bGENERATED\b/i.test(String(Extra)) && !/DEFAULT_GENERATED/i.test(String(Extra));
  return { name, key: Key === "PRI" ? index : null, generated, identity: false, stored: true };
}

function factsOf(facts: readonly Fact[]): TableFacts {
  const namesOf = (rows: readonly Fact[]) => rows.map(({ name }) => String(name));
  const inKey = facts.filter(({ key }) => key !== null).sort((a, b) => Number(a.key) - Number(b.key));
  return {
    key: namesOf(inKey),
    generated: new Set(namesOf(facts.filter(({ generated }) => Boolean(generated)))),
    identity: new Set(namesOf(facts.filter(({ identity }) => Boolean(identity)))),
    bytes: new Set(namesOf(facts.filter(({ bytes }) => Boolean(bytes)))),
    isTable: Boolean(facts[0]?.stored),
  };
}

// docs/decisions/104-pages-of-tables-have-an-order.md
/** What a page of a table is ordered by: its key, else the places of its rows, else all its columns. */
export function pageOrder({ dialect }: Database, { key, isTable }: TableFacts, columns: readonly Column[]): string {
  const quoted = (names: readonly string[]) => names.map((name) => `q.${dialect.quote(name)}`);
  const order = key.length > 0 ? quoted(key) : (dialect.rowOrder(isTable) ?? quoted(columns.map(({ name }) => name)));
  return ` ORDER BY ${order.join(", ")}`;
}
