import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Alarm } from "../../src/orchestrator/alarm.ts";

function alarmOf(atMs: number | null) {
  const set: number[] = [];
  const platform = { isUp: true };
  const take = async (dueMs: number) => {
    if (!platform.isUp) throw new Error("the alarm could not be set");
    set.push(dueMs);
  };
  return { alarm: new Alarm(atMs, take, () => undefined), set, platform };
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

  it("is set again after it has rung", () => {
    const { alarm, set } = alarmOf(500);
    alarm.hasRung();
    alarm.ringBy(600);
    expect(set).toEqual([600]);
  });

  it("that could not be set is asked for again, also by what is due later", async () => {
    const { alarm, set, platform } = alarmOf(null);
    platform.isUp = false;
    alarm.ringBy(500);
    await setImmediate();
    platform.isUp = true;
    alarm.ringBy(600);
    expect(set).toEqual([600]);
  });
});
