import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openApiDocument } from "../../src/dev/openapi/openapi-document.ts";
import { filledIn } from "../../src/http/openapi/placeholders.ts";
import { valueSchemas } from "../../src/http/openapi/value-schemas.ts";
import { ROOT } from "../harness/bundle.ts";
import { documentTexts } from "./document-texts.ts";

describe("the OpenAPI document as the Worker holds it", () => {
  const texts = Object.entries(documentTexts());

  it.each(texts)("is the route table's as it is, in %s: `npm run openapi` writes it", async (file, text) => {
    expect(await readFile(path.join(ROOT, file), "utf8")).toBe(text);
  });

  it.each(texts)(
    "leaves the version, the address and the schemas of values open, and nothing else, in %s",
    (_, text) => {
      expect([...text.matchAll(/"@\w+"/g)].map(([placeholder]) => placeholder)).toEqual([
        '"@version"',
        '"@serverUrl"',
        '"@schemas"',
        '"@schemas"',
      ]);
    },
  );

  it.each(texts)("says a version of any characters, in %s", (_, text) => {
    const told = { version: '1: "@serverUrl" $& \\ \n # é', serverUrl: "https://taipy.example.com" };
    const read: unknown = parse(filledIn(text, told, valueSchemas({ dataNodes: new Map() }, null)));
    expect(read).toEqual(JSON.parse(JSON.stringify(openApiDocument(told))));
  });
});
