import { type Edit, editTable } from "../../core/entities/edit.ts";
import { TaipyError } from "../../core/errors.ts";
import type { EntityReader, Page, PageQuery } from "../../core/ports/entity-reader.ts";
import { columnsOf, decodeRow, pageOf, type SqlRow } from "../rows.ts";
import { EDIT_JSON, INITIAL_EDIT } from "./projections.ts";

/** A data node's edits in the order of their numbers; an empty page for a node that does not exist. */
export async function readEdits(db: D1Database, dataNodeId: string, { after, limit }: PageQuery): Promise<Page> {
  if (after !== null && !/^\d{1,15}$/.test(after)) {
    throw new TaipyError("invalid_query", "The cursor is not one that this list has given.");
  }
  const rows = await db
    .prepare(
      `SELECT e.number, ${EDIT_JSON} FROM edits AS e WHERE e.data_node_id = ?1 AND e.number > ?2
        UNION ALL SELECT e.number, ${EDIT_JSON} FROM (${INITIAL_EDIT} AND ?2 = 0) AS e ORDER BY 1 LIMIT ?3`,
    )
    .bind(dataNodeId, Number(after ?? 0), limit + 1)
    .raw<[number: number, json: string]>();
  return pageOf(
    rows,
    limit,
    ([number]) => String(number),
    ([, json]) => json,
  );
}

export async function readEdit(
  db: D1Database,
  dataNodeId: string,
  which: Parameters<EntityReader["edit"]>[1],
): Promise<Edit | null> {
  const [condition, value] =
    "number" in which ? (["e.number = ?2", which.number] as const) : (["e.timestamp <= ?2", which.at] as const);
  const row = await db
    .prepare(
      `SELECT ${columnsOf(editTable, "e")} FROM edits AS e WHERE e.data_node_id = ?1 AND ${condition}
        ORDER BY e.number DESC LIMIT 1`,
    )
    .bind(dataNodeId, value)
    .first<SqlRow>();
  return row === null ? null : decodeRow(editTable, row);
}
