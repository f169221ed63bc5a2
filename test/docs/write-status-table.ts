import { writeFileSync } from "node:fs";
import path from "node:path";
import { statusTable } from "../core/jobs/status-table.ts";
import { ROOT, STATUS_TABLE, textOf } from "./pages.ts";

// node test/docs/write-status-table.ts: writes the table of job statuses into ARCHITECTURE.md.
const page = "ARCHITECTURE.md";
const text = textOf(page).replace(STATUS_TABLE, (_, begin: string, __, end: string) => begin + statusTable() + end);
writeFileSync(path.join(ROOT, page), text);
