import { pickle } from "./pickle.ts";
import type { StorageType } from "./types.ts";

/** As pickle: no memory outlives a request here, so values are stored. Nodes have no file. */
export const inMemory: StorageType = { ...pickle };
