import { describe, expect, it } from "vitest";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { releasedOrchestrator } from "./released-orchestrator.ts";
import { applicationDigest, LAST_RELEASE, releaseFacts, simulatedRelease } from "./releases.ts";
import * as current from "./simulated-release.ts";

describe("the fixture of the last release", () => {
  it("was built with the application that the current code runs, or it is built again: npm run release:fixture", async () => {
    expect(await releaseFacts(LAST_RELEASE)).toMatchObject({
      version: LAST_RELEASE,
      application: await applicationDigest(),
    });
  });

  it("has an orchestrator that the simulator runs in turn with the current one, on one SQLite", async () => {
    const last = await simulatedRelease(LAST_RELEASE);
    for (const order of [
      [last, current, last, current, last],
      [current, last, current, last],
    ]) {
      const sql = new ObjectSqlite();
      for (const release of order) expect(await releasedOrchestrator(release, sql).claim("no job")).toBeNull();
    }
  });
});
