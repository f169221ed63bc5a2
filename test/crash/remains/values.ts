import { EXPECTED, link, RATE } from "../application/arithmetic.ts";
import { sideBySide } from "../call.ts";
import type { Accepted } from "../storm/accepted.ts";
import type { Client } from "../storm/client.ts";
import { Journal, type Register, tick } from "../storm/register.ts";
import type { EditRow, Lists, NodeRow } from "./stored.ts";

/** The number of values that are read over HTTP at a time. */
const READERS = 16;

/** All values, read as a client: each must be that of its node's last edit. */
export async function wrongValues(client: Client, lists: Lists): Promise<string[]> {
  const edits = Map.groupBy(lists.edits, (edit) => edit.data_node_id);
  const wrong: string[] = [];
  await sideBySide(READERS, lists.nodes.filter(isWritten), async (node) => {
    const { accepted } = client;
    const kind = accepted.nodes.get(node.id)?.kind ?? "value";
    const possible = possibleValues(accepted, node, edits.get(node.id) ?? []);
    if (possible === null) return;
    const shown = JSON.stringify(await client.read(node.id, kind));
    if (!possible.has(shown)) wrong.push(`${node.id} is ${shown?.slice(0, 40)}, not ${[...possible][0]?.slice(0, 40)}`);
  });
  return wrong;
}

const isWritten = (node: NodeRow) => node.last_edit_date !== null;

/** The values, as JSON, that a data node may have in the end; null = any, as the answer to the write of its seed was lost. */
function possibleValues(accepted: Accepted, node: NodeRow, edits: readonly EditRow[]): ReadonlySet<string> | null {
  const written = accepted.nodes.get(node.id);
  if (written !== undefined) return new Set([valueAfter(written.register, edits)]);
  const memos = accepted.stamps.get(node.id);
  if (memos !== undefined) return new Set([...memos.possible()].map((memo) => JSON.stringify(link(JSON.parse(memo)))));
  if (node.owner_id === null) return new Set(sharedValues(accepted, node).map((value) => JSON.stringify(value)));
  const scenario = accepted.scenarios.get(node.owner_id);
  if (scenario === undefined) return null;
  const { config, seed } = scenario;
  const value = node.config_id === "seed" ? seed : EXPECTED[config]?.(seed)[node.config_id];
  return new Set([JSON.stringify(value)]);
}

/** What the edits of clients leave, read from their tags. */
function valueAfter(register: Register, edits: readonly EditRow[]): string {
  const values = new Map(register.writes.map(({ tag, value }) => [tag, value]));
  const written = edits.flatMap(({ comment }) => values.get(comment ?? "") ?? []);
  if (register instanceof Journal) return `[${written.join(",")}]`;
  return written.at(-1) ?? register.initial;
}

function sharedValues({ scenarios, undone }: Accepted, { config_id }: NodeRow): readonly unknown[] {
  if (config_id === "rate") return [RATE];
  return [...scenarios.values(), ...undone.values()].flatMap(
    ({ config, seed }) => EXPECTED[config]?.(seed).board ?? [],
  );
}

/** Reads every node that clients have written once more. */
export async function checkRegisters(client: Client): Promise<void> {
  await sideBySide(READERS, [...client.accepted.nodes], async ([id, node]) => {
    await client.check(id, node, `the end (${tick()})`);
  });
}
