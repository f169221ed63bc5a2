import { pickle } from "./pickle.ts";
import type { StorageType } from "./types.ts";

// docs/decisions/024-in-memory-values-are-kept.md
/** As pickle: no memory outlives a request here, so values are stored. Nodes have no file. */
export const inMemory: StorageType = { ...pickle };
