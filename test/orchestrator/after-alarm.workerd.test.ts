import { runInDurableObject } from "cloudflare:test";
import { env as bindings } from "cloudflare:workers";
import { expect, it } from "vitest";
import { NoAnswerError, noAnswerText, PARTS } from "../../src/core/deadlines.ts";
import type { Env } from "../../src/env.ts";
import { createUsageOf, type UsageOfSubmissions } from "../../src/orchestrator/client.ts";

const env = bindings as unknown as Env;
const stubOf = (domain: string) => env.ORCHESTRATOR.get(env.ORCHESTRATOR.idFromName(domain));

// docs/decisions/060-timers-wait-for-nothing.md
it("an object goes on with a call that is pending when the handler of its alarm has returned", async () => {
  const stub = stubOf("after alarm");
  const steps: string[] = [];
  await runInDurableObject(stub, async (object, { storage }) => {
    (object as unknown as { alarm(): Promise<void> }).alarm = async () => {
      void env.DB.prepare("SELECT 1")
        .all()
        .then(() => scheduler.wait(1_000))
        .then(() => env.DB.prepare("SELECT 2").all())
        .then(() => storage.put("later", true))
        .then(() => steps.push("the call ended"));
      steps.push("the handler returned");
    };
    await storage.setAlarm(1);
  });
  // The platform rings the alarm: no one calls the object meanwhile.
  await expect.poll(() => steps).toEqual(["the handler returned", "the call ended"]);
  expect(await runInDurableObject(stub, (_, { storage }) => storage.get("later"))).toBe(true);
});

it("an error that says that the platform did not answer is known as such when it comes from an object", async () => {
  const stub = stubOf("silent");
  await runInDurableObject(stub, (object) => {
    (Object.getPrototypeOf(object) as UsageOfSubmissions).usageOf = () =>
      Promise.reject(new NoAnswerError({ part: PARTS.d1, ms: 10_000 }));
  });
  const usage = createUsageOf(env.ORCHESTRATOR)("silent", "SUBMISSION_s");
  const error: unknown = await usage.catch((thrown: unknown) => thrown);
  expect(noAnswerText(error)).toBe("The database (D1) did not answer within 10 s");
});
