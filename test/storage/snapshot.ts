import type { PayloadStore } from "../../src/storage/types.ts";

const refuse = () => Promise.reject(new Error("values that lie outside have no payload"));

/** For storage types that keep nothing here. */
export const unusedPayloads: PayloadStore = { put: refuse, getText: refuse, getBytes: refuse };
