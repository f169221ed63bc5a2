import type { Sql } from "../../src/orchestrator/state/object-sql.ts";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { releasesApp } from "./application/app.ts";
import type { SimulatedRelease } from "./simulated-release.ts";

/** An object's instance of a release, on an SQLite of its own or on another one, without D1, Queue and alarm. */
export function releasedOrchestrator({ createOrchestrator }: SimulatedRelease, sql: Sql = new ObjectSqlite()) {
  return createOrchestrator({
    domain: "domain",
    app: releasesApp,
    sql,
    // What both releases read.
    options: { layout: "tables" },
    db: undefined as never,
    wake: async () => undefined,
    poke: async () => undefined,
    peer: () => {
      throw new Error("This object is alone");
    },
    setAlarm: async () => undefined,
    alarmAtMs: null,
    sleep: () => new Promise(() => undefined),
    clock: () => 0,
    newUuid: () => "uuid",
    log: () => undefined,
  });
}
