import ts from "typescript-5";
import { describe, expect, it } from "vitest";
import { forEachNode, treeOf, trees } from "./syntax.ts";

/** What a program can fill call by call. An `LruMap` has a bound, and a weak collection keeps nothing alive. */
const GROWING = /^(?:Map|Set|Array)$/;
const FILLING = /^(?:set|add|push|unshift|splice)$/;

/**
 * Collections that live longer than the call that fills them, each with its bound: those of a module, of an object of a class, and
 * of a function whose inner functions fill them.
 */
const BOUNDED: Readonly<Record<string, string>> = {
  "core/cancellation.ts: #listeners": "One job's or one wait's, for its time.",
  "core/side-by-side.ts: results": "The caller's items.",
  "core/lru-map.ts: #entries": "The bound itself.",
  "core/union-find.ts: parents": "The configs of the application.",
  "d1/audit/audit-buffer.ts: rows": "MAX_ROWS; refusals have MAX_REFUSALS of them.",
  "d1/audit/refusal-buffer.ts: collected": "MAX_COLLECTED, and one more for each kind and day.",
  "d1/read/entity-json.ts: values": "Of one statement.",
  "http/auth/passwords/password-check.ts: running": "MAX_CHECKS.",
  "http/pipeline/router.ts: routers": "The sections of the table of routes.",
  "metering/shared-calls.ts: #waiting": "Requests of the isolate, for their turn; those that are gone are dropped.",
  "orchestrator/commits.ts: callers": "Submissions whose jobs a request runs at this moment.",
  "orchestrator/commits.ts: #waiting": "Calls that wait for the next commit.",
  "orchestrator/announced-deletions.ts: #ids": "MAX_IDS.",
  "orchestrator/outbox/outbox.ts: #postponed": "Revisions of refused rows: MAX_REFUSED.",
  "orchestrator/gathering/expected-reports.ts: #untilMs": "The submissions of one second.",
  "orchestrator/foreign/pokes.ts: #called": "AT_ONCE.",
  "orchestrator/foreign/pokes.ts: #waiting": "Domains that wait in D1 for a node of this one; each goes with its call.",
  "orchestrator/state/journal.ts: #rows": "The journal's rows, which leave above LIMITS.",
  "orchestrator/state/outbox-log.ts: #uncounted": "What one drain has sent in parts.",
  "orchestrator/state/memory/queue-cache.ts: #changed": "What the journal's rows have changed.",
  "orchestrator/state/memory/queue-cache.ts: #queues": "Forgotten when the object's records take CAPACITY.",
  "orchestrator/state/memory/record-cache.ts: #entries":
    "Forgotten when the object's records take CAPACITY, but for the journal's.",
  "orchestrator/state/memory/timer-book.ts: #changed": "What the journal's rows have changed.",
  "orchestrator/state/memory/timer-book.ts: #timers":
    "One a job under way and a data node that is reserved or waited for.",
  "orchestrator/usage-accounts.ts: #accounts": "Submissions that have not ended; the end is written, and then they go.",
  "orchestrator/usage-accounts.ts: #owners": "Jobs of submissions that have not ended.",
  "queue/chain.ts: #following": "Jobs of one order: MAX_FOLLOWING.",
  "queue/reports.ts: #ends": "Jobs of one order.",
  "queue/reports.ts: #returned": "Jobs of one order.",
  "queue/room.ts: #places": "The jobs that run in the isolate.",
  "storage/memory/gate.ts: line": "Requests that wait for their turn, for ten seconds at most.",
  "usecases/sweep.ts: failures": "The parts of one run.",
  "usecases/sweep.ts: stuck": "PAYLOADS_AT_ONCE.",
  "usecases/create/first-values.ts: stored": "Default data of one creation.",
  "usecases/create/first-values.ts: used": "Default data of one creation.",
};

/** Rooms whose collections live for one piece of work, each with what bounds it. */
const SHORT_LIVED: readonly { readonly files: RegExp; readonly reason: string }[] = [
  { files: /^core\/config\//, reason: "One reading of the configuration." },
  { files: /^core\/jobs\/state\//, reason: "One transaction of an object." },
  { files: /^core\/planning\//, reason: "One creation or deletion." },
  { files: /^core\/values\//, reason: "One value, which its budget bounds." },
  { files: /^storage\/(?!memory\/)/, reason: "One value, which its budget bounds." },
  { files: /^dev\//, reason: "A command on a developer's machine." },
];

/** A new, growing collection: `new Map(…)`, `new Set(…)`, `new Array(…)` or `[…]`. */
function isGrowing(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return true;
  return ts.isNewExpression(node) && ts.isIdentifier(node.expression) && GROWING.test(node.expression.text);
}

const ITERATING =
  /^(?:map|flatMap|filter|forEach|reduce|some|every|find|findIndex|sort|toSorted|replace|replaceAll|groupBy)$/;

/** The function that a node belongs to; a callback of an iteration belongs to the function that iterates. */
const functionAround = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(node.parent, (above) => ts.isFunctionLike(above) && !isIteration(above));

function isIteration({ parent }: ts.Node): boolean {
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
  return ITERATING.test(parent.expression.name.text);
}

/** The names that something in the file fills or replaces with another collection, with the function that does so. */
function fillings(tree: ts.SourceFile): ReadonlyMap<string, readonly (ts.Node | undefined)[]> {
  const found: [string, ts.Node | undefined][] = [];
  forEachNode(tree, (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      FILLING.test(node.expression.name.text)
    ) {
      found.push([nameOf(node.expression.expression), functionAround(node)]);
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const target = ts.isElementAccessExpression(node.left) ? node.left.expression : node.left;
      found.push([nameOf(target), functionAround(node)]);
    }
  });
  return new Map([...Map.groupBy(found, ([name]) => name)].map(([name, all]) => [name, all.map(([, where]) => where)]));
}

/** `a` of `a`, `#a` of `this.#a`. */
function nameOf(node: ts.Node): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : "";
}

/** The names of a file's collections that outlive the call that fills them. */
function longLived(tree: ts.SourceFile): string[] {
  const filled = fillings(tree);
  const found: string[] = [];
  forEachNode(tree, (node) => {
    if (ts.isPropertyDeclaration(node) && node.initializer !== undefined && isGrowing(node.initializer)) {
      found.push(node.name.getText(tree));
    }
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined && isGrowing(node.initializer)) {
      const name = node.name.getText(tree);
      const home = functionAround(node);
      const isFilledElsewhere = filled.get(name)?.some((where) => where !== home && isInside(where, home)) ?? false;
      if (isFilledElsewhere) found.push(name);
    }
  });
  return found;
}

/** Whether a function lies in another one; every function lies in its module. */
const isInside = (inner: ts.Node | undefined, outer: ts.Node | undefined): boolean =>
  outer === undefined || ts.findAncestor(inner, (above) => above === outer) !== undefined;

const all = [...trees]
  .filter(([file]) => !SHORT_LIVED.some(({ files }) => files.test(file)))
  .flatMap(([file, tree]) => longLived(tree).map((name) => `${file}: ${name}`));

describe("a collection that outlives the call that fills it", () => {
  it("has a bound, which this list names, or is an LruMap", () => {
    expect(all.filter((collection) => !(collection in BOUNDED))).toEqual([]);
  });

  it("is named by no entry of the list that no code needs", () => {
    expect(Object.keys(BOUNDED).filter((collection) => !all.includes(collection))).toEqual([]);
  });

  it.each([
    ["const known = new Map(); export const keep = (id) => known.set(id, 1);", "known"],
    ["export function create() { const seen = new Set(); return (id) => seen.add(id); }", "seen"],
    ["export function create() { let rows = []; return { put(row) { rows.push(row); } }; }", "rows"],
    ["export function create() { let rows = []; return { put(row) { rows = [...rows, row]; } }; }", "rows"],
    ["export class Store { readonly #jobs = new Map(); }", "#jobs"],
    ["class Store { readonly waiting = []; }", "waiting"],
  ])("would be found in %s", (source, name) => {
    expect(longLived(treeOf("example.ts", source))).toEqual([name]);
  });

  it.each([
    "export function ids(rows) { const found = new Set(); for (const row of rows) found.add(row.id); return found; }",
    "const NAMES = new Set(['a', 'b']); export const isName = (text) => NAMES.has(text);",
    "export const create = () => { const known = new LruMap(10); return (id) => known.set(id, 1); };",
  ])("would not be found in %s", (source) => {
    expect(longLived(treeOf("example.ts", source))).toEqual([]);
  });
});
