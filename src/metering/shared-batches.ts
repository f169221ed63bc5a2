import { shares } from "../core/cost/shares.ts";
import { DEADLINES, isNoAnswer, NoAnswerError, within } from "../core/deadlines.ts";
import type { Batch, Insertion, SharedBatch } from "../core/ports/creation-store.ts";
import { addRows, type Rows } from "./d1.ts";
import { createMeter, currentMeter, metered, timed } from "./meter.ts";
import { type SharedCallDeps, SharedCalls } from "./shared-calls.ts";

interface Item {
  readonly batch: Batch<D1PreparedStatement>;
  readonly again: () => Promise<readonly D1Result[]>;
}

interface Result {
  /** Of the last statements. */
  readonly results: readonly D1Result[];
  /** What the transaction has used for this batch. */
  readonly rows: readonly Rows[];
}

/**
 * Statements of a transaction that requests share, with the insertions of all. On the Free plan D1 lets an invocation run 50: two
 * such transactions (what exists, and what is new), a large creation again by itself, and what the request has read before.
 */
const MOST_STATEMENTS = 16;
/** Of all insertions together: a larger batch goes by itself. */
const MOST_CHARACTERS = 200_000;
/** How long a batch waits for the one under way: D1 has answered by then, or takes long. */
const TURN_MS = 20;
/** A request whose timer is this late is not there any more. */
const GONE_MS = 1_000;
/** Longer than D1 takes for a transaction of this size, and less than a Worker may go on without its client. */
const OUTCOME_MS = 10_000;
/** With less time left a batch is not sent again. */
const LEAST_MS = 1_000;

// docs/decisions/076-requests-share-calls.md
/**
 * Batches of D1 that requests of one isolate send in one transaction. Each request counts the rows of its own statements, and its
 * share of insertions that were made together.
 */
export function createSharedBatches(db: D1Database, deps: SharedCallDeps): SharedBatch<D1PreparedStatement, D1Result> {
  const calls = new SharedCalls<Item, Result>(
    deps,
    { most, turnMs: TURN_MS, goneMs: GONE_MS, outcomeMs: OUTCOME_MS },
    {
      async together(items) {
        const batches = items.map(({ batch }) => batch);
        const transaction = transactionOf(db, batches);
        // Counted by the request of each item.
        const results = await metered(createMeter(), () => db.batch(transaction.statements));
        return resultsOf(transaction, results);
      },
      async alone({ again }, cause, sinceMs) {
        // No request waits longer than it would have by itself.
        const leftMs = sinceMs + DEADLINES.d1Batch.ms - deps.nowMs();
        if (leftMs < LEAST_MS) throw isNoAnswer(cause) ? cause : new NoAnswerError(DEADLINES.d1Batch);
        const deadline = { part: DEADLINES.d1Batch.part, ms: leftMs };
        return { results: await within(deadline, deps.sleep, again()), rows: [] };
      },
    },
  );
  return async (batch, again) => {
    const call = calls.send({ batch, again });
    const meter = currentMeter();
    if (meter === undefined) return (await call).results;
    meter.d1.calls += 1;
    const { results, rows } = await timed(meter.d1, call);
    for (const used of rows) addRows(meter, used);
    return results;
  };
}

/** How many of these items, from the first on, go in one transaction ({@link transactionOf}). */
function most(items: readonly Item[]): number {
  const joined = new Set<string>();
  let [statements, characters] = [0, 0];
  const end = items.findIndex(({ batch: { checks, insertions, last } }) => {
    const isJoined = checks.length === 0;
    for (const { sql, json } of insertions) {
      characters += json.length;
      if (isJoined) joined.add(sql);
    }
    statements += checks.length + (isJoined ? 0 : insertions.length) + last.length;
    return statements + joined.size > MOST_STATEMENTS || characters > MOST_CHARACTERS;
  });
  return end === -1 ? items.length : end;
}

/** Rows of several batches that one statement inserts. */
interface Joined {
  readonly sql: string;
  readonly json: string[];
  /** Batch → its number of rows. */
  readonly rows: Map<number, number>;
}

/** The statements of several batches. */
interface Transaction {
  readonly statements: D1PreparedStatement[];
  /** The first statements. */
  readonly joined: readonly Joined[];
  /** For each batch its first statement after them, that of its last results, and the end. */
  readonly parts: readonly (readonly [from: number, last: number, end: number])[];
}

/** First the insertions of batches without checks, one statement for each text, then what is left of each batch, one after the other. */
function transactionOf(db: D1Database, batches: readonly Batch<D1PreparedStatement>[]): Transaction {
  const isJoined = ({ checks }: Batch<D1PreparedStatement>) => checks.length === 0 && batches.length > 1;
  const joined = joinedOf(batches.map((batch) => (isJoined(batch) ? batch.insertions : [])));
  const insert = (sql: string, json: string) => db.prepare(sql).bind(json);
  const inserts = joined.map(({ sql, json }) => insert(sql, `[${json.join(",")}]`));
  const left = batches.map((batch) => {
    const own = isJoined(batch) ? [] : batch.insertions.map(({ sql, json }) => insert(sql, json));
    return { before: [...batch.checks, ...own], last: batch.last };
  });
  let end = inserts.length;
  const parts = left.map(({ before, last }) => {
    const from = end;
    end += before.length + last.length;
    return [from, from + before.length, end] as const;
  });
  return { statements: [...inserts, ...left.flatMap(({ before, last }) => [...before, ...last])], joined, parts };
}

function joinedOf(insertions: readonly (readonly Insertion[])[]): Joined[] {
  const joined = new Map<string, Joined>();
  for (const [batch, own] of insertions.entries()) {
    for (const { sql, json, rows } of own) {
      const found = joined.get(sql) ?? { sql, json: [], rows: new Map<number, number>() };
      found.json.push(json.slice(1, -1));
      found.rows.set(batch, rows + (found.rows.get(batch) ?? 0));
      joined.set(sql, found);
    }
  }
  return [...joined.values()];
}

/** What each batch gets of D1's answer. */
function resultsOf({ joined, parts }: Transaction, results: readonly D1Result[]): Result[] {
  const own = parts.map(([from, last, end]) => ({
    results: results.slice(last, end),
    rows: results.slice(from, end).map(({ meta }): Rows => meta),
  }));
  for (const [place, { rows }] of joined.entries()) {
    const meta = results[place]?.meta;
    const [read, written] = [shares(meta?.rows_read ?? 0, rows), shares(meta?.rows_written ?? 0, rows)];
    for (const batch of rows.keys()) {
      own[batch]?.rows.push({ rows_read: read.get(batch) ?? 0, rows_written: written.get(batch) ?? 0 });
    }
  }
  return own;
}
