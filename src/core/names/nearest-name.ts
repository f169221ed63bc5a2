/** Steps that a slip of the keyboard takes: one for a short name, two for a longer one. */
const stepsAllowed = (name: string): number => (name.length < 5 ? 1 : 2);
const MAX_LENGTH = 60;

/** Without case, and without what joins words: `defaultPath`, `default-path` and `Default_Path` are one spelling. */
const spelled = (name: string): string => name.toLowerCase().replace(/[^a-z\d]+/g, "");

/** The known name that the caller may have meant; null = none is near enough. */
export function nearestName(name: string, known: Iterable<string>): string | null {
  if (name.length > MAX_LENGTH) return null;
  const wanted = spelled(name);
  let nearest: string | null = null;
  let fewest = stepsAllowed(wanted) + 1;
  for (const candidate of known) {
    const steps = distance(wanted, spelled(candidate));
    if (steps >= fewest) continue;
    nearest = candidate;
    fewest = steps;
  }
  return nearest;
}

/** How many letters are missing, too many, wrong, or swapped with their neighbour. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
