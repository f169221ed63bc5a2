/** Sets of names that only ever merge. */
export interface UnionFind {
  /** The name that stands for the set of this one; a name nobody has mentioned is a set of its own. */
  find(name: string): string;
  unite(one: string, other: string): void;
}

export function createUnionFind(): UnionFind {
  const parents = new Map<string, string>();

  function find(name: string): string {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    // Shortens the path, so that long chains are walked once.
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
