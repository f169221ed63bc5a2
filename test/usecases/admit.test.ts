import { describe, expect, it } from "vitest";
import { defineApp } from "../../src/core/config/define-app.ts";
import { dataNode } from "../../src/core/config/dsl/data-node-config.ts";
import { createVersionStore } from "../../src/d1/write/version-store.ts";
import { sha256 } from "../../src/payloads/payload-store.ts";
import { type AdmissionDeps, createAdmission } from "../../src/usecases/admit.ts";
import { db } from "../d1/world.ts";

const rows = (from: number) => Array.from({ length: 300_000 }, (_, index) => from + index);

const store = createVersionStore(db);

const admissionOf = (
  versionNumber: string,
  defaultData: unknown,
  { versions = store as AdmissionDeps["versions"], mode = "experiment" as "experiment" | "development" } = {},
) =>
  createAdmission({
    versions,
    digest: (text) => sha256(new TextEncoder().encode(text)),
    app: defineApp({ dataNodes: [dataNode("table", { defaultData })], core: { mode, versionNumber } }),
    clock: () => 0,
    log: () => undefined,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
  });

const keptOf = (version: string) =>
  db.prepare("SELECT configuration FROM versions WHERE id = ?").bind(version).first<string>("configuration");

describe("the configuration under a version number", () => {
  it("is admitted however large its default data are, again and again", async () => {
    await admissionOf("1.0", rows(0)).admit();
    await admissionOf("1.0", rows(0)).admit();
    const [stored] = (await db.prepare("SELECT configuration FROM versions WHERE id = '1.0'").all()).results;
    expect(String(stored?.configuration).length).toBeLessThan(10_000);
  });

  it("is admitted for later requests while the first one's call of D1 hangs, or its request was stopped", async () => {
    let calls = 0;
    const keep: AdmissionDeps["versions"]["keep"] = (...given) => {
      calls += 1;
      return calls === 1 ? new Promise(() => {}) : store.keep(...given);
    };
    const admission = admissionOf("1.1", 7, { versions: { keep, replace: store.replace } });
    admission.admit();
    const answer = await admission.admit();
    expect(await admission.admit()).toBe(answer);
    expect(calls).toBe(2);
  });

  it("is refused when large default data have changed", async () => {
    await admissionOf("2.0", rows(0)).admit();
    await expect(admissionOf("2.0", rows(1)).admit()).rejects.toMatchObject({ code: "configuration_changed" });
  });

  it("is refused when a short setting has changed, and says which", async () => {
    await admissionOf("3.0", 14).admit();
    await expect(admissionOf("3.0", 7).admit()).rejects.toThrow(/default_data/);
  });

  it("is replaced in mode development when it has changed", async () => {
    await admissionOf("4.0", 14, { mode: "development" }).admit();
    await admissionOf("4.0", 7, { mode: "development" }).admit();
    expect(JSON.parse((await keptOf("4.0")) ?? "").DATA_NODE.table.default_data).toBe("7:int");
  });

  it("is not replaced by an isolate that compared it with an older one", async () => {
    await store.keep("5.0", "2026-11-23T06:00:00", '{"is": "old"}');
    // Another isolate keeps its configuration between the comparison and the replacement of this one.
    const overtaken: AdmissionDeps["versions"] = {
      keep: store.keep,
      async replace(version, change) {
        await store.replace(version, { kept: change.kept, configuration: '{"is": "of another isolate"}' });
        await store.replace(version, change);
      },
    };
    await admissionOf("5.0", 7, { versions: overtaken, mode: "development" }).admit();
    expect(await keptOf("5.0")).toBe('{"is": "of another isolate"}');
  });
});

describe("an isolate", () => {
  /** The store, with a count of what it is asked, and failures of the first calls. */
  function counted(failures = 0) {
    const asked = { count: 0 };
    const versions: AdmissionDeps["versions"] = {
      keep(...given) {
        asked.count += 1;
        return asked.count <= failures ? Promise.reject(new Error("D1 is down")) : store.keep(...given);
      },
      replace: store.replace,
    };
    return { asked, versions };
  }

  it("asks the database once whether its configuration is admitted, however many creations begin at once", async () => {
    const { asked, versions } = counted();
    const { admit } = admissionOf("6.0", 1, { versions });
    const [first, ...others] = await Promise.all([admit(), admit(), admit()]);
    expect(first?.version).toBe("6.0");
    expect([...others, await admit()].every((admitted) => admitted === first)).toBe(true);
    expect(asked.count).toBe(1);
  });

  it("asks the database again after a failure, and after the version was deleted", async () => {
    const { asked, versions } = counted(1);
    const { admit, forget } = admissionOf("7.0", 1, { versions });
    await expect(admit()).rejects.toThrow("D1 is down");
    await admit();
    forget();
    await admit();
    expect(asked.count).toBe(3);
  });
});
