import { describe, expect, it } from "vitest";
import { dataNode } from "../orchestrator/world/factories.ts";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { releasedOrchestrator } from "./released-orchestrator.ts";
import { LAST_RELEASE, simulatedRelease } from "./releases.ts";
import * as current from "./simulated-release.ts";

const MINUTE = 60_000_000;
const ANN = { actor: "user:ann", is_admin: false };
const BOB = { actor: "user:bob", is_admin: false };
const NODE = dataNode("n", { domain: "domain" });

const last = await simulatedRelease(LAST_RELEASE);

describe("a reservation of a data node", () => {
  it("made under the last release is its editor's, though another caller had made the one before under the current code", async () => {
    const sql = new ObjectSqlite();
    // Each release in an instance of its own, as the platform has it.
    const now = () => releasedOrchestrator(current, sql);
    const old = () => releasedOrchestrator(last, sql);
    expect(await now().lockDataNode(NODE, "ann", MINUTE, null, ANN)).toMatchObject({ ok: true });
    expect(await now().unlockDataNode(NODE, "ann", BOB)).toMatchObject({ ok: false });
    expect(await old().unlockDataNode(NODE, "ann")).toMatchObject({ ok: true });
    expect(await old().lockDataNode(NODE, "bob", MINUTE, null)).toMatchObject({ ok: true });
    expect(await now().unlockDataNode(NODE, "bob", BOB)).toMatchObject({ ok: true });
  });

  it("made under the current code stays its caller's after the last release has run", async () => {
    const sql = new ObjectSqlite();
    const now = () => releasedOrchestrator(current, sql);
    expect(await now().lockDataNode(NODE, "ann", MINUTE, null, ANN)).toMatchObject({ ok: true });
    expect(await releasedOrchestrator(last, sql).unlockDataNode(NODE, "bob")).toMatchObject({ ok: false });
    expect(await now().unlockDataNode(NODE, "ann", BOB)).toMatchObject({ ok: false });
    expect(await now().unlockDataNode(NODE, "ann", ANN)).toMatchObject({ ok: true });
  });
});
