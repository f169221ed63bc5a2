import ts from "typescript-5";
import { describe, expect, it } from "vitest";
import { forEachNode, treeOf, trees } from "./syntax.ts";

/** A reference to a value in KV or R2 that a file makes. */
interface Made {
  readonly where: string;
  /** A call that stores the value has been awaited before, in the block around or in one around that. */
  readonly isStored: boolean;
}

const STORES_A_VALUE = /\bawait\b[\s\S]*\.(?:put|complete)\(/;

function referencesOf(tree: ts.SourceFile): Made[] {
  const found: Made[] = [];
  forEachNode(tree, (node) => {
    if (!ts.isPropertyAssignment(node) || node.name.getText(tree) !== "tier") return;
    if (!/["'`](?:kv|r2)["'`]/.test(node.initializer.getText(tree))) return;
    found.push({
      where: `${tree.fileName}: ${node.initializer.getText(tree)}`,
      isStored: isStoredBefore(node, tree),
    });
  });
  return found;
}

function isStoredBefore(made: ts.Node, tree: ts.SourceFile): boolean {
  for (let node = made; node.parent !== undefined && !ts.isFunctionLike(node); node = node.parent) {
    if (!ts.isBlock(node.parent)) continue;
    const before = node.parent.statements.filter((statement) => statement.end <= node.pos);
    if (before.some((statement) => STORES_A_VALUE.test(statement.getText(tree)))) return true;
  }
  return false;
}

/** Names no value: bytes that are checked before they are stored, under no key. */
const UNSTORED = 'usecases/data-nodes/upload-content.ts: "kv"';

describe("a reference to a value in KV or R2", () => {
  const made = [...trees.values()].flatMap(referencesOf);

  it("is made in the two stores of payloads only", () => {
    expect(made.map(({ where }) => where).sort()).toEqual([
      'payloads/content-store.ts: "r2"',
      'payloads/payload-store.ts: "kv"',
      'payloads/payload-store.ts: "r2"',
      UNSTORED,
    ]);
  });

  it("is made when the store has taken the value, so that no edit points at nothing", () => {
    expect(made.filter(({ isStored, where }) => !isStored && where !== UNSTORED)).toEqual([]);
  });

  it("that is made before its value is stored, or beside it, is found", () => {
    const early = `async function put() { const ref = { tier: "kv", key }; await kv.put(key, bytes); return ref; }`;
    const beside = `async function put() { void kv.put(key, bytes); return { tier: "r2", key }; }`;
    const late = `async function put() { if (a) { await available(kv.put(key, bytes)); return { tier: "kv", key }; } }`;
    const found = [early, beside, late].flatMap((source) => referencesOf(treeOf("x.ts", source)));
    expect(found.map(({ isStored }) => isStored)).toEqual([false, false, true]);
  });
});
