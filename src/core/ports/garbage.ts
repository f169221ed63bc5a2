import type { PayloadRef } from "../entities/payload.ts";

/** Payloads that wait for their deletion in D1 (d1/write/garbage.ts); the sweep deletes them a day later. */
export interface Garbage {
  /**
   * Has payloads deleted later, unless an edit or a file refers to them by then.
   * @param mayCount an object may have recorded an edit that D1 gets later: they are kept a week longer
   */
  discardLater(payloads: readonly Pick<PayloadRef, "key">[], mayCount?: true): Promise<void>;
}
