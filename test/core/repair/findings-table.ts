import { FINDING_KINDS, FINDINGS } from "../../../src/core/repair/findings.ts";

/** The table of findings as docs/operations shows it. */
export const findingsTable = (): string =>
  [
    "| kind | what is wrong | what the resync does |",
    "|---|---|---|",
    ...FINDING_KINDS.map((kind) => {
      const row: { readonly text: string; readonly mend: string | null; readonly advice?: string } = FINDINGS[kind];
      return `| \`${kind}\` | ${row.text} | ${row.mend ?? `nothing. ${row.advice}`} |`;
    }),
    "",
  ].join("\n");
