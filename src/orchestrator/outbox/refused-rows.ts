import type { OutboxEntry } from "../../core/jobs/state/records.ts";
import { RowsRefusedError } from "../../core/ports/outbox-database.ts";
import type { OutboxChange } from "../state/outbox-log.ts";

/** More than this is not the fault of single rows: the batch fails as a whole. */
const MAX_REFUSED = 10;

/** What D1 does not take: the rows of one entity. */
export interface RefusedRows {
  readonly entries: readonly OutboxEntry[];
  readonly error: RowsRefusedError;
  /** Of the newest change of these rows. */
  readonly revision: number;
}

// docs/decisions/059-no-call-without-a-deadline.md#one-row-that-d1-refuses
/**
 * Sends the rows of changes in halves, and halves of these, until those that D1 refuses stand alone. An edit goes with the
 * state of its data node, so that D1 never has a state without its edit.
 * @throws what `send` throws, other than for a row
 */
export async function sendInParts(
  changes: readonly OutboxChange[],
  send: (changes: readonly OutboxChange[]) => Promise<void>,
): Promise<RefusedRows[]> {
  const refused: RefusedRows[] = [];
  const waiting = halvesOf(byEntity(changes));
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    try {
      await send(part.flat());
    } catch (error) {
      if (!(error instanceof RowsRefusedError)) throw error;
      if (part.length > 1) {
        waiting.push(...halvesOf(part));
        continue;
      }
      if (refused.length === MAX_REFUSED) throw error;
      const rows = part.flat();
      refused.push({ entries: rows.flatMap(({ entries }) => entries), error, revision: rows.at(-1)?.revision ?? 0 });
    }
  }
  return refused;
}

function halvesOf<T>(items: readonly T[]): (readonly T[])[] {
  const half = Math.ceil(items.length / 2);
  return [items.slice(half), items.slice(0, half)].filter(({ length }) => length > 0);
}

/** The changes of each entity, with one entry a change. */
function byEntity(changes: readonly OutboxChange[]): (readonly OutboxChange[])[] {
  const single = changes.flatMap(({ entries, ...change }) => entries.map((entry) => ({ ...change, entries: [entry] })));
  return [...Map.groupBy(single, ({ entries: [entry] }) => entityOf(entry)).values()];
}

function entityOf(entry: OutboxEntry | undefined): string {
  if (entry === undefined) return "";
  const [kind, id] = entry;
  return kind === "edit" ? `data_node ${id.slice(0, id.lastIndexOf("#"))}` : `${kind} ${id}`;
}
