import type { Page } from "../../core/ports/entity-reader.ts";

/** A page from its rows and, when there is more, the first one of the next. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => string,
  json: (row: Row) => string = (row) => JSON.stringify(row),
): Page {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    text: shown.map(json).join(", "),
    count: shown.length,
    next: rows.length > limit && last !== undefined ? key(last) : null,
  };
}
