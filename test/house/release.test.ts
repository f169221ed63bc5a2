import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { RELEASE } from "../../src/core/config/release.ts";
import { KNOWN_MIGRATIONS } from "../../src/d1/schema/known-migrations.ts";
import { ROOT } from "../harness/bundle.ts";

describe("what the Worker says of itself", () => {
  it("is the number of package.json", () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(RELEASE).toBe(version);
  });

  it("is every migration of D1, in order: a file of src/d1/migrations needs a line in src/d1/schema/known-migrations.ts", () => {
    const files = readdirSync(path.join(ROOT, "src/d1/migrations")).filter((file) => file.endsWith(".sql"));
    expect(KNOWN_MIGRATIONS).toEqual(files.sort());
  });
});
