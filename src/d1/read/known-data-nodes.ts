import { configuredPath, type DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { LruMap } from "../../core/lru-map.ts";

/** With the largest values that a snapshot carries these take some 16 MB. */
const CAPACITY = 1_000;

type Read = (id: string) => Promise<DataNodeSnapshot | null>;

/**
 * Data nodes as this isolate has read them first. What lies at a configured path may be written through another node, so
 * such nodes are read each time.
 */
export function knownDataNodes(read: Read): Read {
  const known = new LruMap<DataNodeSnapshot>(CAPACITY);
  return async (id) => {
    const remembered = known.get(id);
    if (remembered !== undefined) return remembered;
    const found = await read(id);
    if (found !== null && configuredPath(found.properties) === null) known.set(id, found);
    return found;
  };
}
