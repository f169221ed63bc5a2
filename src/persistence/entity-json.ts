import { parseSequenceId } from "../core/entities/ids.ts";
import { TaipyError } from "../core/errors.ts";
import type { EntityKind, Page, PageQuery } from "../core/services.ts";
import type { Timestamp } from "../core/time.ts";
import { PROJECTIONS } from "./projections.ts";

/** The key of a row: sequences are found by their two parts, all else by the id itself. null = no such id can exist. */
function keyOf(kind: EntityKind, id: string): readonly string[] | null {
  if (kind !== "sequence") return [id];
  const parts = parseSequenceId(id);
  return parts === null ? null : [parts.scenario_id, parts.name];
}

const keyColumns = (kind: EntityKind): string => (kind === "sequence" ? "e.scenario_id, e.name" : "e.id");

/** A tuple of parameters, the first of them with the given number. */
const parameters = (values: readonly string[], first: number): string =>
  `(${values.map((_, index) => `?${first + index}`).join(", ")})`;

/** Reads the JSON text of one entity, in a column named `json`; no row when there is none. */
export function selectEntity(db: D1Database, kind: EntityKind, id: string, now: Timestamp): D1PreparedStatement {
  const { table, json, detail = json } = PROJECTIONS[kind];
  const key = keyOf(kind, id) ?? ["", ""];
  const where = `(${keyColumns(kind)}) = ${parameters(key, 2)}`;
  return db.prepare(`SELECT ${detail} AS json FROM ${table} AS e WHERE ${where}`).bind(now, ...key);
}

/** The text that {@link selectEntity} has read as the last statement of a batch. */
export function entityJson(results: readonly D1Result[]): string {
  const [row] = results.at(-1)?.results ?? [];
  if (row === undefined) throw new Error("The entity that was written is not there");
  return (row as { json: string }).json;
}

/** One page in the order of the primary key. */
export async function readPage(
  db: D1Database,
  kind: EntityKind,
  version: string,
  query: PageQuery,
  now: Timestamp,
): Promise<Page> {
  const { table, id, json, versioned } = PROJECTIONS[kind];
  const values: (string | number)[] = [now, query.limit + 1];
  const conditions: string[] = [];
  const bind = (value: string): string => `?${values.push(value)}`;
  const wanted = query.version === undefined ? version : query.version;
  if (versioned && wanted !== null) conditions.push(`e.version = ${bind(wanted)}`);
  if (query.entity_id !== undefined) conditions.push(`e.entity_id = ${bind(query.entity_id)}`);
  if (query.after !== null) {
    const key = keyOf(kind, query.after);
    if (key === null) throw new TaipyError("invalid_query", "The cursor is not one that this list has given.");
    conditions.push(`(${keyColumns(kind)}) > (${key.map(bind).join(", ")})`);
  }
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const rows = await db
    .prepare(`SELECT ${id} AS id, ${json} AS json FROM ${table} AS e ${where} ORDER BY ${keyColumns(kind)} LIMIT ?2`)
    .bind(...values)
    .raw<[id: string, json: string]>();
  const page = rows.slice(0, query.limit);
  return {
    items: page.map(([, text]) => text),
    next: rows.length > query.limit ? (page.at(-1)?.[0] ?? null) : null,
  };
}
