import type { Microseconds } from "../time.ts";

export type { Log } from "../log/events.ts";

/** Wall time; tests and the simulator pass their own. */
export type Clock = () => Microseconds;
