import { stringifyLenient } from "./lenient-json.ts";
import { pair } from "./pairing.ts";
import { type Bindings, matchesText } from "./placeholders.ts";

export interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** The names of cycles depend on the present day. */
const CYCLE_NAMES: Readonly<Record<string, RegExp>> = {
  "Frequency.DAILY": /^[A-Z][a-z]+day, \d\d\. [A-Z][a-z]+ \d{4}$/,
  "Frequency.WEEKLY": /^Week \d\d \d{4}, from \d\d\. [A-Z][a-z]+$/,
  "Frequency.MONTHLY": /^[A-Z][a-z]+ \d{4}$/,
  "Frequency.QUARTERLY": /^\d{4} Q[1-4]$/,
  "Frequency.YEARLY": /^\d{4}$/,
};

/** The order of lists with these names is not compared. */
const UNORDERED = new Set(["parent_ids", "tags"]);

/**
 * The differences between an answer and a recorded one; empty = they agree. Lists have the same length; lists of objects with an
 * id have no order.
 * @param exact whether the answer has no more keys than the recorded one
 */
export function differences(
  expected: unknown,
  actual: unknown,
  bindings: Bindings,
  exact = false,
  path = "$",
): Difference[] {
  if (typeof expected === "string" && typeof actual === "string") {
    return matchesText(expected, actual, bindings) ? [] : [difference(path, expected, actual)];
  }
  if (Array.isArray(expected) && Array.isArray(actual)) return inLists(expected, actual, bindings, exact, path);
  if (isObject(expected) && isObject(actual)) {
    const more = exact ? Object.keys(actual).filter((key) => !Object.hasOwn(expected, key)) : [];
    return [
      ...more.map((key) => difference(`${path}.${key}`, undefined, actual[key])),
      ...inObjects(expected, actual, bindings, exact, path),
    ];
  }
  return expected === actual ? [] : [difference(path, expected, actual)];
}

function inObjects(
  expected: JsonObject,
  actual: JsonObject,
  bindings: Bindings,
  exact: boolean,
  path: string,
): Difference[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const where = `${path}.${key}`;
    if (!Object.hasOwn(actual, key)) return [difference(where, value, undefined)];
    const given = actual[key];
    if (key === "function_module") return typeof given === "string" ? [] : [difference(where, value, given)];
    const shape = key === "name" ? todaysCycleName(expected) : undefined;
    if (shape === undefined) return differences(value, given, bindings, exact, where);
    return typeof given === "string" && shape.test(given) ? [] : [difference(where, shape.source, given)];
  });
}

function todaysCycleName(cycle: JsonObject): RegExp | undefined {
  const isOfToday = typeof cycle.start_date === "string" && cycle.start_date.startsWith("<TST");
  return isOfToday ? CYCLE_NAMES[String(cycle.frequency)] : undefined;
}

function inLists(
  expected: unknown[],
  actual: unknown[],
  bindings: Bindings,
  exact: boolean,
  path: string,
): Difference[] {
  const length =
    expected.length === actual.length ? [] : [difference(`${path}.length`, expected.length, actual.length)];
  if (!isUnordered(expected, path)) {
    const items = expected.slice(0, actual.length);
    return [
      ...length,
      ...items.flatMap((item, index) => differences(item, actual[index], bindings, exact, `${path}[${index}]`)),
    ];
  }
  const { unpairedLeft, unpairedRight } = pair(
    expected,
    actual,
    (left, right) => differences(left, right, bindings, exact).length === 0,
  );
  return [
    ...length,
    ...unpairedLeft.map((item) => nearest(item, unpairedRight, bindings, exact, path)),
    ...(unpairedLeft.length > 0 ? [] : unpairedRight.map((item) => difference(`${path}[]`, undefined, item))),
  ];
}

function isUnordered(expected: readonly unknown[], path: string): boolean {
  if (UNORDERED.has(path.slice(path.lastIndexOf(".") + 1))) return true;
  return expected.length > 0 && expected.every((item) => isObject(item) && typeof item.id === "string");
}

/** An expected item without a partner, and the item of the answer that differs least. */
function nearest(
  item: unknown,
  candidates: readonly unknown[],
  bindings: Bindings,
  exact: boolean,
  path: string,
): Difference {
  const [closest] = candidates
    .map((candidate) => ({ candidate, found: differences(item, candidate, bindings, exact, `${path}[]`) }))
    .sort((a, b) => a.found.length - b.found.length);
  const detail = closest?.found.map((each) => `${each.path}: ${each.expected} ≠ ${each.actual}`).join("; ");
  return { path: `${path}[]`, expected: shorten(item), actual: detail ?? "(no such item)" };
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function difference(path: string, expected: unknown, actual: unknown): Difference {
  return { path, expected: shorten(expected), actual: shorten(actual) };
}

function shorten(value: unknown): string {
  const text = stringifyLenient(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
