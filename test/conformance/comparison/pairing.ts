export interface Pairing<Left, Right> {
  readonly unpairedLeft: readonly Left[];
  readonly unpairedRight: readonly Right[];
}

/**
 * Pairs as many items of two lists as possible, each at most once (Kuhn's augmenting paths): an item that fits several
 * partners never takes the only one of another.
 */
export function pair<Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
  fits: (left: Left, right: Right) => boolean,
): Pairing<Left, Right> {
  const partners = left.map((item) => right.flatMap((candidate, index) => (fits(item, candidate) ? [index] : [])));
  const leftOf = new Map<number, number>();

  function augment(index: number, visited: Set<number>): boolean {
    for (const partner of partners[index] ?? []) {
      if (visited.has(partner)) continue;
      visited.add(partner);
      const holder = leftOf.get(partner);
      if (holder === undefined || augment(holder, visited)) {
        leftOf.set(partner, index);
        return true;
      }
    }
    return false;
  }

  for (const index of left.keys()) augment(index, new Set());
  const paired = new Set(leftOf.values());
  return {
    unpairedLeft: left.filter((_, index) => !paired.has(index)),
    unpairedRight: right.filter((_, index) => !leftOf.has(index)),
  };
}
