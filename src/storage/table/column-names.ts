/** pandas' names for columns without one, and for those that have the name of another. */
export function distinctNames(header: readonly string[]): string[] {
  const taken = new Set(header);
  const seen = new Set<string>();
  /** The copies that each name has already: counting them anew would take ever longer for many of one name. */
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

/** The names of columns that have none: "0", "1", …. */
export const numberedNames = (width: number): string[] => Array.from({ length: width }, (_, column) => String(column));
