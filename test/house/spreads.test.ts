import ts from "typescript-5";
import { describe, expect, it } from "vitest";
import { forEachNode, treeOf, trees } from "./syntax.ts";

/**
 * Lists that are spread into the arguments of a call, each with the reason why no client and no file decides its length. More
 * than about 120,000 arguments overflow the stack.
 */
const SHORT_LISTS: Readonly<Record<string, string>> = {
  "d1/access/api-key-store.ts: ...values": "One a column.",
  "d1/read/entity-json.ts: ...values": "One a filter of the list.",
  "d1/read/entity-json.ts: ...list": "One a filter of the list.",
  "d1/read/entity-json.ts: ...from": "One condition: where the page begins.",
  "d1/read/entity-json.ts: ...key": "One a key column.",
  "d1/read/submittable.ts: ...key": "One a key column.",
  "d1/schema/older-schema.ts: ...this.#values": "One a parameter of a read.",
  "d1/write/existing.ts: ...cycleKey": "The three columns of a cycle's key.",
  "dev/local/greeting.mjs: ...commands.map(([command]) => command.length)": "The commands that the file lists.",
  "http/output/entity-tag.ts: ...new Uint8Array(digest)": "The 32 bytes of a digest.",
  "http/pages/reference.ts: ...new Uint8Array(digest)": "The 32 bytes of a digest.",
  "orchestrator/calls/attribution.ts: ...args": "The arguments of a method of the object.",
  "orchestrator/calls/call-deadlines.ts: ...args": "The arguments of a method of the object.",
  "orchestrator/outbox/refused-rows.ts: ...halvesOf(part)": "Two.",
  "orchestrator/state/store.ts: ...part.flat()": "A part of rows that SQLite's 100 variables allow.",
  "core-api/entrypoint.ts: ...args.slice(0, MOST_ARGUMENTS)": "Four.",
  "usecases/scenarios/compare-scenarios.ts: ...values": "One a scenario, of which there are a hundred at most.",
  "queue/run-job.ts: ...inputs": "One an input that the task config names.",
  "storage/generic.ts: ...argumentsOf(context, direction)": "The arguments that the configuration lists.",
  "storage/sql/d1-database.ts: ...parameters.map(bindable)": "More than 100 are refused before.",
};

/** The lists that a file spreads into arguments, but for the rest parameter of the function around: its caller has spread it. */
function spreadsOf(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  forEachNode(tree, (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const list = ts.isCallExpression(node) ? appliedList(node) : undefined;
    const spread = [...(node.arguments ?? [])].filter(ts.isSpreadElement).map(({ expression }) => expression);
    for (const each of list === undefined ? spread : [...spread, list]) {
      if (!isOwnRestParameter(each)) found.push(`${tree.fileName}: ...${each.getText(tree)}`);
    }
  });
  return found;
}

/** `work.apply(self, list)` and `Reflect.apply(work, self, list)`. */
function appliedList({ expression, arguments: given }: ts.CallExpression): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const { name, expression: holder } = expression;
  const isReflect = ts.isIdentifier(holder) && holder.text === "Reflect";
  if (name.text === "construct") return isReflect ? given[1] : undefined;
  if (name.text !== "apply") return undefined;
  // A method of ours with this name takes other arguments.
  return isReflect ? given[2] : given.length === 2 ? given[1] : undefined;
}

function isOwnRestParameter(list: ts.Expression): boolean {
  if (!ts.isIdentifier(list)) return false;
  for (let node: ts.Node = list; node.parent !== undefined; node = node.parent) {
    if (!ts.isFunctionLike(node)) continue;
    const own = node.parameters.find(({ name }) => ts.isIdentifier(name) && name.text === list.text);
    if (own !== undefined) return own.dotDotDotToken !== undefined;
  }
  return false;
}

const found = [...trees.values()].flatMap(spreadsOf);

describe("the arguments of a call in src", () => {
  it("hold no spread list, but for those whose length the code decides", () => {
    expect(found.filter((spread) => !(spread in SHORT_LISTS))).toEqual([]);
  });

  it("have no exemption that no code needs", () => {
    expect(Object.keys(SHORT_LISTS).filter((spread) => !found.includes(spread))).toEqual([]);
  });

  it.each([
    ["Math.max(...lengths)", "...lengths"],
    ["rows.push(...more, 1)", "...more"],
    ["new Set(...(a ?? []))", "...(a ?? [])"],
    ["String.fromCharCode.apply(null, codes)", "...codes"],
    ["Reflect.apply(work, null, codes)", "...codes"],
    ["Reflect.construct(Row, cells)", "...cells"],
    ["const f = (...given) => { const given2 = given; g(...given2); }", "...given2"],
    ["const f = (given) => g(...given)", "...given"],
  ])("would not pass as %s", (source, spread) => {
    expect(spreadsOf(treeOf("x.ts", source))).toEqual([`x.ts: ${spread}`]);
  });

  it.each([
    "const all = [...first, ...second]",
    "const all = { ...first }",
    "const call = (...given) => work(...given)",
    "class A { call(...given) { return () => work(1, ...given); } }",
    "outbox.apply(domain, revision, rows)",
  ])("may be %s", (source) => {
    expect(spreadsOf(treeOf("x.ts", source))).toEqual([]);
  });
});
