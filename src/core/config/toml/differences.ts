/** One key that two configurations do not have alike; null = one of them does not have it. */
export interface Difference {
  /** `DATA_NODE.orders.scope`, or a whole section: `TASK.predict`. */
  readonly path: string;
  readonly was: unknown;
  readonly is: unknown;
}

type Table = Readonly<Record<string, unknown>>;

/** How jobs run, and this rule itself, may change under one version number. */
const FREE_SECTIONS: ReadonlySet<string> = new Set(["JOB", "CORE"]);
/** Sections of sections: differences are told by id and key. */
const NESTED_SECTIONS: ReadonlySet<string> = new Set(["DATA_NODE", "TASK", "SCENARIO"]);

/** What has changed between two exported configurations, as far as a version number promises that it does not. */
export function configurationDifferences(was: Table, is: Table): readonly Difference[] {
  return keysOf(was, is)
    .filter((name) => !FREE_SECTIONS.has(name))
    .flatMap((name) => compare(name, was[name], is[name], NESTED_SECTIONS.has(name) ? 2 : 1));
}

function compare(path: string, was: unknown, is: unknown, depth: number): readonly Difference[] {
  if (canonical(was) === canonical(is)) return [];
  if (depth === 0 || !isTable(was) || !isTable(is)) return [{ path, was: was ?? null, is: is ?? null }];
  return keysOf(was, is).flatMap((key) => compare(`${path}.${key}`, was[key], is[key], depth - 1));
}

const keysOf = (a: Table, b: Table): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

/** The order of keys means nothing. */
const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, item: unknown) =>
    isTable(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);
