import { repeatable } from "./repeatable.ts";

/** Rows of several tables, taken from a scenario of the service, with a mark in each position where copies differ. */
export type Template = Readonly<Record<string, readonly Row[]>>;
type Row = Readonly<Record<string, string | number | null>>;

/** The mark: replaces the first eight digits of every UUID in a template. */
const MARK = "@@@@@@@@";
const UUID = /[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/g;

const OF_SCENARIO: Readonly<Record<string, string>> = {
  scenarios: "id = ?1",
  tasks: "owner_id = ?1",
  data_nodes: "owner_id = ?1",
  parents:
    "child_id IN (SELECT id FROM tasks WHERE owner_id = ?1 UNION ALL SELECT id FROM data_nodes WHERE owner_id = ?1)",
  edits: "data_node_id IN (SELECT id FROM data_nodes WHERE owner_id = ?1)",
  jobs: "submit_entity_id = ?1",
  submissions: "entity_id = ?1",
};

export async function templateOf(db: D1Database, scenarioId: string): Promise<Template> {
  const entries = Object.entries(OF_SCENARIO).map(async ([table, condition]) => {
    const read = () => db.prepare(`SELECT * FROM ${table} WHERE ${condition}`).bind(scenarioId).all();
    const { results } = await repeatable(read);
    return [table, JSON.parse(JSON.stringify(results).replaceAll(UUID, MARK))];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The rows that the end of a submission writes; a data node is inserted where the service updates it. */
export const endOfSubmission = ({ jobs, submissions, edits, data_nodes }: Template): Template => {
  const made = (edits ?? []).filter((edit) => edit.job_id !== null);
  const ids = new Set(made.map((edit) => edit.data_node_id));
  return {
    jobs: jobs ?? [],
    submissions: submissions ?? [],
    edits: made,
    data_nodes: (data_nodes ?? []).filter(({ id }) => ids.has(id ?? null)),
  };
};

/** Inserts a row of `table` for each item of `?1`. */
export function insertSql(
  table: string,
  [row = {}]: readonly Row[],
  from: string,
  copied: (text: string) => string,
  insert: "INSERT" | "INSERT OR IGNORE" = "INSERT",
) {
  const columns = Object.keys(row);
  const values = columns.map((column) => copied(`value ->> '${column}'`));
  return `${insert} INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM ${from}`;
}

/** @param marked an SQL expression for the text that replaces the mark */
export const withMark = (marked: string) => (text: string) => `replace(${text}, '${MARK}', ${marked})`;

export async function keepTemplate(db: D1Database, name: string, template: Template): Promise<void> {
  const rows = JSON.stringify(template);
  await repeatable(() => db.prepare("INSERT OR IGNORE INTO floor_templates VALUES (?, ?)").bind(name, rows).run());
}

export async function readTemplate(db: D1Database, name: string): Promise<Template> {
  const rows = await db.prepare("SELECT rows FROM floor_templates WHERE name = ?").bind(name).first<string>("rows");
  return JSON.parse(rows ?? "{}") as Template;
}

const prepared = new WeakMap<Template, readonly { sql: string; json: string }[]>();
let copies = 0;
let firstCopy: number | null = null;

/** One batch with a statement for each table. */
export async function insertCopy(db: D1Database, template: Template): Promise<void> {
  const statements =
    prepared.get(template) ??
    Object.entries(template)
      .filter(([, rows]) => rows.length > 0)
      .map(([table, rows]) => ({
        sql: insertSql(table, rows, "json_each(?1)", (text) => text),
        json: JSON.stringify(rows),
      }));
  prepared.set(template, statements);
  firstCopy ??= crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  copies += 1;
  const mark = ((firstCopy + copies) >>> 0).toString(16).padStart(8, "0");
  await db.batch(statements.map(({ sql, json }) => db.prepare(sql).bind(json.replaceAll(MARK, mark))));
}
