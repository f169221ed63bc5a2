import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { clientSchema, SCHEMA_FILE } from "./client-schema.ts";

describe("the client's types", () => {
  it("are those of the OpenAPI document as it is: `npm run client` writes them", async () => {
    expect(await readFile(SCHEMA_FILE, "utf8")).toBe(await clientSchema());
  });
});
