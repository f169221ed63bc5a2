import { describe, expect, test } from "vitest";
import type { Orchestrator } from "../../../src/core/ports/orchestrator.ts";
import { fake, job, jsonBody, NOW_TEXT, submission } from "../fakes.ts";

const post = (path: string, options: Parameters<typeof fake>[0] = {}) => {
  const { handle, calls } = fake(options);
  return handle(path, { method: "POST" }).then((answer) => ({ answer, calls }));
};

describe("one entity", () => {
  test.each([
    ["datanodes", "data_node", "datanode"],
    ["tasks", "task", "task"],
    ["sequences", "sequence", "sequence"],
    ["scenarios", "scenario", "scenario"],
    ["cycles", "cycle", "cycle"],
    ["jobs", "job", "job"],
    ["submissions", "submission", "submission"],
  ] as const)("of /%s/ comes under its name", async (path, kind, key) => {
    const { handle } = fake({ entities: { [kind]: { "x y": { id: "x y", n: 1.5 } } } });
    expect(await (await handle(`/api/v1/${path}/x%20y`)).json()).toEqual({ [key]: { id: "x y", n: 1.5 } });
  });
});

describe("creation from a configuration", () => {
  test.each(["scenarios", "tasks", "datanodes", "jobs"])("of /%s/ needs its id in the query", async (path) => {
    for (const query of ["", path === "jobs" ? "?task_id=" : "?config_id="]) {
      const { answer } = await post(`/api/v1/${path}/${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ message: "Config id is missing." });
    }
    const { handle } = fake();
    expect((await handle(`/api/v1/${path}/`, jsonBody({ config_id: "a" }))).status).toBe(400);
  });

  test.each([
    ["scenarios", "Scenario", "scenario"],
    ["tasks", "Task", "task"],
  ])("of /%s/ answers the new entity", async (path, noun, key) => {
    const { answer, calls } = await post(`/api/v1/${path}?config_id=a`);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ message: `${noun} was created.`, [key]: { id: "new" } });
    expect(calls).toEqual([`create${noun}("a")`]);
  });
});

describe("deletion", () => {
  test.each([
    ["tasks", "task", "Task"],
    ["sequences", "sequence", "Sequence"],
    ["scenarios", "scenario", "Scenario"],
    ["cycles", "cycle", "Cycle"],
  ])("of /%s/ is of the record alone, or cascades when asked", async (path, kind, noun) => {
    const { handle, calls } = fake();
    const answer = await handle(`/api/v1/${path}/X/`, { method: "DELETE" });
    expect(await answer.json()).toEqual({ message: `${noun} X was deleted.` });
    await handle(`/api/v1/${path}/X/?cascade=TRUE`, { method: "DELETE" });
    await handle(`/api/v1/${path}/X/?cascade=1&force=true`, { method: "DELETE" });
    await handle(`/api/v1/${path}/X/?cascade=0&force=1`, { method: "DELETE" });
    expect(calls).toEqual([
      `deleteEntity("${kind}", "X")`,
      `deleteCascade("${kind}", "X", false)`,
      `deleteCascade("${kind}", "X", true)`,
      `deleteEntity("${kind}", "X")`,
    ]);
  });

  test.each(["yes", "", "2", "true "])("with ?cascade=%j is 400 and names the parameter", async (value) => {
    const { handle, calls } = fake();
    const answer = await handle(`/api/v1/tasks/X/?cascade=${encodeURIComponent(value)}`, { method: "DELETE" });
    expect(answer.status).toBe(400);
    const message = "The query parameter 'cascade' must be true, false, 1 or 0.";
    expect(await answer.json()).toMatchObject({ message });
    expect(calls).toEqual([]);
  });
});

describe("submitting", () => {
  const entities = { scenario: { S: {} }, sequence: { S: {} }, task: { S: {} } };
  const submit = (query = "", options: Parameters<typeof fake>[0] = {}, kind = "scenario") =>
    post(`/api/v1/${kind}s/submit/S/${query}`, { entities, ...options });
  const waiting = (ended: Parameters<typeof submission>[0]): Partial<Orchestrator> => ({
    submit: async () => ({ ok: true, value: { submission: submission(ended), stored: true } }),
  });

  test.each([
    ["scenario", "Scenario"],
    ["sequence", "Sequence"],
    ["task", "Task"],
  ])("a %s answers Taipy's message, the submission and where it is", async (kind, noun) => {
    const { answer, calls } = await submit("", {}, kind);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Location")).toBe("/api/v1/submissions/SUBMISSION_1/");
    expect(await answer.json()).toEqual({
      message: `${noun} S was submitted.`,
      submission: { id: "SUBMISSION_1", status: "PENDING", job_ids: ["JOB_t_1"] },
    });
    expect(calls).toEqual(['submit("domain-s", "S", false)']);
  });

  test("an entity that does not exist is 404", async () => {
    const { answer } = await post("/api/v1/tasks/submit/nope/");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: "Task: nope does not exist." });
  });

  test("in mode development runs the jobs before it answers", async () => {
    const app = {
      job: { mode: "development", leaseMs: 1, workerRetryLimit: 1, concurrency: null, objectsPerRegion: 4 },
    } as const;
    const { answer, calls } = await submit("?force=1", { app });
    expect(calls).toEqual([
      'submit("domain-s", "S", true)',
      'runSubmission("domain-s", "SUBMISSION_1")',
      'waitForSubmission("SUBMISSION_1", 0)',
    ]);
    expect(await answer.json()).toMatchObject({ submission: { status: "COMPLETED" } });
  });

  test("with wait answers 200 when the submission has ended", async () => {
    const { answer, calls } = await submit("?wait=true&timeout=300");
    expect(answer.status).toBe(200);
    expect(calls).toEqual(['submit("domain-s", "S", false, 300000)']);
    expect((await submit("?wait=true")).calls).toEqual(['submit("domain-s", "S", false, 30000)']);
    const empty = waiting({ job_ids: [], finished_at: null });
    expect((await submit("?wait=true", { orchestrator: empty })).answer.status).toBe(200);
  });

  test("with wait answers 202 when the time is up", async () => {
    const orchestrator = waiting({ submission_status: "RUNNING", finished_at: null });
    const { answer } = await submit("?wait=true&timeout=1", { orchestrator });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ submission: { status: "RUNNING" } });
  });

  test("answers 200 for a submission that is deleted before the answer", async () => {
    const error = { code: "submission_not_found", message: "gone" } as const;
    const app = {
      job: { mode: "development", leaseMs: 1, workerRetryLimit: 1, concurrency: null, objectsPerRegion: 4 },
    } as const;
    const { answer } = await submit("?wait=1", {
      app,
      orchestrator: { waitForSubmission: async () => ({ ok: false, error }) },
    });
    expect(answer.status).toBe(200);
  });

  test("answers 202 with a note when the database did not answer", async () => {
    const submitted = { ok: true, value: { submission: submission(), stored: false } } as const;
    const { answer } = await submit("", { orchestrator: { submit: async () => submitted } });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ note: expect.stringContaining("database did not answer") });
  });

  test("in mode development answers 202 when the database has the beginning of the submission, and not its end", async () => {
    const app = {
      job: { mode: "development", leaseMs: 1, workerRetryLimit: 1, concurrency: null, objectsPerRegion: 4 },
    } as const;
    const answers = [false, true].map(async (stored) => {
      const value = { submission: submission({ submission_status: "COMPLETED", finished_at: "2026" }), stored };
      const orchestrator: Partial<Orchestrator> = {
        submit: async () => ({ ok: true, value: { submission: submission(), stored: !stored } }),
        waitForSubmission: async () => ({ ok: true, value }),
      };
      return (await submit("", { app, orchestrator })).answer.status;
    });
    expect(await Promise.all(answers)).toEqual([202, 200]);
  });

  test.each(["timeout=0", "timeout=301", "timeout=1.5", "wait=maybe", "force=x"])("?%s is 400", async (query) => {
    const { answer, calls } = await submit(`?${query}`);
    expect(answer.status).toBe(400);
    expect(calls).toEqual([]);
  });
});

describe("jobs", () => {
  test("are created inert, from a task configuration", async () => {
    const created: unknown[] = [];
    const createJob: Orchestrator["createJob"] = async (value) => {
      created.push(value);
      return { ok: true, value: { value, stored: true } };
    };
    const entities = { job: { "JOB_uuid-2": { id: "JOB_uuid-2" } } };
    const { answer } = await post("/api/v1/jobs/?task_id=t", { orchestrator: { createJob }, entities });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ message: "Job was created.", job: { id: "JOB_uuid-2" } });
    expect(created).toEqual([
      expect.objectContaining({
        id: "JOB_uuid-2",
        task_id: "TASK_t_1",
        task_config_id: "t",
        domain: "domain-t",
        status: "SUBMITTED",
        submit_id: "SUBMISSION_uuid-3",
        creation_date: NOW_TEXT,
        status_change_records: { SUBMITTED: NOW_TEXT },
      }),
    ]);
  });

  test("that the database does not show yet are in the answer to their creation", async () => {
    const createJob: Orchestrator["createJob"] = async (value) => ({ ok: true, value: { value, stored: false } });
    const { answer } = await post("/api/v1/jobs/?task_id=t", { orchestrator: { createJob } });
    expect(answer.status).toBe(202);
    const shown = { status: "Status.SUBMITTED", creation_date: "2023-11-14 22:13:20.000001", stacktrace: [] };
    expect(await answer.json()).toMatchObject({ message: "Job was created.", job: shown });
  });

  test("need a task configuration, not a task", async () => {
    const { answer } = await post("/api/v1/jobs/?task_id=TASK_t_1");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: "Task config: TASK_t_1 does not exist." });
  });

  test("are answered as cancelled in every status", async () => {
    const entities = { job: { J: job({ status: "COMPLETED" }) } };
    const { answer, calls } = await post("/api/v1/jobs/cancel/J/?force=true", { entities });
    expect(await answer.json()).toEqual({ message: "Job J was cancelled." });
    expect(calls).toEqual(['cancelJob("domain-j", "J", true)']);
    expect((await post("/api/v1/jobs/cancel/nope/")).answer.status).toBe(404);
  });

  test("and submissions are deleted by the object that owns them, unless it refuses", async () => {
    const entities = { job: { J: job() }, submission: { U: submission() } };
    const { handle, calls } = fake({ entities });
    const remove = (path: string) => handle(path, { method: "DELETE" });
    expect(await (await remove("/api/v1/jobs/J/")).json()).toEqual({ message: "Job J was deleted." });
    expect(await (await remove("/api/v1/submissions/U/")).json()).toEqual({ message: "Submission U was deleted." });
    expect(calls).toEqual(['deleteJob("domain-j", "J")', 'deleteSubmission("domain-s", "U")']);
    const error = { code: "job_not_finished", message: "Job: J cannot be deleted." } as const;
    const refusing = fake({ entities, orchestrator: { deleteJob: async () => ({ ok: false, error }) } });
    const refused = await refusing.handle("/api/v1/jobs/J/", { method: "DELETE" });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ message: error.message });
  });
});
