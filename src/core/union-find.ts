/** Disjoint sets of names. They can be merged, but not split. */
export interface UnionFind {
  /** The name that represents the set of this one. A name that was never united is a set of its own. */
  find(name: string): string;
  unite(one: string, other: string): void;
}

export function createUnionFind(): UnionFind {
  const parents = new Map<string, string>();

  function find(name: string): string {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    // Path compression: later calls follow one step only.
    for (let step = name; step !== root; ) {
      const parent = parents.get(step) ?? root;
      parents.set(step, root);
      step = parent;
    }
    return root;
  }

  function unite(one: string, other: string): void {
    const root = find(one);
    const otherRoot = find(other);
    if (root !== otherRoot) parents.set(otherRoot, root);
  }

  return { find, unite };
}
