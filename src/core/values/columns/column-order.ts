import { isMapping } from "../../field-errors.ts";

// docs/decisions/099-rows-keep-the-order-of-their-columns.md
/**
 * The member of a row that lists its columns in order. Only rows of tables have it whose columns JavaScript would reorder:
 * names such as "2019" come first in every object. A copy (`{ ...row }`) keeps it; JSON, `Object.keys` and `for in` don't show it.
 */
const COLUMN_ORDER = Symbol("the columns in order");

type Members = Readonly<Record<string, unknown>>;
type Ordered = Members & { readonly [COLUMN_ORDER]?: readonly string[] };

/** What the rows of a table with these columns must carry; null = JavaScript has the same order. Made once for all rows. */
export function columnOrder(columns: readonly string[]): readonly string[] | null {
  if (!columns.some((name) => name >= "0" && name < ":")) return null;
  const names = Object.keys(Object.fromEntries(columns.map((name) => [name, null])));
  const isKept = names.length === columns.length && names.every((name, index) => name === columns[index]);
  return isKept ? null : Object.freeze([...new Set(columns)]);
}

/** Gives a new row the order of its columns. */
export function inOrder<Row extends object>(row: Row, order: readonly string[] | null): Row {
  return order === null ? row : Object.assign(row, { [COLUMN_ORDER]: order });
}

/** The places of names in an order; many rows share one. */
const PLACES = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function placesIn(order: readonly string[]): ReadonlyMap<string, number> {
  const places = PLACES.get(order) ?? new Map(order.map((name, place) => [name, place]));
  PLACES.set(order, places);
  return places;
}

/** The names of a row's members, in the order of the table that it comes from. Takes no time for columns that the row lacks. */
export function columnNames(row: object): readonly string[] {
  const order = (row as Ordered)[COLUMN_ORDER];
  const names = Object.keys(row);
  if (order === undefined) return names;
  if (names.length === order.length && order.every((name) => Object.hasOwn(row, name))) return order;
  const places = placesIn(order);
  const placeOf = (name: string): number => places.get(name) ?? order.length;
  return names.sort((left, right) => placeOf(left) - placeOf(right));
}

/** Whether an object has members under symbols other than the order of its columns. */
export const hasOtherSymbols = (value: object): boolean =>
  Object.getOwnPropertySymbols(value).some((symbol) => symbol !== COLUMN_ORDER);

/** Whether a value is a row, a table, or an object of tables, whose columns JavaScript would reorder. Looks at first rows only. */
export function hasColumnOrder(value: unknown): boolean {
  if (isOrderedTable(value)) return true;
  if (!isMapping(value)) return false;
  for (const name in value) if (isOrderedTable(value[name])) return true;
  return false;
}

function isOrderedTable(value: unknown): boolean {
  const row: unknown = Array.isArray(value) ? value[0] : value;
  return typeof row === "object" && row !== null && COLUMN_ORDER in row;
}

/**
 * The JSON text of such a value, with the columns in their order.
 * @param jsonOf the text of any other value
 * @param count gets the characters of each row, and may throw
 */
export function orderedJson(
  value: unknown,
  jsonOf: (value: unknown) => string,
  count: (characters: number) => void,
): string {
  const keys = new Map<string, string>();
  const keyOf = (name: string): string => {
    const key = keys.get(name) ?? `${JSON.stringify(name)}:`;
    keys.set(name, key);
    return key;
  };
  const objectText = (members: Members, textOf: (member: unknown) => string): string => {
    const texts = columnNames(members).map((name) => keyOf(name) + textOf(members[name]));
    const text = `{${texts.join(",")}}`;
    count(text.length);
    return text;
  };
  const cellText = (cell: unknown): string =>
    typeof cell === "string" || cell === null ? JSON.stringify(cell) : jsonOf(cell);
  const rowText = (row: unknown): string => (isMapping(row) ? objectText(row, cellText) : cellText(row));
  const tableText = (table: unknown): string =>
    Array.isArray(table) ? `[${table.map(rowText).join(",")}]` : cellText(table);
  return isMapping(value) ? objectText(value, tableText) : tableText(value);
}
