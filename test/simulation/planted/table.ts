import { PLANTED, type Planted } from "./planted.ts";
import seeds from "./seeds.json" with { type: "json" };

/** Where docs/testing.md shows the table: what is before it, the table, what is behind it. */
export const PLANTED_TABLE = /(<!-- planted:begin -->\n)(.*)(\n<!-- planted:end -->)/s;

/** A seed that has shown the bug when write-planted.ts ran last: it is tried first. A change of the code changes what a seed does. */
export const firstSeedOf = ({ patch }: Planted): number | undefined => SEEDS_FOUND[patch];

const SEEDS_FOUND: Readonly<Record<string, number>> = seeds;

export function plantedTable(): string {
  const rows = PLANTED.map((planted) => {
    const { patch, breaks, promise, caughtBy } = planted;
    return `| \`${patch}\` | ${breaks} | ${promise} | ${caughtBy === undefined ? (firstSeedOf(planted) ?? "not known") : `\`${caughtBy}\``} |`;
  });
  return [
    "| patch | what it breaks | promise that it breaks | found by seed, or by |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}
