import { setImmediate } from "node:timers/promises";
import type { CancelSignal } from "../../../src/core/cancellation.ts";
import type { Orchestrator } from "../../../src/core/ports/orchestrator.ts";
import type { Microseconds } from "../../../src/core/time.ts";
import { DRAIN_DELAY_MS } from "../../../src/orchestrator/outbox/next-drain.ts";
import { createFakeDatabase, type FakeDatabase } from "./fake-database.ts";

/** What the platform knows of one object. */
export interface PlatformObject {
  readonly domain: string;
  alarmAtMs: number | null;
  ring(): Promise<void>;
  poke(ids: readonly string[]): Promise<void>;
  /** An object that the test has made by hand has none. */
  readonly slots?: Slots;
}

/** The calls between a domain and the object that hands out slots. */
export type Slots = Pick<Orchestrator, "requestSlots" | "returnSlots" | "offerSlots">;

/** Time, D1, the log and the other objects. Nothing happens here unless a test lets time pass. */
export interface Platform {
  readonly database: FakeDatabase;
  readonly objects: Map<string, PlatformObject>;
  readonly log: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[];
  nowMs: number;
  clock(): Microseconds;
  newUuid(): string;
  sleep(ms: number, signal?: CancelSignal): Promise<void>;
  /** Lets everything run that needs no time, and what only waits for company (a drain of the outbox). */
  settle(): Promise<void>;
  /** Lets time pass; alarms ring and sleepers wake when they are due, in order. */
  advance(ms: number): Promise<void>;
}

const START_MS = Date.UTC(2026, 10, 23, 6);

interface Due {
  readonly atMs: number;
  happen(): Promise<void> | void;
}

export function createPlatform(): Platform {
  const sleepers = new Set<Due>();
  let uuids = 0;
  const alarms = (): Due[] =>
    [...platform.objects.values()].flatMap((object) =>
      object.alarmAtMs === null ? [] : [{ atMs: object.alarmAtMs, happen: () => object.ring() }],
    );

  const platform: Platform = {
    database: createFakeDatabase(),
    objects: new Map(),
    log: [],
    nowMs: START_MS,
    clock: () => platform.nowMs * 1_000,
    newUuid: () => {
      uuids += 1;
      return `uuid-${uuids}`;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper: Due = {
          atMs: platform.nowMs + ms,
          happen: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => sleeper.happen());
        if (signal?.aborted) sleeper.happen();
      }),
    async settle() {
      for (let ready: Due[] = []; ; ) {
        // Long enough for the longest chain of promises that no time passes in.
        for (let turn = 0; turn < 5; turn += 1) await setImmediate();
        ready = [...sleepers].filter((sleeper) => sleeper.atMs <= platform.nowMs + DRAIN_DELAY_MS);
        if (ready.length === 0) return;
        for (const sleeper of ready) await sleeper.happen();
      }
    },
    async advance(ms) {
      const endMs = platform.nowMs + ms;
      await platform.settle();
      for (;;) {
        const [next] = [...sleepers, ...alarms()].sort((one, other) => one.atMs - other.atMs);
        if (next === undefined || next.atMs > endMs) break;
        platform.nowMs = Math.max(platform.nowMs, next.atMs);
        await next.happen();
        await platform.settle();
      }
      platform.nowMs = endMs;
    },
  };
  return platform;
}
