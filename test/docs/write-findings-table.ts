import { writeFileSync } from "node:fs";
import path from "node:path";
import { findingsTable } from "../core/repair/findings-table.ts";
import { FINDINGS_TABLE, ROOT, textOf } from "./pages.ts";

// node test/docs/write-findings-table.ts: writes the table of what a check finds into docs/operations.
const page = "docs/operations/README.md";
const text = textOf(page).replace(FINDINGS_TABLE, (_, begin: string, __, end: string) => begin + findingsTable() + end);
writeFileSync(path.join(ROOT, page), text);
