/** pandas' names for columns without one, and for those that have the name of another. */
export function distinctNames(header: readonly string[]): string[] {
  const taken = new Set(header);
  const seen = new Set<string>();
  return header.map((given, column) => {
    const base = given === "" ? `Unnamed: ${column}` : given;
    let name = base;
    for (let copy = 1; seen.has(name) || (name !== given && given !== "" && taken.has(name)); copy += 1) {
      name = `${base}.${copy}`;
    }
    seen.add(name);
    return name;
  });
}

/** The names of columns that have none: "0", "1", …. */
export const numberedNames = (width: number): string[] => Array.from({ length: width }, (_, column) => String(column));
