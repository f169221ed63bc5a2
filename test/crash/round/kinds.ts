import { LAST_RELEASE } from "../../releases/releases.ts";

/**
 * `calm`: only the process dies. `d1`: beside that, D1 hangs, fails before or after its effect, and recovers, and KV refuses
 * puts. `versions`: each restart runs the other release on the same folder. `restores`: while the process is down, an earlier
 * copy of D1 is put back.
 */
export type Kind = "calm" | "d1" | "versions" | "restores";

const OWN = "test/crash/application/worker.ts";
const WITH_FAULTS = "test/crash/application/worker-faults.ts";
/** Releases are built with the storm's application and some more. */
const OF_RELEASES = "test/releases/application/worker.ts";

/** The Worker that runs while so many kills are still to come. The last one is always this code's. */
export function workerOf(kind: Kind, killsToCome: number): string {
  if (kind === "calm" || kind === "restores") return OWN;
  if (kind === "d1") return WITH_FAULTS;
  return killsToCome % 2 === 0 ? OF_RELEASES : `release:${LAST_RELEASE}`;
}

/** Release 0.1.0 reads the objects' tables. */
export const variablesOf = (kind: Kind): Readonly<Record<string, string>> =>
  kind === "versions" ? { OBJECT_LAYOUT: "tables" } : {};
