import { describe, expect, it } from "vitest";
import type { NamedValue, OddJob, OddNode, OddRows, RepairStore } from "../../../src/core/ports/repair/repair-store.ts";
import type { KeyPage } from "../../../src/core/ports/repair/value-lists.ts";
import type { Finding } from "../../../src/core/repair/findings.ts";
import { type CheckAnswer, check, type PartName } from "../../../src/usecases/repair/check.ts";
import type { CheckDeps } from "../../../src/usecases/repair/repair-deps.ts";

/** The platform lets a request make so many calls; a resync needs some of them to mend. */
const CALLS_OF_A_REQUEST = 600;
const PREFIX = "payloads/";
const keyOf = (index: number): string => `${PREFIX}${String(index).padStart(5, "0")}`;
const keys = (count: number, first = 0): readonly string[] =>
  Array.from({ length: count }, (_, index) => keyOf(first + index));

interface Stores {
  /** What D1 names, in order. */
  readonly named?: readonly string[];
  /** The pages of KV as it lists them. */
  readonly pages?: readonly (readonly string[])[];
  readonly nodes?: readonly OddNode[];
  readonly jobs?: readonly OddJob[];
  readonly unfinished?: readonly { readonly id: string; readonly domain: string }[];
}

const nothingOdd = async () => ({ odd: [], count: 0, next: null });

function pageOf<T extends { readonly id: string }>(rows: readonly T[], after: string, limit: number): OddRows<T> {
  const odd = rows.filter(({ id }) => id > after).slice(0, limit);
  return { odd, count: odd.length, next: odd.length < limit ? null : (odd.at(-1)?.id ?? null) };
}

/** Stores that have only this. No object knows anything. */
function depsOf({ named = [], pages = [[]], nodes = [], jobs = [], unfinished = [] }: Stores) {
  const has: string[] = [];
  const inKv = new Set(pages.flat());
  const repairs = {
    async named(prefix, after, upTo, limit) {
      const end = upTo ?? `${prefix}~`;
      const from = after === "" ? prefix : after;
      const found = named.filter((key) => key > from && key <= end).slice(0, limit);
      return found.map((key): NamedValue => ({ key, data_node_id: "n", edit_number: 1, path: null }));
    },
    unnamed: async (given) => given.filter((key) => !named.includes(key)),
    dataNodes: async (after, limit) => pageOf(nodes, after, limit),
    jobs: async (after, limit) => pageOf(jobs, after, limit),
    edits: nothingOdd,
    overdue: async () => [],
    domains: async () => [],
    unfinished: async (after, limit) =>
      unfinished
        .filter(({ id }) => after === null || id > after.id)
        .slice(0, limit)
        .map((row) => ({ ...row, creation_date: "2026-11-23T06:00:00" })),
    rows: async () => [],
    lost: async () => [],
    latest: async () => [],
    removeJobs: async () => undefined,
    removeEdits: async () => undefined,
  } satisfies RepairStore;
  const list = async (store: string, cursor: string | null): Promise<KeyPage> => {
    const index = Number(cursor ?? 0);
    const all = store === "kv" ? pages : [[]];
    return { keys: all[index] ?? [], next: index + 1 < all.length ? String(index + 1) : null };
  };
  const inspect = async () => ({ revision: 0, is_unsent: false, held: [], next: null });
  const deps: CheckDeps = {
    repairs,
    valueLists: {
      prefixes: { kv: PREFIX, r2: PREFIX },
      list,
      has: async (_store, key) => {
        has.push(key);
        return inKv.has(key);
      },
    },
    orchestrators: () => ({
      inspect,
      mend: () => Promise.reject(new Error("A check mends nothing")),
      forgetNodes: () => Promise.reject(new Error("A check forgets nothing")),
    }),
    clock: () => 0,
  };
  return { deps, has };
}

/** All answers of a check of one part, from its first request to its last. */
async function requests(deps: CheckDeps, part: PartName): Promise<readonly CheckAnswer[]> {
  const answers: CheckAnswer[] = [];
  for (let cursor: string | null | undefined; cursor !== null && answers.length < 100; ) {
    const answer: CheckAnswer = await check(deps, { part }, cursor ?? null);
    answers.push(answer);
    cursor = answer.next;
  }
  expect(answers.at(-1)?.next).toBeNull();
  return answers;
}

const mostCalls = (answers: readonly CheckAnswer[]): number => Math.max(...answers.map(({ calls }) => calls));
const found = (answers: readonly CheckAnswer[], kind: Finding["kind"]): readonly string[] =>
  answers.flatMap(({ findings }) => findings.filter((finding) => finding.kind === kind).map((one) => one.entity_id));

describe("the check of values", () => {
  it("looks for no value that a page of KV without keys says nothing about", async () => {
    const named = keys(1_500);
    const { deps, has } = depsOf({ named, pages: [[], named.slice(0, 900), [], named.slice(900)] });
    const answers = await requests(deps, "kv");
    expect(has).toEqual([]);
    expect(answers.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it("finds all values of an emptied namespace, and makes no more calls for a request than it may", async () => {
    const named = keys(2_500);
    const answers = await requests(depsOf({ named }).deps, "kv");
    expect(found(answers, "value_missing")).toEqual(named);
    expect(mostCalls(answers)).toBeLessThan(CALLS_OF_A_REQUEST);
  });

  it("finds each value that nothing names once, also between those that are missing", async () => {
    const all = keys(1_000);
    const stray = all.filter((_, index) => index % 3 === 0);
    const missing = all.filter((_, index) => index % 3 === 1);
    const named = all.filter((key) => !stray.includes(key));
    const inKv = all.filter((key) => !missing.includes(key));
    const answers = await requests(depsOf({ named, pages: [inKv.slice(0, 500), inKv.slice(500)] }).deps, "kv");
    expect(found(answers, "value_unnamed")).toEqual(stray);
    expect(found(answers, "value_missing")).toEqual(missing);
    const compared = answers.reduce((sum, answer) => sum + answer.compared, 0);
    expect(compared).toBe(all.length);
  });
});

describe("the check of rows, each of another object", () => {
  const rows = keys(700).map((id) => ({ id, domain: `of ${id}`, revision: 1 }));
  const node = { edit_number: 1, highest_edit: 1, is_locked: false, is_uncounted: false };
  const nodes = rows.map((row): OddNode => ({ ...row, ...node, is_locked: true }));
  const uncounted = rows.map((row): OddNode => ({ ...row, ...node, is_uncounted: true }));
  const jobs = rows.map((row): OddJob => ({ ...row, status: "RUNNING", submit_id: "S", has_submission: true }));

  for (const [what, part, stores] of [
    ["locked data nodes", "data_nodes", { nodes }],
    ["data nodes without a counter", "data_nodes", { nodes: uncounted }],
    ["jobs", "jobs", { jobs }],
    ["submissions", "submissions", { unfinished: rows }],
  ] as const) {
    it(`asks each object once for ${what}, and makes no more calls for a request than it may`, async () => {
      const asked: string[] = [];
      const { deps } = depsOf(stores);
      const orchestrators: CheckDeps["orchestrators"] = (domain) => {
        asked.push(domain);
        return deps.orchestrators(domain);
      };
      const answers = await requests({ ...deps, orchestrators }, part);
      expect(asked).toEqual(rows.map(({ domain }) => domain));
      expect(mostCalls(answers)).toBeLessThan(CALLS_OF_A_REQUEST);
    });
  }
});
