import type { Misfit } from "../../errors.ts";
import { isMapping } from "../../field-errors.ts";
import type { DataSchema, SchemaIssue, SchemaResult } from "../../storage-options/data-schema.ts";
import { hasColumnOrder } from "../columns/column-order.ts";

export interface SchemaFailures {
  /** The first ones. */
  readonly failures: readonly Misfit[];
  /** Whether there are or may be more. */
  readonly hasMore: boolean;
}

const MOST = 20;
/** A wrong column does not hide the others. */
const MOST_OF_A_COLUMN = 5;
const LONGEST_REASON = 200;

const MISSING = "The column is missing.";
const NO_TABLE = "It is no list of rows.";

/**
 * Checks a value; of a table each row by itself. It ends at the first failures.
 * @param from the rows before this index are not checked
 */
export async function schemaFailures(
  schema: DataSchema,
  value: unknown,
  { isTable, from = 0 }: { readonly isTable: boolean; readonly from?: number },
): Promise<SchemaFailures> {
  const found = new Found();
  const isOrdered = hasColumnOrder(value);
  if (!isTable) {
    for (const issue of await issuesOf(schema, isOrdered ? namedParts(value) : value))
      found.add(null, "", issue, keysOf(issue));
    return found;
  }
  if (!Array.isArray(value)) return { failures: [failure(null, null, [], NO_TABLE)], hasMore: false };
  for (let index = from; index < value.length && !found.isFull; index += 1) {
    const row: unknown = value[index];
    const issues = issuesOf(schema, isOrdered ? namedOnly(row) : row);
    // Most schemas answer at once; a promise for each row of a long table would cost more than its check.
    for (const issue of Array.isArray(issues) ? issues : await issues) found.addOfRow(index + 1 - from, row, issue);
  }
  return found;
}

/** Without members under symbols: to a schema the order of a row's columns would be one more column. */
const namedOnly = (row: unknown): unknown => (isMapping(row) ? Object.fromEntries(Object.entries(row)) : row);

const namedRows = (table: unknown): unknown => (Array.isArray(table) ? table.map(namedOnly) : table);

/** The same for a row, a table, or an object of tables. */
const namedParts = (value: unknown): unknown =>
  isMapping(value)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, namedRows(part)]))
    : namedRows(value);

class Found implements SchemaFailures {
  readonly failures: Misfit[] = [];
  readonly #counts = new Map<string, number>();
  hasMore = false;

  get isFull(): boolean {
    return this.failures.length >= MOST;
  }

  addOfRow(row: number, value: unknown, issue: SchemaIssue): void {
    const [column, ...inside] = keysOf(issue);
    const isMissing = column !== undefined && isObject(value) && !Object.hasOwn(value, column);
    if (!isMissing) this.add(row, column ?? "", issue, inside, column);
    // Every row lacks it.
    else if (!this.#counts.has(column)) this.add(row, column, { message: MISSING }, [], column);
  }

  add(row: number | null, group: string, { message }: SchemaIssue, path: readonly string[], column?: string): void {
    const count = this.#counts.get(group) ?? 0;
    this.#counts.set(group, count + 1);
    if (this.isFull || (row !== null && count >= MOST_OF_A_COLUMN)) this.hasMore = true;
    else this.failures.push(failure(row, column ?? null, path, message));
    if (this.isFull) this.hasMore = true;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const failure = (row: number | null, column: string | null, path: readonly string[], message: string): Misfit => ({
  row,
  column,
  path: path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
  reason: message.length <= LONGEST_REASON ? message : `${message.slice(0, LONGEST_REASON)}…`,
});

const keysOf = ({ path = [] }: SchemaIssue): string[] =>
  path.map((part) => String(typeof part === "object" ? part.key : part));

type Issues = readonly SchemaIssue[];

function issuesOf(schema: DataSchema, value: unknown): Issues | Promise<Issues> {
  try {
    const result = schema["~standard"].validate(value);
    return result instanceof Promise ? result.then(issuesIn, thrown) : issuesIn(result);
  } catch (error) {
    return thrown(error);
  }
}

const issuesIn = ({ issues = [] }: SchemaResult): Issues => issues;

/** A check of the application's own that its author did not expect this value in. */
const thrown = (error: unknown): Issues => [{ message: `The check of the schema has thrown ${String(error)}` }];

/** How many a message lists; `details` has more. */
const MOST_IN_WORDS = 3;

/** `row 3, column "wind": Invalid input: …; column "rain": The column is missing.` */
export function failuresText({ failures, hasMore }: SchemaFailures): string {
  const listed = failures.slice(0, MOST_IN_WORDS).map(failureText);
  const others = failures.length - listed.length;
  if (others > 0) listed.push(hasMore ? `at least ${others} more` : `${others} more`);
  else if (hasMore) listed.push("more");
  return listed.join("; ");
}

function failureText({ row, column, path, reason }: Misfit): string {
  const place = [
    ...(row === null ? [] : [`row ${row}`]),
    ...(column === null ? [] : [`column ${JSON.stringify(column)}`]),
    ...(path === "" ? [] : [path]),
  ];
  const sentence = reason.replace(/\.$/, "");
  return place.length === 0 ? sentence : `${place.join(", ")}: ${sentence}`;
}
