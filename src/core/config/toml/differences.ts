/** One key whose values differ between two configurations; null = the configuration does not have the key. */
export interface Difference {
  /** `DATA_NODE.orders.scope`, or a whole section: `TASK.predict`. */
  readonly path: string;
  readonly was: unknown;
  readonly is: unknown;
}

/** For a message. */
export const differenceText = ({ path, was, is }: Difference): string =>
  was === null
    ? `${path} is new`
    : is === null
      ? `${path} is gone`
      : `${path} was ${JSON.stringify(was)}, is ${JSON.stringify(is)}`;

type Table = Readonly<Record<string, unknown>>;

/** Sections that may change under the same version number: how jobs run, and the rule about version numbers itself. */
const FREE_SECTIONS: ReadonlySet<string> = new Set(["JOB", "CORE"]);
/** Keys of a config that may, too. */
const FREE_KEY = /^TASK\.[^.]+\.concurrency$/;
/** Sections that contain one section for each config: their differences are listed by id and key. */
const NESTED_SECTIONS: ReadonlySet<string> = new Set(["DATA_NODE", "TASK", "SCENARIO"]);

/** The differences between two exported configurations that need a new version number. */
export function configurationDifferences(was: Table, is: Table): readonly Difference[] {
  return keysOf(was, is)
    .filter((name) => !FREE_SECTIONS.has(name))
    .flatMap((name) => compare(name, was[name], is[name], NESTED_SECTIONS.has(name) ? 2 : 1));
}

function compare(path: string, was: unknown, is: unknown, depth: number): readonly Difference[] {
  if (FREE_KEY.test(path) || canonical(was) === canonical(is)) return [];
  if (depth === 0 || !isTable(was) || !isTable(is)) return [{ path, was: was ?? null, is: is ?? null }];
  return keysOf(was, is).flatMap((key) => compare(`${path}.${key}`, was[key], is[key], depth - 1));
}

const keysOf = (a: Table, b: Table): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

/** The same text for equal values, whatever the order of their keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, item: unknown) =>
    isTable(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);
