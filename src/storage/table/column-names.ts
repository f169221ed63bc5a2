/** pandas' names for columns without a name, and for columns with the name of an earlier one. */
export function distinctNames(header: readonly string[]): string[] {
  const taken = new Set(header);
  const seen = new Set<string>();
  /** The number of copies of each name: without it, many columns of one name would take quadratic time. */
  const copies = new Map<string, number>();
  return header.map((given, column) => {
    const base = given === "" ? `Unnamed: ${column}` : given;
    let name = base;
    let copy = copies.get(base) ?? 0;
    while (seen.has(name) || (name !== given && given !== "" && taken.has(name))) {
      copy += 1;
      name = `${base}.${copy}`;
    }
    copies.set(base, copy);
    seen.add(name);
    return name;
  });
}

/** Names for columns without one: "0", "1", …. */
export const numberedNames = (width: number): string[] => Array.from({ length: width }, (_, column) => String(column));
