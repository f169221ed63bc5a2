/** Lines of two columns, the second of which begins at the same letter in each. */
export function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = rows.reduce((widest, [first]) => Math.max(widest, first.length), 0);
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
