import type { OddRows } from "../../../core/ports/repair/repair-store.ts";

/** Objects that one step calls. Each takes up to four calls: two of its own, and two of D1. */
export const OBJECTS_A_STEP = 30;

interface Row {
  readonly id: string;
  readonly domain: string;
}

/** The first rows, those of so many objects that one step may call them all. */
export function ofFewObjects<T extends Row>(rows: readonly T[]): readonly T[] {
  const domains = new Set([...new Set(rows.map(({ domain }) => domain))].slice(0, OBJECTS_A_STEP));
  const end = rows.findIndex(({ domain }) => !domains.has(domain));
  return end === -1 ? rows : rows.slice(0, end);
}

/** The same of a page of a table: the next step goes on behind the last one of these rows. */
export function pageOfFewObjects<T extends Row>(page: OddRows<T>): OddRows<T> {
  const odd = ofFewObjects(page.odd);
  const last = odd.at(-1);
  if (last === undefined || odd.length === page.odd.length) return page;
  return { odd, count: odd.length, next: last.id };
}
