import * as z from "zod";
import { jsonOfValue } from "../../../core/values/json-value.ts";
import { type Difference, diffEdits } from "../../../usecases/data-nodes/diff-edits.ts";
import { columnNames, editNumber, wholeNumber } from "../../input/query.ts";
import { jsonText } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** The difference between two edits: rows of tables, RFC 6902 operations for everything else; `limit` of each kind are shown. */
export const diffAction = action({
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
    "value_too_large",
    "memory_busy",
    "payload_missing",
    "payload_gone",
  ],
  handle: async ({ deps, id }, { from = null, to = null, key = null, limit = DEFAULT_LIMIT }) => {
    const { difference, ...edits } = await diffEdits(deps, { id, from, to, key });
    const shown = difference === null ? {} : cut(difference, limit);
    const is_equal = difference === null || Object.values(difference).every((part) => part.length === 0);
    return jsonText(jsonOfValue({ diff: { data_node_id: id, ...edits, is_equal, ...shown } }));
  },
});

/** At most `limit` of each part, and how many there are. */
function cut(difference: Difference, limit: number): Readonly<Record<string, unknown>> {
  const parts = Object.entries(difference) as [string, readonly unknown[]][];
  return {
    counts: Object.fromEntries(parts.map(([name, part]) => [name, part.length])),
    is_cut: parts.some(([, part]) => part.length > limit),
    ...Object.fromEntries(parts.map(([name, part]) => [name, part.slice(0, limit)])),
  };
}
