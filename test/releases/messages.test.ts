import { describe, expect, it } from "vitest";
import type { JobMessage } from "../../src/core/jobs/job-message.ts";
import type { Orchestrator } from "../../src/core/ports/orchestrator.ts";
import type { ConsumerDeps } from "../../src/queue/consumer.ts";
import { Room } from "../../src/queue/room.ts";
import { LAST_RELEASE, simulatedRelease } from "./releases.ts";
import * as current from "./simulated-release.ts";

/** What release 0.1.0 sends: as it was deployed. */
const OF_LAST_RELEASE = { v: 1, domain: "d", job_id: "j", attempt: 0 };

/** Each member of the message that the current code sends; a new one does not compile without its line. */
const OF_CURRENT: Required<JobMessage> = { v: 1, domain: "d", job_id: "j", attempt: 0, alone: true, stubborn: true };

const RELEASES = { "the last release": await simulatedRelease(LAST_RELEASE), "the current code": current };

/** Gives one message to a consumer. @returns the calls of objects, and what became of the message */
async function given(release: keyof typeof RELEASES, consume: "consumeJobs" | "consumeDeadLetters", body: unknown) {
  const events: unknown[] = [];
  const record =
    (name: string) =>
    async (...args: readonly unknown[]) => {
      events.push([name, ...args]);
      return null;
    };
  const orchestrator: Pick<Orchestrator, "claim" | "reportDeadLetter"> = {
    claim: record("claim") as Orchestrator["claim"],
    reportDeadLetter: record("reportDeadLetter") as unknown as Orchestrator["reportDeadLetter"],
  };
  const deps = {
    orchestrators: (domain: string) => {
      events.push(["object", domain]);
      return orchestrator;
    },
    clock: () => 0,
    waitUntil: () => undefined,
    batchPatienceMs: 1_000,
    queueHandler: "awaits",
    room: new Room({ nowMs: () => 0, leaseMs: 1_000 }),
    sleep: () => new Promise(() => undefined),
    log: (event: string) => void events.push(["log", event]),
  } as unknown as ConsumerDeps;
  const message = {
    body,
    attempts: 1,
    ack: () => void events.push("ack"),
    retry: () => void events.push("retry"),
  };
  await RELEASES[release][consume](deps, { messages: [message] });
  return events;
}

const BODIES = {
  "of the last release": OF_LAST_RELEASE,
  "of the current code": OF_CURRENT,
  "with a member that only the next release knows": { ...OF_CURRENT, next: { any: "thing" } },
} as const;

const PAIRS = Object.keys(RELEASES).flatMap((release) =>
  Object.keys(BODIES).map((body) => [release as keyof typeof RELEASES, body as keyof typeof BODIES] as const),
);

describe("a message of the Queue", () => {
  it.each(PAIRS)("is understood by %s, %s", async (release, body) => {
    const jobs = await given(release, "consumeJobs", BODIES[body]);
    // The current code asks for the chain that follows the job, which objects of the last release ignore.
    const claim = release === "the current code" ? ["claim", "j", { chain: true }] : ["claim", "j"];
    expect(jobs).toEqual([["object", "d"], claim, "ack"]);
    const dead = await given(release, "consumeDeadLetters", BODIES[body]);
    expect(dead).toEqual([["object", "d"], ["reportDeadLetter", "j", 0], "ack"]);
  });

  it.each(Object.keys(RELEASES) as (keyof typeof RELEASES)[])(
    "of a form that only a later release knows is left to the timer of its job by %s: it is acknowledged and logged",
    async (release) => {
      const later = { ...OF_CURRENT, v: 2 };
      for (const consume of ["consumeJobs", "consumeDeadLetters"] as const) {
        expect(await given(release, consume, later)).toEqual([["log", "message_not_understood"], "ack"]);
      }
    },
  );
});
