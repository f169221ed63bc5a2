/**
 * Shares a whole number out by weight, in whole numbers whose sum is exactly that number. What is left after rounding
 * down goes to the largest remainders, the earlier ones first.
 */
export function shares<Key>(total: number, weights: ReadonlyMap<Key, number>): Map<Key, number> {
  const sum = [...weights.values()].reduce((all, weight) => all + weight, 0);
  if (sum === 0) return new Map();
  const exact = [...weights].map(([key, weight]) => ({ key, whole: Math.floor((total * weight) / sum), weight }));
  const given = exact.reduce((all, { whole }) => all + whole, 0);
  const byRemainder = [...exact].sort((one, other) => remainder(other) - remainder(one));
  for (const share of byRemainder.slice(0, total - given)) share.whole += 1;
  return new Map(exact.map(({ key, whole }) => [key, whole]));

  function remainder({ weight }: { readonly weight: number }): number {
    return (total * weight) % sum;
  }
}
