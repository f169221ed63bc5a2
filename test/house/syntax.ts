import ts from "typescript-5";
import { sources } from "./modules.ts";

/** The syntax tree of each file of `src`, by its path. */
export const trees: ReadonlyMap<string, ts.SourceFile> = new Map(
  sources
    .filter(({ file }) => !file.startsWith("client/schema"))
    .map(({ file, source }) => [file, treeOf(file, source)] as const),
);

export function treeOf(file: string, source: string): ts.SourceFile {
  const kind = file.endsWith(".mjs") ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  return ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind);
}

/** Visits a node and all nodes below it. */
export function forEachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  const open: ts.Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    visit(next);
    ts.forEachChild(next, (child) => {
      open.push(child);
    });
  }
}
