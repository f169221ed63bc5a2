import { describe, expect, it } from "vitest";
import { defineApp } from "../../src/core/config/define-app.ts";
import { dataNode } from "../../src/core/config/dsl/data-node-config.ts";
import { createVersions } from "../../src/d1/versions.ts";
import { db } from "./world.ts";

const rows = (from: number) => Array.from({ length: 300_000 }, (_, index) => from + index);

const versionsOf = (versionNumber: string, defaultData: unknown) =>
  createVersions({
    db,
    app: defineApp({ dataNodes: [dataNode("table", { defaultData })], core: { mode: "experiment", versionNumber } }),
    clock: () => 0,
    log: () => undefined,
    orchestrators: () => {
      throw new Error("No object is asked");
    },
  });

describe("the configuration under a version number", () => {
  it("is admitted however large its default data are, again and again", async () => {
    await versionsOf("1.0", rows(0)).admit();
    await versionsOf("1.0", rows(0)).admit();
    const [stored] = (await db.prepare("SELECT configuration FROM versions WHERE id = '1.0'").all()).results;
    expect(String(stored?.configuration).length).toBeLessThan(10_000);
  });

  it("is refused when large default data have changed", async () => {
    await versionsOf("2.0", rows(0)).admit();
    await expect(versionsOf("2.0", rows(1)).admit()).rejects.toMatchObject({ code: "configuration_changed" });
  });

  it("is refused when a short setting has changed, and says which", async () => {
    await versionsOf("3.0", 14).admit();
    await expect(versionsOf("3.0", 7).admit()).rejects.toThrow(/default_data/);
  });
});
