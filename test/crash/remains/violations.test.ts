import { describe, expect, it } from "vitest";
import { type Accepted, nothingAccepted } from "../storm/accepted.ts";
import { Register } from "../storm/register.ts";
import type { EditRow, JobRow, Lists, NodeRow, Objects, SubmissionRow, TaskRow } from "./stored.ts";
import { type Remains, violations } from "./violations.ts";

const time = (second: number) => `2026-11-30T12:00:${String(second).padStart(2, "0")}.000000`;

const node = (id: string, owner_id: string | null, last: number): NodeRow => ({
  id,
  config_id: id,
  domain: "S",
  owner_id,
  last_edit_date: time(last),
  edit_number: 1,
  edit_in_progress: false,
  revision: 1,
});
const job = (id: string, start: number): JobRow => ({
  id,
  task_id: `task of ${id}`,
  submit_id: "SUBMISSION",
  status: "COMPLETED",
  status_change_records: { RUNNING: time(start), COMPLETED: time(start + 1) },
  attempt: 1,
  revision: 1,
});
const task = (id: string, input: string, output: string): TaskRow => ({
  id: `task of ${id}`,
  config_id: "gate",
  owner_id: "S",
  input_ids: [input],
  output_ids: [output],
});
const edit = (data_node_id: string, second: number, job_id: string | null, comment: string | null): EditRow => ({
  data_node_id,
  number: 1,
  timestamp: time(second),
  job_id,
  comment,
  hash: "hash",
});

const SUBMISSION: SubmissionRow = {
  id: "SUBMISSION",
  entity_id: "S",
  submission_status: "COMPLETED",
  job_ids: ["one", "two"],
  finished_at: time(20),
  revision: 1,
};
const LISTS: Lists = {
  scenarios: [{ id: "S" }],
  nodes: [node("a", "S", 1), node("b", "S", 11), node("c", "S", 13)],
  tasks: [task("one", "a", "b"), task("two", "b", "c")],
  jobs: [job("one", 10), job("two", 12)],
  submissions: [SUBMISSION],
  edits: [edit("a", 1, null, "first"), edit("b", 11, "one", null), edit("c", 13, "two", null)],
};
const OBJECTS: Objects = {
  count: 1,
  jobs: LISTS.jobs,
  submissions: LISTS.submissions,
  nodes: LISTS.nodes,
  unfinished: [],
};

function accepted(): Accepted {
  const register = new Register(0);
  const sent = register.send(5);
  register.answered(sent, "shown");
  // The tag of the edit above.
  Object.assign(sent, { tag: "first" });
  return {
    ...nothingAccepted(),
    scenarios: new Map([["S", { config: "chain", seed: 5 }]]),
    submissions: new Set(["SUBMISSION"]),
    nodes: new Map([["a", { register, kind: "value" }]]),
  };
}

const sound = (): Remains => ({ accepted: accepted(), lists: LISTS, objects: OBJECTS });
const inD1 = (lists: Partial<Lists>): Remains => ({ ...sound(), lists: { ...LISTS, ...lists } });
const inBoth = (rows: Partial<Pick<Lists, "jobs" | "submissions" | "nodes">>): Remains => ({
  ...sound(),
  lists: { ...LISTS, ...rows },
  objects: { ...OBJECTS, ...rows },
});
const [one = job("one", 10), two = job("two", 12)] = LISTS.jobs;
const [first = edit("a", 1, null, "first"), ...published] = LISTS.edits;

const BROKEN: readonly (readonly [what: string, remains: () => Remains, found: RegExp])[] = [
  ["a lost scenario", () => inD1({ scenarios: [] }), /^S was accepted and is lost$/],
  ["a lost submission", () => inBoth({ submissions: [] }), /^SUBMISSION was accepted and is lost$/],
  ["a lost job", () => inBoth({ jobs: [one] }), /^two of SUBMISSION is lost$/],
  ["a lost write", () => inD1({ edits: published }), /^a: first was shown and is lost$/],
  ["a write that is there twice", () => inD1({ edits: [first, first, ...published] }), /^a: first is there 2 times$/],
  ["a lost result", () => inD1({ edits: [first] }), /^0 edits by one on b$/],
  ["a result that is there twice", () => inD1({ edits: [...LISTS.edits, ...published] }), /^2 edits by one on b$/],
  ["a failed job", () => inBoth({ jobs: [one, { ...two, status: "FAILED" }] }), /^two is FAILED$/],
  ["a job that nobody cancelled", () => inBoth({ jobs: [one, { ...two, status: "CANCELED" }] }), /^two is CANCELED$/],
  [
    "a submission without an end",
    () => inBoth({ submissions: [{ ...SUBMISSION, finished_at: null }] }),
    /^SUBMISSION has not ended/,
  ],
  ["a job before its parent", () => inBoth({ jobs: [{ ...one, ...job("one", 14) }, two] }), /^two ran before one/],
  [
    "too many jobs at a time",
    () => inBoth({ jobs: ["one", "two", "three"].map((id) => ({ ...job("one", 10), id })) }),
    /ran as the 3th job of its task at a time/,
  ],
  ["a row that D1 lacks", () => inD1({ jobs: [one] }), /^two is in its object, and D1 lacks it$/],
  ["an old row in D1", () => inD1({ jobs: [one, { ...two, revision: 0 }] }), /^two: revision is 0 in D1 and 1/],
  [
    "a lock that is left",
    () => ({ ...sound(), objects: { ...OBJECTS, unfinished: ["lock of one on b"] } }),
    /^left over: lock of one on b$/,
  ],
  [
    "what is left of a deletion",
    () => ({ ...sound(), accepted: { ...accepted(), deletions: new Map([["S", true]]) } }),
    /^b of the deleted S is left$/,
  ],
];

describe("the check of a crash round", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(violations(sound())).toEqual([]);
  });

  it.each(BROKEN)("finds %s", (_what, remains, found) => {
    expect(violations(remains())).toContainEqual(expect.stringMatching(found));
  });
});
