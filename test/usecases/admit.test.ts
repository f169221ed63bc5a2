import { describe, expect, it } from "vitest";
import { defineApp } from "../../src/core/config/define-app.ts";
import { dataNode } from "../../src/core/config/dsl/data-node-config.ts";
import { createVersionStore } from "../../src/d1/write/version-store.ts";
import { sha256 } from "../../src/payloads/payload-store.ts";
import { createAdmission } from "../../src/usecases/admit.ts";
import { db } from "../d1/world.ts";

const rows = (from: number) => Array.from({ length: 300_000 }, (_, index) => from + index);

const admissionOf = (versionNumber: string, defaultData: unknown) =>
  createAdmission({
    versions: createVersionStore(db),
    digest: (text) => sha256(new TextEncoder().encode(text)),
    app: defineApp({ dataNodes: [dataNode("table", { defaultData })], core: { mode: "experiment", versionNumber } }),
    clock: () => 0,
    log: () => undefined,
  });

describe("the configuration under a version number", () => {
  it("is admitted however large its default data are, again and again", async () => {
    await admissionOf("1.0", rows(0)).admit();
    await admissionOf("1.0", rows(0)).admit();
    const [stored] = (await db.prepare("SELECT configuration FROM versions WHERE id = '1.0'").all()).results;
    expect(String(stored?.configuration).length).toBeLessThan(10_000);
  });

  it("is refused when large default data have changed", async () => {
    await admissionOf("2.0", rows(0)).admit();
    await expect(admissionOf("2.0", rows(1)).admit()).rejects.toMatchObject({ code: "configuration_changed" });
  });

  it("is refused when a short setting has changed, and says which", async () => {
    await admissionOf("3.0", 14).admit();
    await expect(admissionOf("3.0", 7).admit()).rejects.toThrow(/default_data/);
  });
});
