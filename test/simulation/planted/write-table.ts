import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PLANTED_TABLE, plantedTable } from "./table.ts";

// node test/simulation/planted/write-table.ts: writes the table of planted bugs into docs/testing.md.
const page = path.join(import.meta.dirname, "../../../docs/testing.md");
const text = readFileSync(page, "utf8").replace(
  PLANTED_TABLE,
  (_, begin: string, __, end: string) => begin + plantedTable() + end,
);
writeFileSync(page, text);
