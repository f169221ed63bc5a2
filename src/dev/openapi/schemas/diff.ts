import * as z from "zod";
import { component } from "../components.ts";

const row = z.int().min(0);
const LoneRow = component(
  "LoneRow",
  z.object({ row: row.describe("Its place in its table, from 0."), value: z.unknown() }),
);
const ChangedRow = component(
  "ChangedRow",
  z.object({
    row: row.describe("Its place in the newer table, from 0."),
    key: z.record(z.string(), z.unknown()).optional().describe("The cells that the rows were matched by."),
    from: z.unknown().describe("The cells that differ, as they were."),
    to: z.unknown().describe("The cells that differ, as they are."),
  }),
);

const pointer = z.string().describe("A JSON pointer (RFC 6901).");
const PatchOperation = component(
  "PatchOperation",
  z
    .object({
      op: z.enum(["add", "remove", "replace", "move", "copy", "test"]),
      path: pointer,
      from: pointer.optional(),
      value: z.unknown().optional(),
    })
    .describe("One operation of RFC 6902."),
);

const count = z.int().min(0);
const edits = {
  data_node_id: z.string(),
  from: z.int().min(0).describe("The older edit's number."),
  to: z.int().min(0).describe("The newer edit's number."),
};
const is_cut = z.boolean().describe("Whether a part has more items than are shown.");

const EqualValues = component(
  "EqualValues",
  z.object({ ...edits, is_equal: z.literal(true) }).describe("Both edits have the same content."),
);
const TableDifference = component(
  "TableDifference",
  z.object({
    ...edits,
    is_equal: z.boolean(),
    counts: z.object({ added: count, removed: count, changed: count }).describe("How many there are in all."),
    is_cut,
    added: z.array(LoneRow),
    removed: z.array(LoneRow),
    changed: z.array(ChangedRow),
  }),
);
const ValueDifference = component(
  "ValueDifference",
  z.object({
    ...edits,
    is_equal: z.boolean(),
    counts: z.object({ patch: count }).describe("How many there are in all."),
    is_cut,
    patch: z.array(PatchOperation).describe("What makes the newer value of the older one."),
  }),
);

export const DiffAnswer = component(
  "DiffAnswer",
  z.object({ diff: z.union([EqualValues, TableDifference, ValueDifference]) }),
);
