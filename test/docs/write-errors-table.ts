import { writeFileSync } from "node:fs";
import path from "node:path";
import { errorsTable } from "./errors/errors-table.ts";
import { ERRORS_TABLE, ROOT, textOf } from "./pages.ts";

// node test/docs/write-errors-table.ts: writes the table of codes into docs/errors.md.
const page = "docs/errors.md";
const text = textOf(page).replace(ERRORS_TABLE, (_, begin: string, __, end: string) => begin + errorsTable() + end);
writeFileSync(path.join(ROOT, page), text);
