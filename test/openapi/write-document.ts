import { writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../harness/bundle.ts";
import { documentTexts } from "./document-texts.ts";

// node test/openapi/write-document.ts: the OpenAPI document that the Worker serves, as the route table is now.
for (const [file, text] of Object.entries(documentTexts())) await writeFile(path.join(ROOT, file), text);
