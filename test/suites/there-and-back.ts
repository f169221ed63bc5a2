import { expect, it } from "vitest";
import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import { TaipyError } from "../../src/core/errors.ts";
import type { DataNodeContents } from "../../src/core/ports/values.ts";
import { contentOf, isTabular, type StorageTypeName } from "../../src/core/storage-types.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { Decimal } from "../../src/core/values/exact/decimal.ts";
import { dateOfNanoseconds } from "../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../src/core/values/exact/time-span.ts";
import { hasTags, untagged } from "../../src/core/values/exact/typed-cell.ts";
import { withoutFractions } from "../../src/core/values/exact/whole-fraction.ts";
import { jsonOfValue } from "../../src/core/values/json-value.ts";
import type { Selection } from "../../src/core/values/selection.ts";
import { parsePythonJson } from "../../src/http/input/python-json.ts";
import { readOne } from "../harness/values.ts";

/** Numbers from 0 (inclusive) to 1 that a seed decides. */
type Random = () => number;

const TEXTS = [
  "",
  "plain",
  "007",
  "1e5",
  "NA",
  "null",
  " both ends ",
  'a "quoted" word',
  "two\nlines",
  "two\r\nlines",
  "a\rb",
  "comma, semicolon; tab\t",
  "2024-02-29",
  "2024-02-29T12:34:56",
  "12:30:00",
  "=1+1",
  "true",
  "\u00a012",
  "héllo ☃ 日本 😀",
] as const;

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const whole = (random: Random, below: number): number => Math.floor(random() * below);
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, (_, index) => (index === 0 ? 1 + whole(random, 9) : whole(random, 10))).join("");

/** Cells of each kind that a table may hold. */
export const CELLS = {
  "whole numbers": (random) => whole(random, 2_000_001) - 1_000_000,
  fractions: (random) => (random() - 0.5) * 10 ** (whole(random, 20) - 10),
  "whole numbers beyond 2^53": (random) => BigInt(digits(random, 18)) * (random() < 0.5 ? 1n : -1n),
  texts: (random) => pick(random, TEXTS),
  "true and false": (random) => random() < 0.5,
  "dates with milliseconds": (random) => new Date(whole(random, 4e12) - 2e12),
  "dates with microseconds": (random) =>
    dateOfNanoseconds(BigInt(digits(random, 15)) * 1_000n * (random() < 0.5 ? 1n : -1n)),
  "dates with nanoseconds": (random) => dateOfNanoseconds(BigInt(digits(random, 18))),
  "times of day": (random) =>
    new TimeOfDay(whole(random, 86_400) * 1e9 + (random() < 0.5 ? whole(random, 1e3) * 1e6 : 0)),
  "times of day with microseconds": (random) =>
    new TimeOfDay(whole(random, 86_400) * 1e9 + (1 + whole(random, 999)) * 1e3),
  durations: (random) => new Duration(BigInt(whole(random, 1e6)) * 1_000_000_000n),
  "decimals of 18 digits": (random) => Decimal.parse(`${digits(random, 14)}.${digits(random, 4)}`),
  bytes: (random) => Uint8Array.from({ length: whole(random, 5) }, () => whole(random, 256)),
  "lists of numbers": (random) => Array.from({ length: 1 + whole(random, 3) }, () => whole(random, 100)),
  objects: (random) => ({ a: whole(random, 100), at: new Date(whole(random, 2e12)) }),
} as const satisfies Readonly<Record<string, (random: Random) => unknown>>;

export type CellName = keyof typeof CELLS;
const CELL_NAMES = Object.keys(CELLS) as CellName[];

const COLUMNS = ["country", "2019", "a b", "2020", "Größe", "n", "constructor", "x.y"] as const;

/** A generator by Park and Miller. */
function randomOf(seed: number): Random {
  let state = (seed * 7_919 + 1) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A table of one to twelve rows, in which now and then a cell is missing. */
function tableOf(
  seed: number,
  kinds: readonly CellName[],
  names: readonly string[],
  turn = seed,
): Record<string, unknown>[] {
  const random = randomOf(seed);
  for (let skipped = 0; skipped < 10; skipped += 1) random();
  const columns = names.map((name, index) => [name, kinds[(turn + index) % kinds.length] as CellName] as const);
  return Array.from({ length: 1 + whole(random, 12) }, (_, row) =>
    Object.fromEntries(columns.map(([name, kind]) => [name, row > 0 && random() < 0.15 ? null : CELLS[kind](random)])),
  );
}

/** What a request has whose body is the text. */
function requested(text: string): unknown {
  const parsed = parsePythonJson(text, "written", new Budget());
  if (!parsed.ok) throw new Error(`A read has answered what is no JSON: ${text}`);
  return hasTags(text) ? untagged(parsed.value) : parsed.value;
}

export interface ThereAndBack {
  readonly type: StorageTypeName;
  /** Kinds of cells that the type refuses to hold. */
  readonly refuses: readonly CellName[];
  /** Kinds of cells that a task gets in another form than a read answers, as documented. */
  readonly changesForTasks: readonly CellName[];
  /** The table's columns and the kind of each, where a database decides them. */
  readonly columns?: Readonly<Record<string, CellName>> | undefined;
  readonly appends: boolean;
  readonly parts: () => Parts;
}

export interface Parts {
  readonly contents: DataNodeContents;
  readonly node: DataNodeSnapshot;
  /** A node of the same configuration in which nothing is. */
  readonly other: () => Promise<Parts>;
  readonly withoutAdditions: (value: unknown) => unknown;
}

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const WHOLE: Selection = { filter: null, columns: null, offset: 0, limit: null };

/** What a read answers, a write and an append take and keep, and so does a task that returns what it has read. */
export function describeThereAndBack({ type, refuses, changesForTasks, columns, appends, parts }: ThereAndBack): void {
  const kinds = columns === undefined ? CELL_NAMES.filter((name) => !refuses.includes(name)) : Object.values(columns);
  const answer = async ({ contents, withoutAdditions }: Parts, node: DataNodeSnapshot): Promise<string> =>
    jsonOfValue(withoutAdditions(await contents.select(node, WHOLE, (selected) => selected?.value)));
  const write = async ({ contents }: Parts, node: DataNodeSnapshot, value: unknown): Promise<DataNodeSnapshot> => ({
    ...node,
    payload: await contents.write(node, value),
  });
  const isFile = contentOf(type) !== null;
  const keepsBytes = isFile && (isTabular(type) || type === "json");

  async function check(table: readonly unknown[], isForTasks = true): Promise<void> {
    const here = parts();
    const first = await write(here, here.node, table);
    const shown = await answer(here, first);

    const again = await write(here, first, withoutFractions(requested(shown)));
    expect(await answer(here, again), "what is written as it was read").toBe(shown);
    if (keepsBytes) {
      expect(again.payload?.hash, "the bytes of what is written as it was read").toBe(first.payload?.hash);
      expect(again.payload?.key ?? "inline").not.toBe(first.payload?.key);
    }

    if (isForTasks) {
      const there = await here.other();
      const returned = await readOne(here.contents, first);
      const stored = await write(there, there.node, here.withoutAdditions(returned));
      expect(await answer(there, stored), "what a task returns as it was read").toBe(shown);
    }

    if (!appends) return;
    const rows = withoutFractions(requested(shown)) as unknown[];
    const longer = { ...again, payload: await here.contents.append(again, rows.slice(0, 2)) };
    const wanted = requested(shown) as unknown[];
    expect(await answer(here, longer), "what is appended as it was read").toBe(
      jsonOfValue([...wanted, ...wanted.slice(0, 2)]),
    );
  }

  it.each(SEEDS)(
    "answers rows of every kind of cell so that they can be written, appended and returned again: seed %i",
    async (seed) => {
      const names = columns === undefined ? COLUMNS.slice(seed % 3, (seed % 3) + 1 + (seed % 5)) : Object.keys(columns);
      await check(tableOf(seed, kinds, names, columns === undefined ? seed : 0), changesForTasks.length === 0);
    },
  );

  if (columns !== undefined) return;

  it.each(kinds)("answers %s so that they can be written, appended and returned again", async (kind) => {
    for (let seed = 0; seed < 3; seed += 1) await check(tableOf(seed, [kind], ["x"]), !changesForTasks.includes(kind));
  });

  if (refuses.length === 0) return;

  it.each(refuses)("refuses %s, and says in which row", async (kind) => {
    const { contents, node } = parts();
    const refused = contents.write(node, tableOf(1, [kind], ["x"])).then(
      () => null,
      (error: unknown) => error,
    );
    expect(await refused).toBeInstanceOf(TaipyError);
  });
}
