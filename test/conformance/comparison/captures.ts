import type { Capture } from "../recording.ts";
import { type Bindings, matchesText } from "./placeholders.ts";

/** The most assignments that are tried when several items fit several captures. */
const MAX_ASSIGNMENTS = 500;

export interface Captured {
  readonly bindings: Bindings;
  /** The captures that no item of the answer fits. */
  readonly missing: readonly string[];
}

/**
 * Binds the captures of an exchange to ids of its answer. If several items fit a capture, the assignment is used for which the
 * whole answer agrees; if none agrees, the first one.
 */
export function capture(
  captures: readonly Capture[],
  answer: unknown,
  bindings: Bindings,
  agrees: (bindings: Bindings) => boolean,
): Captured {
  const found = captures.map((each) => ({ name: each.as, ids: candidates(each, answer, bindings) }));
  const missing = found.filter(({ ids }) => ids.length === 0).map(({ name }) => name);
  const present = found.filter(({ ids }) => ids.length > 0);
  let first: Bindings | undefined;
  let tried = 0;
  for (const ids of assignments(present.map((each) => each.ids))) {
    const attempt = bindings.copy();
    for (const [index, id] of ids.entries()) attempt.bind(present[index]?.name ?? "", id);
    first ??= attempt;
    if (agrees(attempt)) return { bindings: attempt, missing };
    tried += 1;
    if (tried === MAX_ASSIGNMENTS) break;
  }
  return { bindings: first ?? bindings.copy(), missing };
}

function candidates({ at, find, new: isNew }: Capture, answer: unknown, bindings: Bindings): string[] {
  const roots = find === undefined ? [answer] : asItems(answer).filter((item) => fits(item, find, bindings));
  return roots
    .map((root) => valueAt(root, at))
    .filter((id): id is string => typeof id === "string")
    .filter((id) => isNew !== true || !bindings.isBound(id));
}

function fits(item: unknown, fields: Readonly<Record<string, unknown>>, bindings: Bindings): boolean {
  return Object.entries(fields).every(([key, wanted]) => {
    const given = valueAt(item, key === "id_prefix" ? "id" : key);
    if (key === "id_prefix") return typeof given === "string" && given.startsWith(String(wanted));
    return typeof wanted === "string" && typeof given === "string"
      ? matchesText(wanted, given, bindings)
      : wanted === given;
  });
}

/** All choices of one id from each list, without the same id twice. */
function* assignments(lists: readonly (readonly string[])[]): Generator<readonly string[]> {
  const [head, ...rest] = lists;
  if (head === undefined) {
    yield [];
    return;
  }
  for (const id of head) {
    for (const tail of assignments(rest)) if (!tail.includes(id)) yield [id, ...tail];
  }
}

function asItems(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : [];
}

function valueAt(value: unknown, dottedPath: string): unknown {
  return dottedPath
    .split(".")
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      value,
    );
}
