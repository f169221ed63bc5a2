import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { TaipyError } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { DataNodeValues } from "../../core/ports/values.ts";
import { isTabular } from "../../core/storage-types.ts";
import { Budget } from "../../core/values/budget.ts";
import { diffRows, type RowDifference } from "../../core/values/diff-rows.ts";
import { patchOf } from "../../core/values/diff-value.ts";
import { newestEdit } from "../../core/values/history.ts";
import { parseJson } from "../../core/values/json-text.ts";
import { jsonOfValue } from "../../core/values/json-value.ts";
import { asOfEdit, type ReadAsOfDeps } from "./read-as-of.ts";

export interface DiffEditsDeps extends ReadAsOfDeps {
  readonly values: Pick<DataNodeValues, "read">;
}

export interface DiffEditsInput {
  readonly id: string;
  /** The older edit; null = the one before `to`. */
  readonly from: number | null;
  /** The newer edit; null = the newest, with the value that a reader gets now. */
  readonly to: number | null;
  /** The columns by whose cells rows belong together; null = rows belong together when they are equal. */
  readonly key: readonly string[] | null;
}

/** Each part of a difference by its name: of rows for tables, an RFC 6902 patch for all else. */
export type Difference = RowDifference | { readonly patch: readonly unknown[] };

export interface EditsDifference {
  readonly from: number;
  readonly to: number;
  /** null = both edits have the same content. */
  readonly difference: Difference | null;
}

const MEBIBYTE = 1_024 * 1_024;
/** Both values are in memory as JSON, twice. */
const MAX_SIZE = 8 * MEBIBYTE;

/**
 * The difference between two edits of a data node.
 * @throws TaipyError `data_node_not_found`, `edit_not_found`, `edit_value_removed`, `value_outside`, `too_large_to_compare`
 */
export async function diffEdits(deps: DiffEditsDeps, { id, from, to, key }: DiffEditsInput): Promise<EditsDifference> {
  const current = existing("data_node", id, await deps.entityReader.dataNode(id));
  const last = to ?? newestEdit(current);
  const first = from ?? Math.max(1, last - 1);
  // Without `to` it is the value that a reader gets now, also when another program has written to the node's file.
  const after = to === null && current.payload !== null ? current : await asOfEdit(deps, current, last);
  const before = await asOfEdit(deps, current, first);
  const difference = hasSameContent(before, after) ? null : await compare(deps, before, after, key);
  return { from: first, to: last, difference };
}

const hasSameContent = ({ payload: a }: DataNodeSnapshot, { payload: b }: DataNodeSnapshot): boolean =>
  a?.hash === b?.hash && a?.content_type === b?.content_type;

async function compare(
  deps: DiffEditsDeps,
  before: DataNodeSnapshot,
  after: DataNodeSnapshot,
  key: readonly string[] | null,
): Promise<Difference> {
  for (const node of [before, after]) refuseLarge(node);
  return deps.values.read([before, after], ([older, newer]) => {
    const [left, right] = [jsonForm(before, older), jsonForm(after, newer)];
    const isTable = isTabular(before.storage_type) || key !== null;
    return isTable && Array.isArray(left) && Array.isArray(right)
      ? diffRows(left, right, key)
      : { patch: patchOf(left, right) };
  });
}

/** The value in the form in which reads answer it. */
function jsonForm(node: DataNodeSnapshot, value: unknown): unknown {
  const parsed = parseJson(jsonOfValue(value), "digits", new Budget());
  if (parsed.ok) return parsed.value;
  throw new TaipyError(
    "too_large_to_compare",
    `Edit ${node.edit_number} of data node ${node.id} is nested too deeply.`,
  );
}

function refuseLarge({ id, edit_number, payload }: DataNodeSnapshot): void {
  if (payload === null || payload.size <= MAX_SIZE) return;
  const message = `Edit ${edit_number} of data node ${id} has ${payload.size} bytes; values up to ${MAX_SIZE} bytes are compared.`;
  throw new TaipyError("too_large_to_compare", message);
}
