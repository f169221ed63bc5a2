import { describe, expect, it } from "vitest";
import { CachedStore } from "../../../src/orchestrator/state/cached-store.ts";
import { dataNode } from "../world/factories.ts";
import { World } from "../world/world.ts";

describe("the counters of an object", () => {
  it("know the highest edit number of the object's own data nodes, and are kept in its SQLite", async () => {
    const world = new World();
    world.have(dataNode("a", { edit_number: 7 }), dataNode("foreign", { domain: "another", edit_number: 70 }));
    await world.write("a");
    await world.orchestrator.poke(["foreign"]);
    expect(new CachedStore(world.sql).meta().highestEdit).toBe(8);
  });
});
