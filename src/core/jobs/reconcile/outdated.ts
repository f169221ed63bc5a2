import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { JobsView } from "../state/jobs-state.ts";

/** How far an object is. */
export interface Progress {
  readonly revision: number;
  /** What was read of D1 at a lower value of the domain's counter may be older than what has left the object. */
  readonly forgotten: number;
}

// docs/decisions/065-each-drain-raises-a-counter.md
/**
 * The data nodes that the object must read again before it takes them over: it does not have them, and may have had them after
 * they were read. Nor does it take over what is newer than anything that it has written: it has lost its state, or is
 * older than D1.
 */
export function outdatedNodes(
  view: JobsView,
  snapshots: readonly DataNodeSnapshot[],
  { revision, forgotten }: Progress,
): string[] {
  const isOutdated = (snapshot: DataNodeSnapshot): boolean => {
    const { id, as_of = 0 } = snapshot;
    if (view.isForeign(snapshot)) return false;
    return Math.max(as_of, snapshot.revision) > revision || (as_of < forgotten && view.node(id) === null);
  };
  return snapshots.filter(isOutdated).map(({ id }) => id);
}
