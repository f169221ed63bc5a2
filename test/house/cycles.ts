/** The cycles of a graph: its strongly connected parts of more than one node, and the nodes that point at themselves. */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];

  /** The lowest index that can be reached from a node (Tarjan's algorithm). */
  function visit(node: string): number {
    const own = index.size;
    let low = own;
    index.set(node, own);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      const found = index.get(next);
      if (found === undefined) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, found);
    }
    if (low < own) return low;
    const part = open.splice(open.indexOf(node));
    if (part.length > 1 || graph.get(node)?.includes(node)) cycles.push(part.sort());
    return low;
  }

  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return cycles;
}
