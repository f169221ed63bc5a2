import { writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../harness/bundle.ts";
import { compatibilityText } from "./compatibility.ts";
import { loadAllRecordings } from "./recording.ts";

// node test/conformance/write-compatibility.ts: writes COMPATIBILITY.md from the list of improvements.
writeFileSync(path.join(ROOT, "COMPATIBILITY.md"), compatibilityText(loadAllRecordings()));
