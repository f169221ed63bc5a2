import type { Microseconds } from "../time.ts";

/** Wall time; tests and the simulator pass their own. */
export type Clock = () => Microseconds;

/** Structured log: one event name, ids and numbers. Never values, secrets or payloads. */
export type Log = (event: string, fields: Readonly<Record<string, unknown>>) => void;
