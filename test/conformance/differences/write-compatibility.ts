import { writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../harness/bundle.ts";
import { loadAllRecordings } from "../recording.ts";
import { compatibilityText } from "./compatibility.ts";

// node test/conformance/differences/write-compatibility.ts: writes COMPATIBILITY.md from the list of improvements.
writeFileSync(path.join(ROOT, "COMPATIBILITY.md"), compatibilityText(loadAllRecordings()));
