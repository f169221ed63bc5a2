import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  GRANTS_AT_ONCE,
  grantFree,
  noteHeld,
  noteRequests,
  noteReturns,
  noteSilence,
  SILENCE_LIMIT_MS,
  SILENT_CHECKS,
} from "../../../../src/core/jobs/slots/grants.ts";
import type { Limits } from "../../../../src/core/jobs/slots/limits.ts";
import type { SlotRequest } from "../../../../src/core/ports/slots/slot-request.ts";
import { MemoryBook } from "./memory-book.ts";

const NOW = 1_000_000_000;

const request = (job_id: string, overrides: Partial<SlotRequest> = {}): SlotRequest => ({
  job_id,
  ticket: 1,
  task_config_id: "t",
  accepted: "2026-11-30T00:00:00.000000",
  position: 1,
  ...overrides,
});

const limits =
  (task: number | null, application: number | null = null) =>
  (): Limits => ({ task, application });

function bookOf(...requests: SlotRequest[]): MemoryBook {
  const book = new MemoryBook();
  noteRequests(book, "SCENARIO_s", requests);
  return book;
}

const idsOf = (rows: readonly { readonly job_id: string }[]) => rows.map(({ job_id }) => job_id);

describe("free slots", () => {
  it("go to the jobs that were accepted first, and to no more than the limit allows", () => {
    const later = request("b", { accepted: "2026-11-30T00:00:01.000000" });
    const book = bookOf(later, request("a2", { position: 2 }), request("a1"));
    expect(idsOf(grantFree(book, limits(2), NOW))).toEqual(["a1", "a2"]);
    expect(grantFree(book, limits(2), NOW)).toEqual([]);
    noteReturns(book, [{ job_id: "a1", ticket: 1 }]);
    expect(idsOf(grantFree(book, limits(2), NOW))).toEqual(["b"]);
  });

  it("go to jobs of another task while the first ones wait for their own task's limit", () => {
    const book = bookOf(
      request("a1"),
      request("a2", { position: 2 }),
      request("b", { position: 3, task_config_id: "u" }),
    );
    const limitsOf = (task: string): Limits => ({ task: task === "t" ? 1 : null, application: 2 });
    expect(idsOf(grantFree(book, limitsOf, NOW))).toEqual(["a1", "b"]);
    noteReturns(book, [{ job_id: "b", ticket: 1 }]);
    expect(grantFree(book, limitsOf, NOW)).toEqual([]);
    noteReturns(book, [{ job_id: "a1", ticket: 1 }]);
    expect(idsOf(grantFree(book, limitsOf, NOW))).toEqual(["a2"]);
  });

  it("follow a limit that is raised, lowered or removed, and stop nothing that runs", () => {
    const book = bookOf(...Array.from({ length: 6 }, (_, index) => request(`j${index}`, { position: index })));
    expect(grantFree(book, limits(1), NOW)).toHaveLength(1);
    expect(grantFree(book, limits(3), NOW)).toHaveLength(2);
    expect(grantFree(book, limits(2), NOW)).toEqual([]);
    noteReturns(book, [{ job_id: "j0", ticket: 1 }]);
    expect(grantFree(book, limits(2), NOW)).toEqual([]);
    expect(grantFree(book, limits(null), NOW)).toHaveLength(3);
  });

  it("are granted in pieces", () => {
    const many = Array.from({ length: GRANTS_AT_ONCE + 5 }, (_, index) => request(`j${index}`, { position: index }));
    const book = bookOf(...many);
    expect(grantFree(book, limits(null), NOW)).toHaveLength(GRANTS_AT_ONCE);
    expect(grantFree(book, limits(null), NOW)).toHaveLength(5);
  });
});

describe("a message that comes twice or late", () => {
  it("changes nothing when it repeats a request", () => {
    const book = bookOf(request("a"));
    grantFree(book, limits(1), NOW);
    noteRequests(book, "SCENARIO_s", [request("a")]);
    expect(book.find("a")?.seen).toBe(NOW);
  });

  it("changes nothing when it returns an older ticket", () => {
    const book = bookOf(request("a", { ticket: 7 }));
    grantFree(book, limits(1), NOW);
    noteReturns(book, [{ job_id: "a", ticket: 6 }]);
    expect(book.find("a")?.seen).toBe(NOW);
  });

  it("changes nothing when it asks with an older ticket", () => {
    const book = bookOf(request("a", { ticket: 7 }));
    noteRequests(book, "SCENARIO_s", [request("a", { ticket: 6 })]);
    expect(book.find("a")?.ticket).toBe(7);
  });

  it("confirms no slot that has another ticket by now", () => {
    const book = bookOf(request("a", { ticket: 7 }));
    grantFree(book, limits(1), NOW);
    noteHeld(book, [{ job_id: "a", ticket: 6 }], NOW + 1);
    expect(book.find("a")?.seen).toBe(NOW);
    noteHeld(book, [{ job_id: "a", ticket: 7 }], NOW + 1);
    expect(book.find("a")?.seen).toBe(NOW + 1);
  });
});

it("The slots of a domain that does not answer are free again after an hour and some failed checks in a row, not before", () => {
  const book = bookOf(request("a"));
  const silent = (failedChecks: number) => [...book.rows.values()].map((row) => ({ row, failedChecks }));
  grantFree(book, limits(1), NOW);
  noteSilence(book, silent(SILENT_CHECKS), NOW + SILENCE_LIMIT_MS - 1);
  expect(book.find("a")).not.toBeNull();
  noteSilence(book, silent(SILENT_CHECKS - 1), NOW + SILENCE_LIMIT_MS);
  expect(book.find("a")).not.toBeNull();
  noteSilence(book, silent(SILENT_CHECKS), NOW + SILENCE_LIMIT_MS);
  expect(book.find("a")).toBeNull();
});

it("No sequence of requests and returns takes more slots than allowed, leaves one free that a job waits for, or changes the order of a task", () => {
  const step = fc.record({
    kind: fc.constantFrom("ask", "return"),
    job: fc.nat(15),
    ticket: fc.integer({ min: 1, max: 3 }),
    accepted: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(3), fc.nat(4), (steps, taskLimit, appLimit) => {
      const book = new MemoryBook();
      const limitsOf = (task: string): Limits => ({
        task: task === "t0" ? taskLimit + 1 : null,
        application: appLimit + 1,
      });
      for (const { kind, job, ticket, accepted } of steps) {
        const asked = request(`j${job}`, {
          ticket,
          accepted: `${accepted}`,
          position: job,
          task_config_id: `t${job % 2}`,
        });
        if (kind === "ask") noteRequests(book, "d", [asked]);
        else noteReturns(book, [asked]);
        const before = new Map(["t0", "t1"].map((task) => [task, book.firstWaiting(task)]));
        const [granted] = grantFree(book, limitsOf, NOW);
        if (granted !== undefined) expect(granted.job_id).toBe(before.get(granted.task_config_id)?.job_id);
        const taken = book.taken();
        const total = (taken.get("t0") ?? 0) + (taken.get("t1") ?? 0);
        expect(taken.get("t0") ?? 0).toBeLessThanOrEqual(taskLimit + 1);
        expect(total).toBeLessThanOrEqual(appLimit + 1);
        const waiting = book.waitingTasks();
        if (total <= appLimit)
          expect(waiting.filter((task) => task === "t1" || (taken.get("t0") ?? 0) <= taskLimit)).toEqual([]);
      }
    }),
  );
});
