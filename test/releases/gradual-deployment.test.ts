import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SLOTS } from "../../src/core/jobs/slots/limits.ts";
import type { Orchestrator } from "../../src/core/ports/orchestrator.ts";
import type { ANSWERS_FOR_OLDER_OBJECTS, CALLS_OF_LAST_RELEASE } from "../../src/orchestrator/calls/older-objects.ts";
import { call } from "../crash/call.ts";
import { type Service, startService } from "../harness/service.ts";
import {
  CURRENT,
  create,
  editNumbers,
  ended,
  jobIn,
  jobOf,
  LAST,
  openGate,
  read,
  submit,
  write,
} from "./store-in-turn.ts";

type OldCall = (typeof CALLS_OF_LAST_RELEASE)[number];
type Step = (service: Service) => Promise<void>;

const LEASE_MS = 2_000;

const runsToItsEnd: Step = async (service) => {
  const chain = await create(service, "chain");
  expect(await ended(service, await submit(service, chain.id))).toBe("COMPLETED");
};

const waitsForTheEnd: Step = async (service) => {
  const chain = await create(service, "chain");
  expect((await submit(service, chain.id, true)).status).toBe("COMPLETED");
};

const writes: Step = async (service) => {
  const { nodes } = await create(service, "chain");
  await write(service, nodes.seed ?? "", 8, "?editor_id=ann");
  expect([await read(service, nodes.seed ?? ""), await editNumbers(service, nodes.seed ?? "")]).toEqual([8, [1, 2]]);
};

const locks: Step = async (service) => {
  const { nodes } = await create(service, "chain");
  const at = `/datanodes/${nodes.seed}`;
  await call(service, "POST", `${at}/lock/?editor_id=ann`);
  const refused = await service.fetch(`/api/v1${at}/write/?editor_id=bob`, { method: "PUT", body: "1" });
  expect(refused.ok).toBe(false);
  await call(service, "POST", `${at}/unlock/?editor_id=ann`);
  await write(service, nodes.seed ?? "", 9, "?editor_id=bob");
};

const deletes: Step = async (service) => {
  const { id } = await create(service, "chain");
  expect(await ended(service, await submit(service, id))).toBe("COMPLETED");
  await call(service, "DELETE", `/scenarios/${id}/?cascade=true`);
  expect((await service.fetch(`/api/v1/scenarios/${id}/`)).status).toBe(404);
};

/** What a client does so that the Worker makes the call, and what must come of it. */
const STEPS: { readonly [Name in OldCall]: Step | "only in job mode development" | "only after the Queue gave up" } = {
  submit: runsToItsEnd,
  claim: runsToItsEnd,
  complete: runsToItsEnd,
  waitForSubmission: waitsForTheEnd,
  writeDataNode: writes,
  lockDataNode: locks,
  unlockDataNode: locks,
  announceDeletion: deletes,
  purge: deletes,
  async resubmit(service) {
    const { id } = await create(service, "skipping");
    expect((await submit(service, id, true)).status).toBe("COMPLETED");
    expect(await jobOf(service, await submit(service, id, true), "skip")).toMatchObject({ status: "Status.SKIPPED" });
  },
  async heartbeat(service) {
    const gated = await create(service, "gated");
    await write(service, gated.nodes.gate ?? "", gated.id);
    const submission = await submit(service, gated.id);
    await jobIn(service, submission, "hold", "RUNNING");
    await new Promise((resolve) => setTimeout(resolve, 2 * LEASE_MS));
    await openGate(service, gated.id);
    expect(await ended(service, submission)).toBe("COMPLETED");
    expect(await jobOf(service, submission, "hold")).toMatchObject({ attempt: 1 });
  },
  async createJob(service) {
    await create(service, "chain");
    const { job } = await call<{ job: { id: string } }>(service, "POST", "/jobs/?task_id=forge1");
    expect((await service.fetch(`/api/v1/jobs/${job.id}/`)).status).toBe(200);
  },
  async cancelJob(service) {
    const waiting = await create(service, "stumbling");
    const submission = await submit(service, waiting.id);
    const job = await jobIn(service, submission, "stumble", "PENDING");
    await call(service, "POST", `/jobs/cancel/${job.id}/`);
    expect(await jobOf(service, submission, "stumble")).toMatchObject({ status: "Status.CANCELED" });
  },
  async deleteJob(service) {
    const { id } = await create(service, "skipping");
    const submission = await submit(service, id, true);
    const [job] = submission.job_ids;
    await call(service, "DELETE", `/jobs/${job}/`);
    expect((await service.fetch(`/api/v1/jobs/${job}/`)).status).toBe(404);
  },
  async deleteSubmission(service) {
    const { id } = await create(service, "skipping");
    const submission = await submit(service, id, true);
    await call(service, "DELETE", `/submissions/${submission.id}/`);
    expect((await service.fetch(`/api/v1/submissions/${submission.id}/`)).status).toBe(404);
  },
  async deleteDataNode(service) {
    const { nodes } = await create(service, "chain");
    await call(service, "DELETE", `/datanodes/${nodes.link5}/`);
    expect((await service.fetch(`/api/v1/datanodes/${nodes.link5}/`)).status).toBe(404);
  },
  async poke(service) {
    const waiting = await create(service, "waiting");
    await call(service, "POST", `/datanodes/${waiting.nodes.signal}/lock/?editor_id=ann`);
    const submission = await submit(service, waiting.id);
    await jobIn(service, submission, "wait_for_signal", "BLOCKED");
    await write(service, waiting.nodes.signal ?? "", 4, "?editor_id=ann");
    expect(await ended(service, submission)).toBe("COMPLETED");
    expect(await read(service, waiting.nodes.signalled ?? "")).toBe(5);
  },
  nextWork: "only in job mode development",
  reportDeadLetter: "only after the Queue gave up",
};

const NAMES = Object.keys(STEPS) as OldCall[];

describe.each([
  ["a Worker of the current code with objects of release 0.1.0", CURRENT, LAST],
  ["a Worker of release 0.1.0 with objects of the current code", LAST, CURRENT],
])("in a gradual deployment, %s", (_name, entry, objects) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry, objects, namespaces: ["GATES"] });
  });

  afterAll(() => service?.stop());

  it.each(NAMES.filter((name) => typeof STEPS[name] === "function"))("works through the call %s", async (name) => {
    await (STEPS[name] as Step)(service);
  });
});

describe("a call of an object, made by the current code", () => {
  const entity = { entity_id: "SCENARIO_x", entity_type: "SCENARIO", entity_config_id: "x", version: "1.0" } as const;
  // The object of slots has not counted so far.
  const known = { entity: { ...entity, domain: SLOTS }, tasks: [], data_nodes: [], force: false, as_of: 1_000_000 };
  const NEW: { readonly [Name in keyof typeof ANSWERS_FOR_OLDER_OBJECTS]: Parameters<Orchestrator[Name]> } = {
    submitKnown: [known],
    forgetNodes: [["DATANODE_x"]],
    resume: [["SUBMISSION_x"]],
    report: [{ ends: [{ job_id: "JOB_x", token: 1, result: { kind: "completed", outputs: [] } }], wants_next: true }],
    requestSlots: ["domain", []],
    returnSlots: [[]],
    offerSlots: [[]],
    inspect: [{ limit: 1 }],
    mend: [{ above: 0, resend: [], adopt: [], cancel: [] }],
  };
  const OTHERS = { nextWork: ["SUBMISSION_x"], reportDeadLetter: ["JOB_x", 0] } as const;
  const ALL = { ...NEW, ...OTHERS };
  const services: Record<string, Service> = {};

  beforeAll(async () => {
    const entry = "test/releases/application/probe-worker.ts";
    services.last = await startService({ entry, objects: LAST });
    services.current = await startService({ entry });
  });

  afterAll(async () => {
    for (const service of Object.values(services)) await service.stop();
  });

  // The only object that has all of these calls.
  const probe = async (objects: "last" | "current", name: string, args: readonly unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ domain: SLOTS, name, args });
    const answer = await fetch(`${services[objects]?.url}/probe`, { method: "POST", body });
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };

  it.each(Object.entries(ALL))("%s is answered by an object of the current code", async (name, args) => {
    await expect(probe("current", name, args)).resolves.toBeDefined();
  });

  it.each(Object.entries(ALL))("%s has an answer when the object runs release 0.1.0", async (name, args) => {
    const expected = {
      forgetNodes: ["DATANODE_x"],
      resume: { moved: 0 },
      report: { accepted: [false], goes_on: false, next: null },
      requestSlots: [],
      offerSlots: [],
      inspect: { revision: 0, is_unsent: true, held: [], next: null },
      mend: { mended: [], stored: false },
    };
    expect(await probe("last", name, args)).toEqual(name in expected ? expected[name as keyof typeof expected] : null);
  });
});
