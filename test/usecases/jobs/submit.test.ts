import { describe, expect, it } from "vitest";
import { UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import { Cancellation } from "../../../src/core/cancellation.ts";
import { task } from "../../../src/core/config/dsl/task-config.ts";
import type { Submission } from "../../../src/core/entities/submission.ts";
import { type Outcome, refuse, TaipyError } from "../../../src/core/errors.ts";
import type { Orchestrator, SubmitAnswer } from "../../../src/core/ports/orchestrator.ts";
import { KnownScenarios } from "../../../src/usecases/jobs/known-scenarios.ts";
import { type Client, type SubmitDeps, submit } from "../../../src/usecases/jobs/submit.ts";
import { aSubmission, aSubmitCommand, aTask } from "../../harness/factories.ts";
import { admitting } from "../admitting.ts";

const ID = "SCENARIO_s";
const DOMAIN = "pool/weur/1";
const entity = { entity_id: ID, domain: DOMAIN };
const OWN = { ...aSubmitCommand([aTask({ owner_id: ID, domain: DOMAIN })], [], { entity }), as_of: 7 };
const SHARED = { ...aSubmitCommand([aTask({ owner_id: null, domain: "GLOBAL" })], [], { entity }), as_of: 7 };
const accepted: Outcome<SubmitAnswer> = { ok: true, value: { submission: aSubmission(), stored: true } };
const ended: Outcome<SubmitAnswer> = {
  ok: true,
  value: {
    submission: aSubmission({ submission_status: "COMPLETED", finished_at: "2026-11-23T06:00:01" }),
    stored: true,
  },
};

/** Tests replace a part. */
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Options {
  readonly mode?: "standalone" | "development";
  readonly command?: typeof OWN;
  /** The answer of the object to the scenario's second submission. */
  readonly again?: Outcome<SubmitAnswer> | null;
  readonly afterRun?: Outcome<SubmitAnswer>;
  /** The submission as D1 has it. */
  readonly inD1?: Submission | null;
  readonly admit?: SubmitDeps["admit"];
  /** How long D1 takes for what is submitted. */
  readonly readMs?: number;
  /** The tasks of the configuration. */
  readonly tasks?: readonly string[];
  /** Of the core. */
  readonly force?: boolean;
}

/** A use case's dependencies that note each call, in order. */
function world({
  mode = "standalone",
  command = OWN,
  again = accepted,
  afterRun = ended,
  inD1 = null,
  admit,
  readMs = 0,
  tasks = ["t"],
  force = false,
}: Options = {}) {
  const calls: string[] = [];
  let nowMs = 1_000;
  const note = <T>(call: string, answer: T): T => {
    calls.push(call);
    return answer;
  };
  const orchestrator: Partial<Orchestrator> = {
    submit: async ({ wait_ms }) => note(`submit ${wait_ms ?? "without waiting"}`, accepted),
    submitKnown: async ({ force, wait_ms, as_of }) =>
      note(`submit as of ${as_of} ${force}${wait_ms === undefined ? "" : ` ${wait_ms}`}`, again),
    waitForSubmission: async (_, ms) => note(`wait ${ms}`, afterRun),
  };
  const admitted = admitting({ core: { mode: "development", versionNumber: "latest", force: false, properties: {} } });
  const deps: Writable<SubmitDeps> = {
    app: {
      job: { mode, leaseMs: 1, workerRetryLimit: 1, concurrency: null, objectsPerRegion: 4 },
      core: { force },
      dataNodes: new Map(),
      tasks: new Map(tasks.map((id) => [id, task(id, { function: () => undefined })])),
    },
    admit: admit ?? (() => note("admit", admitted())),
    entityReader: {
      submittable: async () => {
        nowMs += readMs;
        return note("read", command);
      },
      submission: async () => inD1,
    },
    clock: () => nowMs * 1_000,
    endsWithin: (ms, work) => note(`within ${ms}`, work)(),
    orchestrators: () => orchestrator as Orchestrator,
    runSubmission: async () => note("run", undefined),
    knownScenarios: new KnownScenarios(),
    runForRequest: async (_domain, { job_id }) => note(`run ${job_id}`, null),
    sleep: () => new Promise(() => {}),
  };
  return { calls, deps };
}

/** A client that stays until it is answered. */
const STAYING: Client = { gone: new Cancellation(), waitUntil: () => undefined };
const input = {
  kind: "scenario",
  id: ID,
  force: false,
  caller: UNKNOWN_CALLER,
  waitMs: null,
  client: STAYING,
} as const;

describe("submitting without HTTP", () => {
  it("admits the configuration, reads the scenario and hands it to its object", async () => {
    const { calls, deps } = world();
    expect(await submit(deps, input)).toMatchObject({ domain: DOMAIN, stored: true, isDeleted: false });
    expect(calls).toEqual(["admit", "read", "submit without waiting"]);
  });

  it.each(["standalone", "development"] as const)(
    "refuses in mode %s what was created with another structure",
    async (mode) => {
      const { calls, deps } = world({ mode, tasks: ["other"] });
      const changes = [{ path: "TASK.t", was: "t", is: null }];
      for (const waitMs of [null, 5_000]) {
        await expect(submit(deps, { ...input, waitMs })).rejects.toMatchObject({
          code: "configuration_changed",
          details: { changes },
        });
      }
      expect(calls.filter((call) => /^(submit|run)/.test(call))).toEqual([]);
    },
  );

  it("refuses it also when the isolate knows the scenario, before its object hears of it", async () => {
    const { calls, deps } = world({ tasks: ["other"] });
    deps.knownScenarios.keep(OWN);
    await expect(submit(deps, input)).rejects.toMatchObject({ code: "configuration_changed" });
    expect(calls).toEqual(["admit"]);
  });

  it("runs what can run of it where core.force says so", async () => {
    const { calls, deps } = world({ tasks: ["other"], force: true });
    await submit(deps, input);
    expect(calls).toEqual(["admit", "read", "submit without waiting"]);
  });

  it("waits inside the object when it is asked to wait", async () => {
    const { calls, deps } = world();
    await submit(deps, { ...input, waitMs: 5_000 });
    expect(calls).toEqual(["within 5000", "admit", "read", "submit 5000"]);
  });

  it("waits inside the object for what reading has left of the time, and its call is cut by nothing else", async () => {
    const { calls, deps } = world({ readMs: 2_500 });
    await submit(deps, { ...input, waitMs: 5_000 });
    expect(calls).toEqual(["within 5000", "admit", "read", "submit 2500"]);
  });

  it("is accepted and answered although reading has taken all the time that its caller waits", async () => {
    const { calls, deps } = world({ readMs: 2_900 });
    expect(await submit(deps, { ...input, waitMs: 1_000 })).toMatchObject({ domain: DOMAIN, stored: true });
    expect(calls).toEqual(["within 3000", "admit", "read", "submit 0"]);
  });

  it("waits inside the object for all the time when the isolate knows the scenario, and reads nothing", async () => {
    const { calls, deps } = world();
    await submit(deps, input);
    calls.length = 0;
    await submit(deps, { ...input, waitMs: 5_000 });
    expect(calls).toEqual(["within 5000", "admit", "submit as of 7 false 5000"]);
  });

  it("reads nothing when the configuration is not admitted", async () => {
    const refused = () => Promise.reject(new TaipyError("configuration_changed", "It has changed."));
    const { calls, deps } = world({ admit: refused });
    await expect(submit(deps, input)).rejects.toMatchObject({ code: "configuration_changed" });
    expect(calls).toEqual([]);
  });

  it("does not read a scenario again that this isolate has read", async () => {
    const { calls, deps } = world();
    await submit(deps, input);
    calls.length = 0;
    await submit(deps, { ...input, force: true });
    expect(calls).toEqual(["admit", "submit as of 7 true"]);
  });

  it("reads a scenario again when its object says that it may have been deleted since", async () => {
    const { calls, deps } = world({ again: null });
    await submit(deps, input);
    calls.length = 0;
    await submit(deps, input);
    await submit(deps, input);
    const once = ["admit", "submit as of 7 false", "admit", "read", "submit without waiting"];
    expect(calls).toEqual([...once, ...once]);
  });

  it("reads a scenario each time when others share its tasks, since they may change them", async () => {
    const { calls, deps } = world({ command: SHARED });
    await submit(deps, input);
    await submit(deps, input);
    expect(calls.filter((call) => call === "read")).toHaveLength(2);
  });

  it("reads once more what the object refuses for a deletion, and submits that", async () => {
    const { calls, deps } = world();
    const submitted = [refuse("being_deleted", "It goes."), accepted];
    deps.orchestrators = () => ({ submit: async () => submitted.shift() }) as unknown as Orchestrator;
    expect(await submit(deps, input)).toMatchObject({ stored: true });
    expect(calls).toEqual(["admit", "read", "admit", "read"]);
  });

  it("says that it is missing when it is gone by then, and that it is being deleted when it is not", async () => {
    const { deps } = world();
    const refused = { submit: async () => refuse("being_deleted", "It goes.") };
    deps.orchestrators = () => refused as unknown as Orchestrator;
    await expect(submit(deps, input)).rejects.toMatchObject({ code: "being_deleted" });
    const reads = [OWN];
    deps.entityReader.submittable = async () => {
      const read = reads.shift();
      if (read === undefined) throw new TaipyError("scenario_not_found", "It does not exist.");
      return read;
    };
    await expect(submit(deps, input)).rejects.toMatchObject({ code: "scenario_not_found" });
  });

  it("throws what the object refuses", async () => {
    const { deps } = world({ again: refuse("submission_too_large", "Too much.") });
    await submit(deps, input);
    await expect(submit(deps, input)).rejects.toMatchObject({ code: "submission_too_large" });
  });
});

describe("submitting in job mode development", () => {
  it("runs the jobs here and returns the submission as it ended", async () => {
    const { calls, deps } = world({ mode: "development" });
    const { submission, isDeleted } = await submit(deps, input);
    expect([submission.submission_status, isDeleted]).toEqual(["COMPLETED", false]);
    expect(calls).toEqual(["admit", "read", "submit without waiting", "run", "wait 0"]);
  });

  it("waits for jobs that others run, as long as it is asked to", async () => {
    const { calls, deps } = world({ mode: "development" });
    await submit(deps, { ...input, waitMs: 5_000 });
    expect(calls.slice(-2)).toEqual(["run", "wait 5000"]);
  });

  it("returns the submission as D1 has it when it has left its object right after its end", async () => {
    const inD1 = aSubmission({ submission_status: "COMPLETED" });
    const afterRun = refuse("submission_not_found", "It is gone.");
    const { deps } = world({ mode: "development", afterRun, inD1 });
    expect(await submit(deps, input)).toEqual({ domain: DOMAIN, submission: inD1, stored: true, isDeleted: false });
  });

  it("is answered as accepted, and not as ended, when its object can't ask D1 for the end", async () => {
    const afterRun = refuse("database_unavailable", "D1 does not answer.");
    const { deps } = world({ mode: "development", afterRun });
    const { submission, stored, isDeleted } = await submit(deps, input);
    expect([submission.submission_status, stored, isDeleted]).toEqual(["SUBMITTED", false, false]);
  });

  const failures = [
    new Error("Durable Object is overloaded. Too many requests queued."),
    new Error("D1_ERROR: Your account has exceeded D1's free tier daily row read limit."),
    new Error("Too many subrequests."),
    new TaipyError("object_reset", "The object was restarted."),
  ];
  it.each(failures)("is answered as accepted when the wait for its end fails with: $message", async (failure) => {
    const { deps } = world({ mode: "development" });
    const orchestrators: typeof deps.orchestrators = (domain) => ({
      ...deps.orchestrators(domain),
      waitForSubmission: () => Promise.reject(failure),
    });
    const { submission, stored, isDeleted } = await submit({ ...deps, orchestrators }, input);
    expect([submission.submission_status, stored, isDeleted]).toEqual(["SUBMITTED", false, false]);
  });

  it("is answered as accepted when D1 fails at the read of a submission that its object has forgotten", async () => {
    const { deps } = world({ mode: "development", afterRun: refuse("submission_not_found", "It is gone.") });
    const submission = () => Promise.reject(new Error("D1_ERROR: D1 DB is overloaded. Too many requests queued."));
    const answer = await submit({ ...deps, entityReader: { ...deps.entityReader, submission } }, input);
    expect([answer.submission.submission_status, answer.stored, answer.isDeleted]).toEqual(["SUBMITTED", false, false]);
  });

  it("tells a failure of the wait that is none of the platform's", async () => {
    const { deps } = world({ mode: "development" });
    const orchestrators: typeof deps.orchestrators = (domain) => ({
      ...deps.orchestrators(domain),
      waitForSubmission: () => Promise.reject(new Error("oops")),
    });
    await expect(submit({ ...deps, orchestrators }, input)).rejects.toThrow("oops");
  });

  it("returns the submission as it was accepted when it was deleted right after its end", async () => {
    const { deps } = world({ mode: "development", afterRun: refuse("submission_not_found", "It is gone.") });
    const { submission, stored, isDeleted } = await submit(deps, input);
    expect([submission.submission_status, stored, isDeleted]).toEqual(["SUBMITTED", true, true]);
  });
});
