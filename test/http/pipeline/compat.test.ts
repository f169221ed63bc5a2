import { describe, expect, it } from "vitest";
import type { Compat } from "../../../src/core/config/settings/http-settings.ts";
import { type Fake, fake } from "../fakes.ts";

const JOB = { id: "JOB_1", status: "Status.PENDING", force: false, creation_date: "x", stacktrace: [] };
const entities = {
  job: { JOB_1: { ...JOB, task_id: "T", subscribers: [], reasons: [] }, JOB_2: { ...JOB, id: "JOB_2", attempt: 0 } },
  submission: { SUBMISSION_1: { id: "SUBMISSION_1", job_ids: [] } },
};
const service = (compat: Compat = "off"): Fake =>
  fake({ entities, app: { http: { corsOrigins: [], auditDays: 90, compat } } });

const PATH = "/api/v1/jobs/JOB_1/";
const asking = (value: string): RequestInit => ({ headers: { "Taipy-Compat": value } });
const keysOf = async (answer: Response): Promise<string[]> =>
  Object.keys(((await answer.json()) as { job: object }).job);

const WHOLE = Object.keys(entities.job.JOB_1);
const TAIPYS = Object.keys(JOB);

describe("one of Taipy's operations answers Taipy's keys alone", () => {
  it.each([
    ["when the header asks for it", "off", asking("strict"), TAIPYS],
    ["when the header asks for it in another case", "off", asking(" STRICT "), TAIPYS],
    ["when the service is set to it and there is no header", "strict", {}, TAIPYS],
    ["when the service is set to it and the header is empty", "strict", asking(""), TAIPYS],
    ["not when the header says off, whatever the setting", "strict", asking("off"), WHOLE],
    ["not when neither asks for it", "off", {}, WHOLE],
  ] as const)("%s", async (_, compat, init, keys) => {
    const answer = await service(compat).handle(PATH, init);
    expect(answer.headers.get("Taipy-Compat")).toBe(keys === TAIPYS ? "strict" : null);
    expect(await keysOf(answer)).toEqual(keys);
  });

  it("in a list, too, and ignores the parameters that Taipy does not have", async () => {
    const answer = await service("strict").handle("/api/v1/jobs/?limit=1&page=no&version=nope&entity_id=x");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual([JOB, { ...JOB, id: "JOB_2" }]);
  });

  it("and its errors are Taipy's bodies", async () => {
    for (const path of ["/api/v1/jobs/nope/", "/api/v1/nowhere/"]) {
      const answer = await service("strict").handle(path);
      expect(answer.status).toBe(404);
      expect(Object.keys((await answer.json()) as object)).toEqual(["message"]);
    }
  });

  it("and a change that the database does not show yet has Taipy's status and no note", async () => {
    const { handle } = fake({
      entities: { job: { JOB_1: { ...JOB, domain: "d" } } },
      orchestrator: { cancelJob: async () => ({ ok: true, value: { value: null as never, stored: false } }) },
    });
    const cancel = (value: string) => handle("/api/v1/jobs/cancel/JOB_1/", { method: "POST", ...asking(value) });
    const whole = await cancel("off");
    expect(whole.status).toBe(202);
    expect(await whole.json()).toHaveProperty("note");
    const strict = await cancel("strict");
    expect(strict.status).toBe(200);
    expect(await strict.json()).toEqual({ message: "Job JOB_1 was cancelled." });
  });
});

describe("an operation that Taipy does not have", () => {
  it("answers as ever, also its errors, where the service is set to Taipy's answers", async () => {
    const { handle } = service("strict");
    const found = await handle("/api/v1/submissions/SUBMISSION_1/", asking("nonsense"));
    expect(await found.json()).toEqual({ submission: entities.submission.SUBMISSION_1 });
    expect(found.headers.get("Vary")).toBeNull();
    const missing = await handle("/api/v1/submissions/nope/");
    expect(await missing.json()).toMatchObject({ code: "submission_not_found" });
    expect((await handle("/api/v1/submissions/?limit=no")).status).toBe(400);
  });
});

describe("a header that is neither `strict` nor `off`", () => {
  it.each(["1", "stritc", "strict, off"])("is a 400 that says what it may be: %s", async (value) => {
    const answer = await service().handle(PATH, asking(value));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "invalid_header",
      message: "The header 'Taipy-Compat' must be 'strict' or 'off'.",
      header: "Taipy-Compat",
    });
  });

  it("changes nothing before it is refused", async () => {
    const { handle, calls } = service();
    expect((await handle("/api/v1/scenarios/S/", { method: "DELETE", ...asking("yes") })).status).toBe(400);
    expect(calls).toEqual([]);
  });
});

describe("the two bodies of one path", () => {
  it("have tags of their own, and each is a 304 only for the caller that has it", async () => {
    const { handle } = service();
    const tags = new Map<string, string>();
    for (const value of ["strict", "off"])
      tags.set(value, (await handle(PATH, asking(value))).headers.get("ETag") ?? "");
    expect(new Set(tags.values()).size).toBe(2);
    for (const asked of ["strict", "off"]) {
      for (const [had, tag] of tags) {
        const answer = await handle(PATH, { headers: { "Taipy-Compat": asked, "If-None-Match": tag } });
        expect(answer.status, `${asked} with the tag of ${had}`).toBe(asked === had ? 304 : 200);
      }
    }
  });

  it("are told apart by caches, in each answer that depends on the header", async () => {
    const { handle } = service();
    const tag = (await handle(PATH)).headers.get("ETag") ?? "";
    for (const answer of [
      await handle(PATH),
      await handle("/api/v1/jobs/"),
      await handle("/api/v1/jobs/nope/"),
      await handle("/api/v1/nowhere/"),
      await handle(PATH, { headers: { "If-None-Match": tag } }),
      await handle(PATH, { method: "HEAD" }),
    ]) {
      expect(answer.headers.get("Vary"), `${answer.status}`).toBe("Taipy-Compat");
    }
  });
});
