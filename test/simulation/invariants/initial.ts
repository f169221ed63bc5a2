import type { Edit } from "../../../src/core/entities/edit.ts";
import { INITIAL_EDITOR, isKept } from "../../../src/core/values/history.ts";
import { DEFAULT_FILE } from "../apps.ts";
import type { D1 } from "../platform/d1.ts";
import type { Violations } from "../violation.ts";
import type { ReadValue } from "./edits.ts";

type Row<Type> = Type & Record<string, unknown>;
type Node = Row<{ readonly id: string; readonly edit_number: number; readonly has_own_file: number }>;

const NODES = `SELECT id, edit_number, properties ->> 'is_generated' AS has_own_file FROM data_nodes
  WHERE properties ->> 'default_path' = ?`;
const FILE = "SELECT * FROM files WHERE path = ?";
const RECORDED = `SELECT * FROM edits WHERE data_node_id = ? AND editor_id = '${INITIAL_EDITOR}' ORDER BY number`;

/**
 * No write changes the file that scenarios begin with: what was written has a file of its own, and the default file as its first
 * edit.
 */
export function checkInitial(violations: Violations, d1: D1, readValue: ReadValue, hasLosses: boolean): void {
  const nodes = d1.all<Node>(NODES, DEFAULT_FILE);
  const [file] = d1.all<Row<Edit>>(FILE, DEFAULT_FILE);
  const tag = file === undefined ? "gone" : readValue(file).tag;
  // It goes with the last node that has nothing else.
  const isGone = file === undefined && nodes.every(({ edit_number }) => edit_number > 0);
  violations.check(isGone || tag === "default", "no write changes a default file", () => `${DEFAULT_FILE} is ${tag}`);
  for (const node of nodes) {
    const isWritten = node.edit_number > 0;
    violations.check(isWritten === (node.has_own_file === 1), "what was written has a file of its own", () =>
      JSON.stringify(node),
    );
    const [first, ...more] = d1.all<Row<Edit>>(RECORDED, node.id);
    const isFirst = first !== undefined && (!isKept(first) || readValue(first).tag === "default");
    // After a store has lost something, edits may have other numbers.
    const isRecorded = isFirst && (hasLosses || (first.number === 1 && more.length === 0));
    violations.check(isRecorded === isWritten, "the file that a node begins with is its edit 1", () =>
      JSON.stringify({ node, first, more }),
    );
  }
}
