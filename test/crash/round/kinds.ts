/**
 * `calm`: only the process dies. `d1`: beside that, D1 hangs, fails before or after its effect, and recovers, and KV refuses
 * puts. `versions`: each restart runs the other release on the same folder.
 */
export type Kind = (typeof KINDS)[number];

export const KINDS = ["calm", "d1", "versions"] as const;

/** The Worker that runs after so many kills. */
export function workerOf(kind: Kind, _kills: number): string {
  return kind === "d1" ? "test/crash/application/worker-faults.ts" : "test/crash/application/worker.ts";
}
