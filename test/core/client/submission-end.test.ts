import { describe, expect, it } from "vitest";
import { RefusedError, submissionEnd } from "../../../src/client/index.ts";
import { fakeService, json } from "./fake-service.ts";

const ID = "SUBMISSION_1";
const submission = (finished_at: string | null, job_ids = ["JOB_1"]) =>
  json({ submission: { id: ID, finished_at, job_ids } });
const ENDED = "2026-11-23T18:30:00";

describe("the end of a submission", () => {
  it("is found by reading the submission again and again", async () => {
    const { client, requests } = fakeService([submission(null), submission(null), submission(ENDED)]);
    expect(await submissionEnd(client, ID, { intervalMs: 0 })).toMatchObject({ id: ID, finished_at: ENDED });
    expect(requests).toHaveLength(3);
  });

  it("is reached at once when it has no jobs", async () => {
    const { client } = fakeService([submission(null, [])]);
    expect(await submissionEnd(client, ID)).toMatchObject({ job_ids: [] });
  });

  it("is no longer waited for after the signal is aborted", async () => {
    const abort = new AbortController();
    const { client } = fakeService([submission(null)]);
    const end = submissionEnd(client, ID, { signal: abort.signal, intervalMs: 3_600_000 });
    abort.abort(new Error("enough"));
    await expect(end).rejects.toThrow("enough");
  });

  it("is an error when the submission does not exist", async () => {
    const { client } = fakeService([json({ message: "no" }, { status: 404 })]);
    await expect(submissionEnd(client, ID)).rejects.toThrow(RefusedError);
  });
});
