import { describe, expect, it } from "vitest";
import type { WorkOrder } from "../../src/core/ports/orchestrator.ts";
import { Room, type Stay } from "../../src/queue/room.ts";
import { createPlatform } from "../orchestrator/world/platform.ts";
import { LEASE_MS, order } from "./worker.ts";

const QUIET_MS = 4_000;

function createRoom() {
  const platform = createPlatform();
  const reported: string[] = [];
  const world = {
    platform,
    reported,
    /** What reports of company do. */
    report: async (): Promise<void> => {},
    room: new Room({ nowMs: () => platform.nowMs, leaseMs: LEASE_MS }),
    guest: {
      // Polls of milliseconds would be taken for work that needs no time.
      sleep: (ms: number) => platform.sleep(ms),
      reportCompany: async (domain: string, { job_id }: WorkOrder) => {
        await world.report();
        reported.push(`${domain} ${job_id}`);
      },
    },
    enter: () => world.room.enter(world.guest),
    enterAtOnce: () => world.room.enterAtOnce(world.guest),
    /** A suspect that is alone in the room, and runs. */
    async suspect(quiet_ms = QUIET_MS, isStubborn = false) {
      const stay = await world.room.enterAlone(world.guest, isStubborn);
      if (stay === null) throw new Error("The room is not empty");
      stay.begin("SCENARIO_s", order({ job_id: "JOB_suspect", quiet_ms }));
      return stay;
    },
    /** What a promise has come to when everything that needs no time has happened. */
    async state<T>(promise: Promise<T>): Promise<T | "waits"> {
      await platform.settle();
      return Promise.race([promise, Promise.resolve("waits" as const)]);
    },
  };
  return world;
}

describe("a job that enters an isolate", () => {
  it("begins at once beside others", async () => {
    const { enter, state, reported } = createRoom();
    await enter();
    expect(await state(enter())).toMatchObject({ isAlone: false });
    expect(reported).toEqual([]);
  });

  it("waits while a suspect has the room for itself, and then reports to the suspect's object that it has company", async () => {
    const { enter, suspect, state, reported, platform } = createRoom();
    const alone = await suspect();
    const other = enter();
    await platform.advance(QUIET_MS - 200);
    expect(await state(other)).toBe("waits");
    await platform.advance(300);
    expect(await state(other)).toMatchObject({ isAlone: false });
    expect([alone.isAlone, reported]).toEqual([false, ["SCENARIO_s JOB_suspect"]]);
    await enter();
    expect(reported).toHaveLength(1);
  });

  it("begins when the suspect has ended, and reports nothing then", async () => {
    const { enter, suspect, state, reported, platform } = createRoom();
    const alone = await suspect();
    const other = enter();
    await platform.advance(500);
    alone.leave();
    await platform.advance(200);
    expect(await state(other)).not.toBe("waits");
    expect([alone.isAlone, reported]).toEqual([true, []]);
  });

  it.each([
    ["fails", () => Promise.reject(new Error("object away"))],
    ["hangs", () => new Promise<never>(() => undefined)],
  ])(
    "begins within two seconds also when the suspect's object %s, and no other one waits for that",
    async (_, report) => {
      const world = createRoom();
      const alone = await world.suspect(0);
      world.report = report;
      const newcomers = [world.enter(), world.enterAtOnce()];
      await world.platform.advance(2_000);
      for (const newcomer of newcomers) expect(await world.state(newcomer)).toMatchObject({ isAlone: false });
      expect(await world.state(world.enter())).toMatchObject({ isAlone: false });
      expect(alone.isAlone).toBe(false);
    },
  );

  it("leaves what the suspect's object could not be told to the suspect's own signs of life, until it is known", async () => {
    const world = createRoom();
    const alone = await world.suspect(0);
    world.report = () => Promise.reject(new Error("object away"));
    await world.enter();
    await expect(alone.touch()).rejects.toThrow("object away");
    expect(world.reported).toEqual([]);
    world.report = async () => {};
    await alone.touch();
    await alone.touch();
    expect(world.reported).toEqual(["SCENARIO_s JOB_suspect"]);
  });

  it("does not wait when it is claimed already, since its lease would end", async () => {
    const { enterAtOnce, suspect, state, reported } = createRoom();
    await suspect();
    expect(await state(enterAtOnce())).not.toBe("waits");
    expect(reported).toEqual(["SCENARIO_s JOB_suspect"]);
  });

  it("waits for half a minute at most, however many suspects come one after the other", async () => {
    const { enter, suspect, state, platform } = createRoom();
    let alone = await suspect(60_000);
    const other = enter();
    for (let ms = 0; ms < 29_000; ms += 1_000) {
      alone.leave();
      alone = await suspect(60_000);
      await platform.advance(1_000);
    }
    expect(await state(other)).toBe("waits");
    await platform.advance(1_100);
    expect(await state(other)).toMatchObject({ isAlone: false });
  });
});

describe("a suspect", () => {
  it("enters at once when no job runs", async () => {
    const { room, guest, state } = createRoom();
    expect(await state(room.enterAlone(guest))).toMatchObject({ isAlone: true });
  });

  it("waits two seconds for the jobs that run, while no other job begins", async () => {
    const { room, guest, enter, state, platform } = createRoom();
    const first = await enter();
    const suspect = room.enterAlone(guest);
    const later = enter();
    await platform.advance(1_000);
    expect([await state(suspect), await state(later)]).toEqual(["waits", "waits"]);
    first?.leave();
    await platform.advance(200);
    expect(await state(suspect)).toMatchObject({ isAlone: true });
    expect(await state(later)).toBe("waits");
  });

  it("gives up when they run on, and lets the others begin", async () => {
    const { room, guest, enter, state, platform } = createRoom();
    await enter();
    const suspect = room.enterAlone(guest);
    const later = enter();
    await platform.advance(2_200);
    expect(await state(suspect)).toBeNull();
    await platform.advance(100);
    expect(await state(later)).not.toBe("waits");
  });

  it("is not alone when a job entered before it had its order: nothing needs to be reported then", async () => {
    const { room, guest, enterAtOnce, reported } = createRoom();
    const suspect = await room.enterAlone(guest);
    await enterAtOnce();
    expect([suspect?.isAlone, reported]).toEqual([false, []]);
  });

  it("is one at a time", async () => {
    const { room, guest, suspect, state, platform } = createRoom();
    const first = await suspect();
    const second = room.enterAlone(guest);
    await platform.advance(1_000);
    expect(await state(second)).toBe("waits");
    first.leave();
    await platform.advance(200);
    expect(await state(second)).toMatchObject({ isAlone: true });
  });
});

describe("a stubborn suspect", () => {
  const LONG_MS = 10 * 60_000;
  /** Gives a sign of life three times a lease. */
  async function advanceAlive(world: ReturnType<typeof createRoom>, stay: Stay, ms: number) {
    for (let left = ms; left > 0; left -= LEASE_MS / 3) {
      await world.platform.advance(Math.min(left, LEASE_MS / 3));
      await stay.touch();
    }
  }

  it("has all others go elsewhere, at once, for as long as it must be alone", async () => {
    const world = createRoom();
    const alone = await world.suspect(LONG_MS, true);
    expect(await world.state(world.enter())).toBeNull();
    await advanceAlive(world, alone, LONG_MS - 40_000);
    expect(await world.state(world.enter())).toBeNull();
    expect([alone.isAlone, world.reported]).toEqual([true, []]);
    await advanceAlive(world, alone, 20_000);
    const last = world.enter();
    expect(await world.state(last)).toBe("waits");
    await advanceAlive(world, alone, 20_100);
    expect(await world.state(last)).toMatchObject({ isAlone: false });
    expect(world.reported).toEqual(["SCENARIO_s JOB_suspect"]);
  });

  it("waits half a minute for the jobs that run, and the room is its own as soon as they have ended", async () => {
    const world = createRoom();
    const first = await world.enter();
    const alone = world.suspect(20_000, true);
    await world.platform.advance(1_000);
    const later = world.enter();
    await world.platform.advance(28_000);
    expect(await world.state(alone)).toBe("waits");
    first?.leave();
    await world.platform.advance(200);
    expect(await world.state(alone)).toMatchObject({ isAlone: true });
    await world.platform.advance(2_000);
    expect(await world.state(later)).toBeNull();
  });

  it("keeps the others out no longer than a lease when its invocation has died", async () => {
    const world = createRoom();
    await world.suspect(LONG_MS, true);
    await world.platform.advance(LEASE_MS + 100);
    expect(await world.state(world.enter())).toMatchObject({ isAlone: false });
  });
});

describe("a job whose invocation has died", () => {
  it("keeps a suspect waiting for a lease and a second, not longer", async () => {
    const { room, guest, enter, state, platform } = createRoom();
    await enter();
    await platform.advance(LEASE_MS);
    const early = room.enterAlone(guest);
    await platform.advance(900);
    expect(await state(early)).toBe("waits");
    await platform.advance(400);
    expect(await state(early)).toMatchObject({ isAlone: true });
  });

  it("is not taken for dead when it gives a sign of life within that second: the isolate has computed", async () => {
    const { room, guest, enter, state, platform } = createRoom();
    const stay = await enter();
    await platform.advance(2 * LEASE_MS);
    const suspect = room.enterAlone(guest);
    await platform.advance(500);
    await stay?.touch();
    await platform.advance(2_000);
    expect(await state(suspect)).toBeNull();
  });

  it("ends the solitude of a suspect when it turns out to live", async () => {
    const { suspect, enter, reported, platform } = createRoom();
    const stay = await enter();
    await platform.advance(2 * LEASE_MS);
    const entering = suspect();
    await platform.advance(1_500);
    const alone = await entering;
    await stay?.touch();
    expect([alone.isAlone, reported]).toEqual([false, ["SCENARIO_s JOB_suspect"]]);
  });
});
