import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { DEADLINES } from "../../src/core/deadlines.ts";
import { Alarm } from "../../src/orchestrator/alarm.ts";

/** An alarm on a platform that takes it, throws or hangs, and whose sleeps end when the test says so. */
function alarmOf(atMs: number | null) {
  const time = { nowMs: 0 };
  const set: number[] = [];
  const log: string[] = [];
  const platform = { state: "up" as "up" | "throws" | "hangs", atMs };
  const sleeps: { readonly ms: number; end(): void }[] = [];
  const alarm = new Alarm(atMs, {
    setAlarm: async (dueMs) => {
      if (platform.state === "throws") throw new Error("the alarm could not be set");
      if (platform.state === "hangs") await new Promise(() => undefined);
      set.push(dueMs);
    },
    getAlarm: async () => {
      if (platform.state === "throws") throw new Error("the alarm could not be read");
      if (platform.state === "hangs") await new Promise(() => undefined);
      return platform.atMs;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleep = { ms, end: resolve };
        sleeps.push(sleep);
        signal?.addEventListener("abort", () => {
          sleeps.splice(sleeps.indexOf(sleep), 1);
          resolve();
        });
      }),
    clock: () => time.nowMs * 1_000,
    log: (event) => void log.push(event),
  });
  return {
    alarm,
    time,
    set,
    log,
    platform,
    /** The lengths of the sleeps that go on. */
    asleep: () => sleeps.map(({ ms }) => ms),
    async endSleep() {
      sleeps.shift()?.end();
      await setImmediate();
    },
  };
}

describe("the alarm", () => {
  it("is set once for what is due first", () => {
    const { alarm, set } = alarmOf(null);
    for (const due of [500, 700, 500, 300, null]) alarm.ringBy(due);
    expect(set).toEqual([500, 300]);
  });

  it("that an earlier life has set is left alone, unless something is due before it", () => {
    const { alarm, set } = alarmOf(500);
    for (const due of [600, 400]) alarm.ringBy(due);
    expect(set).toEqual([400]);
  });

  it("is set again with the next call when it has not rung for ten seconds, for the platform has lost it", () => {
    const { alarm, set, time } = alarmOf(null);
    alarm.ringBy(500);
    time.nowMs = 10_400;
    alarm.ringBy(500);
    expect(set).toEqual([500]);
    time.nowMs = 10_600;
    for (const due of [20_000, 500, 30_000]) alarm.ringBy(due);
    expect(set).toEqual([500, 500]);
  });

  it("is set again after it has rung", () => {
    const { alarm, set } = alarmOf(500);
    alarm.hasRung();
    alarm.ringBy(600);
    expect(set).toEqual([600]);
  });

  it("leaves no timer behind once it is set", async () => {
    const { alarm, asleep } = alarmOf(null);
    alarm.ringBy(500);
    await setImmediate();
    expect(asleep()).toEqual([]);
  });

  it("that could not be set is set with the next call, also by what is due later", async () => {
    const { alarm, set, platform } = alarmOf(null);
    platform.state = "throws";
    alarm.ringBy(500);
    await setImmediate();
    platform.state = "up";
    alarm.ringBy(600);
    expect(set).toEqual([600]);
  });

  it("that could not be set is set again without any call, after a delay that grows with each failure", async () => {
    const { alarm, set, log, platform, asleep, endSleep } = alarmOf(null);
    platform.state = "throws";
    alarm.ringBy(500);
    await setImmediate();
    expect(asleep()).toEqual([1_000]);
    await endSleep();
    expect(asleep()).toEqual([2_000]);
    platform.state = "up";
    await endSleep();
    expect([set, asleep(), log]).toEqual([[500], [], ["alarm_not_set", "alarm_not_set"]]);
  });

  it("is set again when the platform does not answer within the deadline", async () => {
    const { alarm, set, platform, asleep, endSleep } = alarmOf(null);
    platform.state = "hangs";
    alarm.ringBy(500);
    expect(asleep()).toEqual([DEADLINES.alarm.ms]);
    await endSleep();
    platform.state = "up";
    await endSleep();
    expect(set).toEqual([500]);
  });

  it("that could not be set several times is due for the earliest of them", async () => {
    const { alarm, set, platform, endSleep } = alarmOf(null);
    platform.state = "throws";
    for (const due of [500, 300, 400]) {
      alarm.ringBy(due);
      await setImmediate();
    }
    platform.state = "up";
    await endSleep();
    expect(set).toEqual([300]);
  });

  it("that the platform still has is not set again when it is checked", async () => {
    const { alarm, set } = alarmOf(500);
    await alarm.check(400);
    alarm.ringBy(500);
    expect(set).toEqual([]);
  });

  it.each([
    ["has lost", null],
    ["has not rung in time", 300],
  ])("that the platform %s is set again once it is checked", async (_what, atMs) => {
    const { alarm, set, platform } = alarmOf(500);
    platform.atMs = atMs;
    await alarm.check(400);
    alarm.ringBy(600);
    expect(set).toEqual([600]);
  });

  it("that was set while it was checked counts as set", async () => {
    const { alarm, set, platform } = alarmOf(500);
    platform.atMs = null;
    const checked = alarm.check(200);
    alarm.ringBy(400);
    await checked;
    alarm.ringBy(450);
    expect(set).toEqual([400]);
  });

  it("is set again when the platform does not say whether it has it", async () => {
    for (const state of ["throws", "hangs"] as const) {
      const { alarm, set, log, platform, endSleep } = alarmOf(500);
      platform.state = state;
      const checked = alarm.check(400);
      await endSleep();
      await checked;
      platform.state = "up";
      alarm.ringBy(600);
      expect([set, log]).toEqual([[600], ["alarm_not_read"]]);
    }
  });
});
