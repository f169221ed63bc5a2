import { expect, it } from "vitest";
import type { Job } from "../../../../src/core/entities/job.ts";
import { DOCUMENTS } from "../../../../src/core/jobs/state/documents.ts";
import { submitted } from "../factories.ts";

it("a stored job that is older than a field which starts empty gets the field when it is read", () => {
  const { attempt: _, stacktrace: __, ...older } = submitted;
  const { job } = DOCUMENTS.job.decode(JSON.stringify({ job: older, position: 1 }));
  expect(job).toEqual({ ...older, attempt: 0, stacktrace: [] } satisfies Job);
});
