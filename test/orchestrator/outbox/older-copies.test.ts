import { expect, it } from "vitest";
import { aJob, aSubmission } from "../../harness/factories.ts";
import { d1Tables } from "../world/d1-tables.ts";

const revisions = (table: "jobs" | "submissions") => `SELECT id, revision FROM ${table}`;

it("An older copy of a job or a submission that comes late replaces none that is newer", () => {
  const d1 = d1Tables();
  d1.drain({ jobs: [aJob({ revision: 4 })], submissions: [aSubmission({ revision: 9 })] });
  d1.drain({ jobs: [aJob({ revision: 3 })], submissions: [aSubmission({ revision: 3 })] });
  expect(d1.rows(revisions("jobs"))).toEqual([{ id: aJob().id, revision: 4 }]);
  expect(d1.rows(revisions("submissions"))).toEqual([{ id: aSubmission().id, revision: 9 }]);
  d1.drain({ jobs: [aJob({ revision: 5 })] });
  expect(d1.rows(revisions("jobs"))).toEqual([{ id: aJob().id, revision: 5 }]);
});
