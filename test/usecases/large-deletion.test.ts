import { expect, it } from "vitest";
import type { SweepStore } from "../../src/core/ports/cron/sweep-store.ts";
import { MICROSECONDS_PER_DAY, parseTime } from "../../src/core/time.ts";
import { sweepValues } from "../../src/usecases/sweep.ts";

const HOUR = MICROSECONDS_PER_DAY / 24;
const MINUTE = HOUR / 60;
const DELETED = "2026-11-30T00:00:00";

it("a deletion of 100,000 values and 10,000 objects is over within 24 hours, in runs within the platform's limits", async () => {
  const payloads = Array.from({ length: 100_000 }, (_, at) => ({ since: DELETED, key: `k${at}`, is_used: false }));
  const nodes = Array.from({ length: 10_000 }, (_, at) => ({
    since: DELETED,
    domain: `SCENARIO_${at}`,
    data_node_id: `DATANODE_${at}`,
    is_kept: false,
  }));
  const values: SweepStore = {
    position: async () => "",
    candidates: async () => [],
    removeValues: async () => undefined,
    waitingPayloads: async (before, limit) => payloads.filter(({ since }) => since < before).slice(0, limit),
    postponeWaiting: async () => {},
    forgetWaiting: async ({ length }) => void payloads.splice(0, length),
    deletedNodes: async (before, limit) => nodes.filter(({ since }) => since < before).slice(0, limit),
    domainsThatAreOver: async () => [],
    settleDeletedNodes: async ({ done }) => void nodes.splice(0, done.length),
    removeFiles: async () => 0,
  };
  let now = parseTime(DELETED) ?? 0;
  let calls = 0;
  const orchestrators = () => ({
    async forgetNodes() {
      calls += 1;
      return [];
    },
  });
  const discard = async ({ length }: readonly string[]) => {
    calls += length;
  };
  let runs = 0;
  for (; runs < 24 * 12; runs += 1) {
    calls = 0;
    await sweepValues({ values, orchestrators, discard, clock: () => now, log: () => {} });
    expect(calls).toBeLessThan(1_000);
    now += 5 * MINUTE;
  }
  expect([payloads.length, nodes.length]).toEqual([0, 0]);
});
