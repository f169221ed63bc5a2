import { UNNUMBERED } from "../../core/config/app-types.ts";
import { type Redact, shownEntities } from "../../core/config/secrets/shown-json.ts";
import { parseSequenceId } from "../../core/entities/ids.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import { TaipyError } from "../../core/errors.ts";
import type { Page, PageQuery } from "../../core/ports/entity-reader.ts";
import type { Timestamp } from "../../core/time.ts";
import { pageOf } from "../rows.ts";
import { PROJECTIONS } from "./projections.ts";

/** The key of a row: two parts for a sequence, the id for all other kinds. null = no such id can exist. */
function keyOf(kind: EntityKind, id: string): readonly string[] | null {
  if (kind !== "sequence") return [id];
  const parts = parseSequenceId(id);
  return parts === null ? null : [parts.scenario_id, parts.name];
}

const keyColumns = (kind: EntityKind): string => (kind === "sequence" ? "e.scenario_id, e.name" : "e.id");

/** A tuple of parameters, the first of them with the given number. */
const parameters = (values: readonly string[], first: number): string =>
  `(${values.map((_, index) => `?${first + index}`).join(", ")})`;

/**
 * Reads the JSON text of one entity, in a column named `json`; no row when there is none.
 * @param as_of an SQL expression for a column of this name
 */
export function selectEntity(
  db: D1Database,
  kind: EntityKind,
  id: string,
  now: Timestamp,
  as_of?: string,
): D1PreparedStatement {
  const { table, json, detail = json } = PROJECTIONS[kind];
  const key = keyOf(kind, id) ?? ["", ""];
  const where = `(${keyColumns(kind)}) = ${parameters(key, 2)}`;
  const more = as_of === undefined ? "" : `, ${as_of} AS as_of`;
  return db.prepare(`SELECT ${detail} AS json${more} FROM ${table} AS e WHERE ${where}`).bind(now, ...key);
}

/** The JSON text from a batch that {@link selectEntity} is the last statement of, as views show it. A new entity has no traces. */
export function entityJson(results: readonly D1Result[]): string {
  const [row] = results.at(-1)?.results ?? [];
  if (row === undefined) throw new Error("The entity that was written does not exist");
  return shownEntities((row as { json: string }).json, (trace) => trace);
}

/** D1's message for a value of more than 2 MB. */
const TOO_BIG = /too big|SQLITE_TOOBIG/i;

/**
 * One page in the order of the primary key. D1 joins the texts to one value, because reading many rows costs the Worker
 * more than their bytes. Pages that are too large for one value are read as rows.
 */
export async function readPage(db: D1Database, kind: EntityKind, read: PageRead): Promise<Page> {
  const page = await storedPage(db, kind, selectionOf(kind, read.version, read.query, read.now));
  return { ...page, text: shownEntities(page.text, read.redact) };
}

export interface PageRead {
  readonly version: string;
  readonly query: PageQuery;
  readonly now: Timestamp;
  readonly redact: Redact;
}

async function storedPage(db: D1Database, kind: EntityKind, selection: PageSelection): Promise<Page> {
  if (kind === "sequence") return pageOfRows(db, kind, selection);
  try {
    return await pageOfValue(db, kind, selection);
  } catch (error) {
    if (!(error instanceof Error) || !TOO_BIG.test(error.message)) throw error;
    return pageOfRows(db, kind, selection);
  }
}

interface PageSelection {
  /** The conditions of the list, and the one that the page begins with. */
  readonly list: readonly string[];
  readonly from: readonly string[];
  readonly limit: number;
  /** The end of the statement. */
  readonly range: string;
  /** Bound after the number of rows, which is `?2`. */
  readonly values: readonly (string | number)[];
  readonly now: Timestamp;
}

// docs/decisions/018-no-index-by-version.md
// docs/decisions/075-partial-indexes-by-version.md
function selectionOf(kind: EntityKind, version: string, query: PageQuery, now: Timestamp): PageSelection {
  const values: (string | number)[] = [];
  const list: string[] = [];
  const bind = (value: string | number): string => `?${values.push(value) + 2}`;
  const wanted = query.version === undefined ? version : query.version;
  if (PROJECTIONS[kind].versioned && wanted !== null) {
    list.push(`e.version = ${bind(wanted)}`);
    // With the condition of the indexes by version, SQLite may use these.
    if (wanted !== UNNUMBERED) list.push(`e.version <> '${UNNUMBERED}'`);
  }
  if (query.entity_id !== undefined) list.push(`e.entity_id = ${bind(query.entity_id)}`);
  const { limit, after, skip = 0 } = query;
  // docs/decisions/019-numbered-pages-by-offset.md
  const range = skip === 0 ? LIMIT : `${LIMIT} OFFSET ${bind(skip)} + 0`;
  if (after === null) return { list, from: [], limit, range, values, now };
  const key = keyOf(kind, after);
  if (key === null) throw new TaipyError("invalid_query", "The cursor is not one that this list has given.");
  return { list, from: [`(${keyColumns(kind)}) > (${key.map(bind).join(", ")})`], limit, range, values, now };
}

const where = (...conditions: readonly string[]): string =>
  conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;

// docs/decisions/022-limits-of-pages-are-expressions.md
/** SQLite prepares a statement again for each number bound to a LIMIT or OFFSET, unless the number is part of a sum. */
const LIMIT = "LIMIT ?2 + 0";

async function pageOfValue(db: D1Database, kind: EntityKind, selection: PageSelection): Promise<Page> {
  const { table, json } = PROJECTIONS[kind];
  const { list, from, limit, range, values, now } = selection;
  const rows = `SELECT e.id, ${json} AS json FROM ${table} AS e ${where(...list, ...from)} ORDER BY e.id ${range}`;
  const page = `SELECT group_concat(json, ', ') AS text, count(*) AS count, max(id) AS last FROM (${rows})`;
  const following = `SELECT 1 FROM ${table} AS e ${where(...list, "e.id > last")}`;
  const found = await db
    .prepare(`SELECT text, count, iif(EXISTS (${following}), last, NULL) AS next FROM (${page})`)
    .bind(now, limit, ...values)
    .first<{ text: string | null; count: number; next: string | null }>();
  return { text: found?.text ?? "", count: found?.count ?? 0, next: found?.next ?? null };
}

async function pageOfRows(db: D1Database, kind: EntityKind, selection: PageSelection): Promise<Page> {
  const { table, id, json } = PROJECTIONS[kind];
  const { list, from, limit, range, values, now } = selection;
  const source = `FROM ${table} AS e ${where(...list, ...from)} ORDER BY ${keyColumns(kind)} ${range}`;
  const rows = await db
    .prepare(`SELECT ${id} AS id, ${json} AS json ${source}`)
    .bind(now, limit + 1, ...values)
    .raw<[id: string, json: string]>();
  return pageOf(
    rows,
    limit,
    ([key]) => key,
    ([, text]) => text,
  );
}
