import { describe, expect, it } from "vitest";
import { NO_UNITS } from "../../src/core/cost/usage.ts";
import type { Orchestrator } from "../../src/core/ports/orchestrator.ts";
import { CALL_NAMES, type CallName, countedCall } from "../../src/orchestrator/calls/attribution.ts";
import { UsageAccounts } from "../../src/orchestrator/usage-accounts.ts";
import { task } from "./world/factories.ts";
import { World } from "./world/world.ts";

/** Calls about one job or one submission: its request is part of what the submission has used. */
const COUNTED: ReadonlySet<CallName> = new Set([
  "claim",
  "nextWork",
  "complete",
  "report",
  "heartbeat",
  "waitForSubmission",
  "cancelJob",
  "reportDeadLetter",
]);

/** An orchestrator that answers each call with its name and its arguments. */
const echo = new Proxy({} as Orchestrator, {
  get:
    (_, name) =>
    async (...args: unknown[]) => [name, ...args],
});

describe("a call of the object", () => {
  it("is one of the port's, each of which the orchestrator has", () => {
    const { orchestrator } = new World();
    expect(CALL_NAMES.filter((name) => typeof orchestrator[name] !== "function")).toEqual([]);
    expect(CALL_NAMES).toHaveLength(28);
  });

  it.each(CALL_NAMES)("%s reaches the orchestrator, and is counted when it is about one submission", async (name) => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"])]);
    const usage = new UsageAccounts(world.store);
    usage.accepted(run.submission, NO_UNITS);
    const before = usage.of(run.id)?.durable_object_requests ?? 0;
    const isOfSubmission = name === "nextWork" || name === "waitForSubmission";
    const id = isOfSubmission ? run.id : run.jobId("one");
    const reported = { usage: { ...NO_UNITS, kv_reads: 3 } };
    const commands: Partial<Record<CallName, object>> = {
      complete: { job_id: id, ...reported },
      report: { ends: [{ job_id: id }], ...reported },
    };
    const command = commands[name];
    const args = command === undefined ? [id, 2] : [command];
    expect(await countedCall(usage, echo, name, args)).toEqual([name, ...args]);
    expect(usage.of(run.id)).toMatchObject({
      durable_object_requests: before + (COUNTED.has(name) ? 1 : 0),
      kv_reads: command === undefined ? 0 : 3,
    });
  });
});
