import { configuredPath, type DataNodeSnapshot } from "../core/entities/data-node.ts";

/** With the largest values that a snapshot carries these take some 16 MB. */
const CAPACITY = 1_000;

type Read = (id: string) => Promise<DataNodeSnapshot | null>;

/**
 * Data nodes as this isolate has read them first; the one that was asked for longest ago makes room. What lies at a
 * configured path may be written through another node, so such nodes are read each time.
 */
export function knownDataNodes(read: Read): Read {
  const known = new Map<string, DataNodeSnapshot>();
  return async (id) => {
    const found = known.get(id) ?? (await read(id));
    if (found === null || configuredPath(found.properties) !== null) return found;
    known.delete(id);
    known.set(id, found);
    const [oldest] = known.keys();
    if (known.size > CAPACITY && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
