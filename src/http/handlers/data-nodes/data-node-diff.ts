import * as z from "zod";
import type { DataNodeSnapshot } from "../../../core/entities/data-node.ts";
import { TaipyError } from "../../../core/errors.ts";
import { isTabular } from "../../../core/storage-types.ts";
import { diffRows, type RowDifference } from "../../../core/values/diff-rows.ts";
import { patchOf } from "../../../core/values/diff-value.ts";
import { nodeAsOf } from "../../input/as-of.ts";
import { parseJson } from "../../input/json-text.ts";
import { columnNames, editNumber, wholeNumber } from "../../input/query.ts";
import { jsonText } from "../../output/answers.ts";
import { existing } from "../../output/entity-names.ts";
import { jsonOfValue } from "../../output/json-value.ts";
import type { Call } from "../../pipeline/action.ts";
import { action } from "../../pipeline/action.ts";

const MEBIBYTE = 1_024 * 1_024;
/** Both values are in memory as JSON, twice. */
const MAX_SIZE = 8 * MEBIBYTE;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** What changed between two edits: rows of tables, RFC 6902 operations for everything else; `limit` of each kind are shown. */
export const diffEdits = action({
  query: () =>
    z.object({
      from: editNumber().describe("The older edit's number. Default: the one before `to`."),
      to: editNumber().describe("The newer edit's number. Default: the newest."),
      key: columnNames().describe("Columns by whose cells rows belong together, with commas between them."),
      limit: wholeNumber(1, MAX_LIMIT).describe("How many of each kind of change are shown. Default: 100."),
    }),
  answer: { kind: "diff" },
  description: "Rows of tables, operations of RFC 6902 for everything else.",
  errors: [
    "data_node_not_found",
    "edit_not_found",
    "edit_value_removed",
    "value_outside",
    "invalid_value",
    "too_large_to_compare",
    "payload_missing",
  ],
  handle: async (call, { from, to, key = null, limit = DEFAULT_LIMIT }) => {
    const { deps, id } = call;
    const current = existing("data_node", id, await deps.entityReader.dataNode(id));
    const last = to ?? current.edit_number;
    const first = from ?? Math.max(1, last - 1);
    // Without `to` it is what a reader gets now, also when somebody else has written to the node's file.
    const after = to === undefined && current.payload !== null ? current : await nodeAsOf(call, current, last);
    const before = await nodeAsOf(call, current, first);
    const difference = isSame(before, after) ? null : await compare(call, before, after, key);
    const shown = difference === null ? {} : cut(difference, limit);
    const is_equal = difference === null || Object.values(difference).every((part) => part.length === 0);
    return jsonText(jsonOfValue({ diff: { data_node_id: id, from: first, to: last, is_equal, ...shown } }));
  },
});

const isSame = ({ payload: a }: DataNodeSnapshot, { payload: b }: DataNodeSnapshot): boolean =>
  a?.hash === b?.hash && a?.content_type === b?.content_type;

/** Each part of a difference by its name. */
type Difference = RowDifference | { readonly patch: readonly unknown[] };

async function compare(
  call: Call,
  before: DataNodeSnapshot,
  after: DataNodeSnapshot,
  key: readonly string[] | null,
): Promise<Difference> {
  for (const node of [before, after]) refuseLarge(node);
  const [left, right] = [await jsonValue(call, before), await jsonValue(call, after)];
  const isTable = isTabular(before.storage_type) || key !== null;
  return isTable && Array.isArray(left) && Array.isArray(right)
    ? diffRows(left, right, key)
    : { patch: patchOf(left, right) };
}

/** The value in the form in which it is answered. */
async function jsonValue({ deps }: Call, node: DataNodeSnapshot): Promise<unknown> {
  const parsed = parseJson(jsonOfValue(await deps.values.read(node)), "exact");
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

/** At most `limit` of each part, and how many there are. */
function cut(difference: Difference, limit: number): Readonly<Record<string, unknown>> {
  const parts = Object.entries(difference) as [string, readonly unknown[]][];
  return {
    counts: Object.fromEntries(parts.map(([name, part]) => [name, part.length])),
    is_cut: parts.some(([, part]) => part.length > limit),
    ...Object.fromEntries(parts.map(([name, part]) => [name, part.slice(0, limit)])),
  };
}
