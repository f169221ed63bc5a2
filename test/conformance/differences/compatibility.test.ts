import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../harness/bundle.ts";
import { loadAllRecordings } from "../recording.ts";
import { compatibilityText } from "./compatibility.ts";

it("COMPATIBILITY.md is what the list of improvements says (node test/conformance/differences/write-compatibility.ts writes it)", () => {
  const written = readFileSync(path.join(ROOT, "COMPATIBILITY.md"), "utf8");
  expect(written).toBe(compatibilityText(loadAllRecordings()));
});
