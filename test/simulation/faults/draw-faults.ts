import type { Link } from "../call.ts";
import type { Random } from "../random.ts";
import { CALM, type Faults } from "./faults.ts";

/** No function takes longer than the platform leaves to one whose caller has been answered. */
const LONGEST_QUIET_SLEEP_MS = 5_000;

/** Nothing fails but the functions of tasks; messages still come late, twice and in any order. */
export const quiet = ({ queue, tasks }: Faults): Faults => ({
  ...CALM,
  queue: { ...queue, link: CALM.queue.link, drop: 0, giveUp: 0 },
  tasks: { ...tasks, longestSleepMs: LONGEST_QUIET_SLEEP_MS, blocks: 0, killer: null },
});

/** Each seed has its own mix, and leaves some kinds of faults out: what hides behind one of them shows without it. */
export function drawFaults(random: Random, taskIds: readonly string[]): Faults {
  const some = (highest: number) => (random.chance(0.6) ? random.fraction() * highest : 0);
  const seldom = (highest: number) => (random.chance(0.25) ? random.fraction() * highest : 0);
  const link = (longestMs: number): Link => ({
    typicalMs: random.between(1, 50),
    longestMs: random.chance(0.5) ? longestMs : 200,
    lostRequest: some(random.chance(0.2) ? 0.4 : 0.1),
    lostAnswer: some(0.1),
    cutOff: some(0.05),
    hang: 0,
  });
  return {
    death: some(0.04),
    stall: some(0.08),
    rpc: link(5_000),
    d1: { ...link(20_000), cutOff: some(0.2), hang: seldom(0.05) },
    kv: { ...link(1_000), hang: seldom(0.02) },
    queue: {
      link: link(2_000),
      drop: some(0.2),
      duplicate: some(0.3),
      giveUp: some(0.5),
      typicalMs: random.between(1, 500),
      longestMs: random.chance(0.5) ? 30_000 : 1_000,
    },
    alarm: {
      longestDelayMs: random.chance(0.5) ? 5_000 : 50,
      duplicate: some(0.1),
      setFails: seldom(0.2),
      lost: seldom(0.05),
    },
    sqlite: { begin: seldom(0.02), write: seldom(0.02), commit: seldom(0.05) },
    tasks: {
      throws: some(0.3),
      sleeps: some(0.6),
      longestSleepMs: random.chance(0.4) ? 60_000 : 5_000,
      ignoresAbort: some(0.5),
      partial: some(0.2),
      blocks: seldom(0.2),
      longestBlockMs: random.between(1_000, 40_000),
      killer: random.chance(0.15) ? (random.pick(taskIds) ?? null) : null,
    },
  };
}
