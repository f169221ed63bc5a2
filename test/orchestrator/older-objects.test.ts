import { describe, expect, it } from "vitest";
import type { Orchestrator } from "../../src/core/ports/orchestrator.ts";
import { CALL_NAMES } from "../../src/orchestrator/calls/attribution.ts";
import {
  ANSWERS_FOR_OLDER_OBJECTS,
  CALLS_OF_LAST_RELEASE,
  withOlderAnswers,
} from "../../src/orchestrator/calls/older-objects.ts";
import { releasedOrchestrator } from "../releases/released-orchestrator.ts";
import { LAST_RELEASE, simulatedRelease } from "../releases/releases.ts";

const NEW_CALLS = Object.keys(ANSWERS_FOR_OLDER_OBJECTS) as (keyof typeof ANSWERS_FOR_OLDER_OBJECTS)[];

/** An object that has these calls only, as the platform's stub shows it: every name is a function. */
function objectWith(calls: Partial<Orchestrator>): Orchestrator {
  const missing = (name: string | symbol) => () =>
    Promise.reject(new TypeError(`The RPC receiver does not implement the method "${String(name)}".`));
  return new Proxy(calls as Orchestrator, { get: (target, name) => Reflect.get(target, name) ?? missing(name) });
}

describe("the calls of an object", () => {
  it("are those of the last release, and newer ones that have an answer for an object of the last release", async () => {
    const last = releasedOrchestrator(await simulatedRelease(LAST_RELEASE)) as unknown as Record<string, unknown>;
    expect(CALL_NAMES.filter((name) => typeof last[name] === "function").toSorted()).toEqual(
      [...CALLS_OF_LAST_RELEASE].toSorted(),
    );
    expect(CALL_NAMES.toSorted()).toEqual([...CALLS_OF_LAST_RELEASE, ...NEW_CALLS].toSorted());
  });

  it.each(NEW_CALLS)("%s goes to an object that has it", async (name) => {
    const object = withOlderAnswers(objectWith({ [name]: async (...args: unknown[]) => [name, ...args] }));
    const call = object[name] as unknown as (...args: unknown[]) => Promise<unknown>;
    expect(await call(["a"], 2)).toEqual([name, ["a"], 2]);
  });

  it.each(NEW_CALLS)("%s fails as the object fails, if it has the call", async (name) => {
    const failures = ["the object was reset", 'The RPC receiver does not implement the method "another".'];
    for (const failure of failures) {
      const object = withOlderAnswers(objectWith({ [name]: () => Promise.reject(new Error(failure)) }));
      await expect((object[name] as () => Promise<unknown>)()).rejects.toThrow(failure);
    }
  });

  it("forgetNodes finds all data nodes still in use in an object of the last release, so the sweep calls again", async () => {
    expect(await withOlderAnswers(objectWith({})).forgetNodes(["a", "b"])).toEqual(["a", "b"]);
  });

  it("resume sends an object of the last release a heartbeat, which sets its alarm", async () => {
    const beats: unknown[] = [];
    const heartbeat: Orchestrator["heartbeat"] = async (...call) => {
      beats.push(call);
      return { aborted: true };
    };
    expect(await withOlderAnswers(objectWith({ heartbeat })).resume(["S1"])).toEqual({ moved: 0 });
    expect(beats).toEqual([["watchdog", 0]]);
  });

  it("that the last release has pass through as they are", () => {
    const claim: Orchestrator["claim"] = async () => null;
    expect(withOlderAnswers(objectWith({ claim })).claim).toBe(claim);
  });
});
