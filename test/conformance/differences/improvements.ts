import type { Exchange, Group } from "../recording.ts";
import { REASONS, type Reason } from "./reasons.ts";

/** The answer of this service, in the form of the recordings. The real answer may have more keys. */
export type ImprovedAnswer = NewAnswer | ChangedAnswer;

export interface NewAnswer {
  readonly status: number;
  /** Absent = any JSON. */
  readonly body?: unknown;
}

/** The recorded answer with these changes. */
export interface ChangedAnswer {
  /** Fields of the entities with these ids. */
  readonly entities?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Texts that no list contains. */
  readonly without?: readonly string[];
  /** No list contains entities with one of these texts. */
  readonly withoutEntities?: readonly string[];
  /** Each recorded stack trace is replaced by one text that contains this error. */
  readonly trace?: string;
}

export interface Improvement {
  readonly group: Group;
  readonly steps: readonly number[];
  readonly reason: Reason;
  readonly answer: ImprovedAnswer;
  /** With `Taipy-Compat: strict`. Default: the same answer with Taipy's keys alone; `recorded` = it is the original's. */
  readonly strict?: ImprovedAnswer | "recorded";
}

const message = (text: string) => ({ message: text });

const created = (config: string, storageType: string, scope: number) => {
  const message = "Data node was created.";
  const datanode = { name: "DATA_NODE", storage_type: storageType, scope };
  return {
    answer: { status: 201, body: { message, datanode: { id: `<DATANODE:${config}:*>`, ...datanode } } },
    strict: { status: 201, body: { message, datanode } },
  };
};

const ANN = { name: "ann", age: 31, city: "Paris" };
const BOB = { name: "bob", age: 25, city: "Lyon" };
const CYD = { name: "cyd", age: 40, city: "Paris" };
const LEFT_OVERS = {
  entities: { "<DATANODE:history:4>": { parent_ids: ["<TASK:train:4>"] } },
  withoutEntities: ["<TASK:train:*>", "<SCENARIO:*>"],
};
const data = (value: unknown) => ({ status: 200, body: { data: value } });

/** A scenario that the original creates without what the request says about it. */
const DESCRIBED = { "<SCENARIO:2>": { name: "foo", properties: { name: "foo" }, tags: ["x"] } };
/** The job of a submission with its options in the body. */
const FORCED = { "<JOB:generate:1>": { force: true } };
/** A scenario that the original creates although the body of the request is malformed. */
const MALFORMED = "<SCENARIO:3>";
const WRITTEN = { edit_in_progress: false, last_edit_date: "<TS>" };

/** THE LIST: every recorded exchange that this service does not answer as the original did, with the reason. */
// biome-ignore format: one line each
export const IMPROVEMENTS: readonly Improvement[] = [
  { group: "cycles", steps: [11, 12, 13, 14], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "cycles", steps: [17, 20, 21, 22, 23], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "cycles", steps: [24], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "cycles", steps: [33], reason: REASONS.overwritten, answer: { status: 409 } },
  { group: "cycles", steps: [63], reason: REASONS.lostCycle, answer: { status: 200, body: message("Scenario <SCENARIO:1> was deleted.") } },

  { group: "datanodes", steps: [6], reason: REASONS.created, ...created("default", "pickle", 1) },
  { group: "datanodes", steps: [8, 10], reason: REASONS.created, ...created("price", "pickle", 1) },
  { group: "datanodes", steps: [12], reason: REASONS.created, ...created("history", "csv", 3) },
  { group: "datanodes", steps: [13], reason: REASONS.created, ...created("params", "json", 1) },
  { group: "datanodes", steps: [14], reason: REASONS.created, ...created("settings", "json", 3) },
  { group: "datanodes", steps: [15, 153], reason: REASONS.created, ...created("mem_in", "<TEXT>", 1) },
  { group: "datanodes", steps: [16], reason: REASONS.created, ...created("model", "pickle", 2) },
  { group: "datanodes", steps: [17], reason: REASONS.created, ...created("table", "pickle", 1) },
  { group: "datanodes", steps: [18], reason: REASONS.created, ...created("report", "json", 1) },
  { group: "datanodes", steps: [19], reason: REASONS.created, ...created("cached_out", "pickle", 1) },
  { group: "datanodes", steps: [20], reason: REASONS.created, ...created("labelled", "pickle", 1) },
  { group: "datanodes", steps: [21], reason: REASONS.unknownNames, answer: { status: 400 }, strict: "recorded" },
  { group: "datanodes", steps: [52], reason: REASONS.malformed, answer: { status: 400 }, strict: "recorded" },
  { group: "datanodes", steps: [53], reason: REASONS.malformed, answer: { status: 415 }, strict: "recorded" },
  { group: "datanodes", steps: [36], reason: REASONS.html, answer: { status: 404, body: message("DataNode: a/b does not exist.") } },
  { group: "datanodes", steps: [46, 47, 162], reason: REASONS.neverWritten, answer: data(null) },
  { group: "datanodes", steps: [51, 54, 55, 74, 75, 76, 77, 78], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "datanodes", steps: [57], reason: REASONS.listFilter, answer: data([ANN]) },
  { group: "datanodes", steps: [59], reason: REASONS.listFilter, answer: data([BOB, CYD]) },
  { group: "datanodes", steps: [61], reason: REASONS.listFilter, answer: data([BOB]) },
  { group: "datanodes", steps: [63], reason: REASONS.listFilter, answer: data([ANN, BOB]) },
  { group: "datanodes", steps: [65], reason: REASONS.listFilter, answer: data([CYD]) },
  { group: "datanodes", steps: [67], reason: REASONS.listFilter, answer: data([ANN, CYD]) },
  { group: "datanodes", steps: [86], reason: REASONS.listFilter, answer: data([ANN, CYD]) },
  { group: "datanodes", steps: [88], reason: REASONS.listFilter, answer: data([]) },
  { group: "datanodes", steps: [68], reason: REASONS.join, answer: data([{ date: "2024-01-01", value: 1.5 }, { date: "2024-01-03", value: 3.5 }]), strict: "recorded" },
  { group: "datanodes", steps: [71], reason: REASONS.badJoin, answer: { status: 400 }, strict: "recorded" },
  { group: "datanodes", steps: [117], reason: REASONS.notANumber, answer: data([null, null, null]) },
  { group: "datanodes", steps: [138, 142], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "datanodes", steps: [161], reason: REASONS.listOrder, answer: data([5, 1, 4, 2, 3]) },

  { group: "jobs", steps: [3], reason: REASONS.unknownNames, answer: { status: 400 }, strict: "recorded" },
  { group: "jobs", steps: [17], reason: REASONS.conflict, answer: { status: 409, body: message("Job: <JOB:created:2> cannot be deleted.") } },
  { group: "jobs", steps: [42], reason: REASONS.conflict, answer: { status: 409, body: message("Job: <JOB:need_input:2> cannot be deleted.") } },
  { group: "jobs", steps: [53, 54, 58], reason: REASONS.trace, answer: { trace: "ValueError: boom: 10" } },
  { group: "jobs", steps: [64, 65], reason: REASONS.trace, answer: { trace: "Error: " } },
  { group: "jobs", steps: [68], reason: REASONS.dangling, answer: { status: 200, body: { job: { id: "<JOB:wrong_outputs:4>", status: "Status.FAILED" } } } },
  { group: "jobs", steps: [69], reason: REASONS.dangling, answer: { status: 200, body: ["<JOB:created:2>", "<JOB:need_input:2>", "<JOB:after_bad:3>", "<JOB:last_bad:3>", "<JOB:wrong_outputs:4>"].map((id) => ({ id })) } },
  { group: "jobs", steps: [70], reason: REASONS.dangling, answer: { status: 200, body: message("Job <JOB:wrong_outputs:4> was deleted.") } },

  { group: "orchestration", steps: [7], reason: REASONS.released, answer: { entities: { "<JOB:need_input:1>": { status: "Status.COMPLETED" }, "<JOB:need_more:1>": { status: "Status.COMPLETED" } } } },
  { group: "orchestration", steps: [8], reason: REASONS.released, answer: data(9) },
  { group: "orchestration", steps: [11], reason: REASONS.released, answer: { entities: { "<DATANODE:needed_out:1>": WRITTEN, "<DATANODE:needed_out2:1>": WRITTEN } } },
  { group: "orchestration", steps: [23], reason: REASONS.lock, answer: { entities: { "<DATANODE:needed_out:3>": { edit_in_progress: true } } } },

  { group: "scenarios", steps: [11, 12], reason: REASONS.described, answer: { entities: DESCRIBED }, strict: "recorded" },
  { group: "scenarios", steps: [13], reason: REASONS.malformed, answer: { status: 400 }, strict: "recorded" },
  { group: "scenarios", steps: [14], reason: REASONS.described, answer: { entities: DESCRIBED, withoutEntities: [MALFORMED] }, strict: "recorded" },
  { group: "scenarios", steps: [24, 30, 49, 66, 98, 101], reason: REASONS.described, answer: { entities: { "<JOB:compute_total:2>": { force: true } } }, strict: "recorded" },
  { group: "scenarios", steps: [34, 35, 39, 42, 43, 65], reason: REASONS.malformed, answer: { withoutEntities: [MALFORMED] }, strict: "recorded" },
  { group: "scenarios", steps: [53], reason: REASONS.neverWritten, answer: data(null) },
  { group: "scenarios", steps: [55], reason: REASONS.conflict, answer: { status: 409, body: message("Scenario <SCENARIO:4>, which has config id pipeline, is primary and there are other scenarios in the same cycle. ") } },
  { group: "scenarios", steps: [74], reason: REASONS.badInput, answer: { status: 400, body: message("Sequence: <SEQUENCE:broken:*>@<SCENARIO:*> is not a connected Directed Acyclic Graph.") } },
  { group: "scenarios", steps: [75, 82, 87, 90], reason: REASONS.leftOvers, answer: { entities: DESCRIBED, withoutEntities: ["broken", MALFORMED] }, strict: { withoutEntities: ["broken"] } },
  { group: "scenarios", steps: [83, 91], reason: REASONS.leftOvers, answer: { ...LEFT_OVERS, withoutEntities: [...LEFT_OVERS.withoutEntities, MALFORMED] }, strict: LEFT_OVERS },

  { group: "sequences", steps: [48], reason: REASONS.unknownNames, answer: { status: 400 }, strict: "recorded" },
  { group: "sequences", steps: [7, 8, 25, 26], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "sequences", steps: [23], reason: REASONS.conflict, answer: { status: 409, body: message("Sequence: mine already exists in scenario <SCENARIO:1>.") } },
  { group: "sequences", steps: [24], reason: REASONS.badInput, answer: { status: 400, body: message("Tasks ['TASK_x_00000000-0000-0000-0000-000000000000'] of Sequence badtask does not exist in Scenario <SCENARIO:1>.") } },
  { group: "sequences", steps: [46, 53, 64], reason: REASONS.sequenceParents, answer: { without: ["<SEQUENCE:mine:1>"] } },
  { group: "sequences", steps: [55], reason: REASONS.badInput, answer: { status: 400, body: message("'été☃' is not a valid identifier.") } },
  { group: "sequences", steps: [56], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "sequences", steps: [57], reason: REASONS.badInput, answer: { status: 400, body: message("'a/b' is not a valid identifier.") } },
  { group: "sequences", steps: [66], reason: REASONS.badInput, answer: { status: 400, body: message("Sequence: <SEQUENCE:discon:*>@<SCENARIO:3> is not a connected Directed Acyclic Graph.") } },
  { group: "sequences", steps: [68], reason: REASONS.sequenceParents, answer: { without: ["<SEQUENCE:discon:*>@<SCENARIO:3>"] } },
  { group: "sequences", steps: [71], reason: REASONS.sequenceSubmit, answer: { status: 200, body: message("Scenario <SCENARIO:3> was submitted.") } },
  { group: "sequences", steps: [75], reason: REASONS.sequenceParents, answer: { without: ["<SEQUENCE:mine:1>", "<SEQUENCE:discon:*>@<SCENARIO:3>"] } },
  { group: "sequences", steps: [79], reason: REASONS.sequenceParents, answer: { without: ["<SEQUENCE:tmp:4>"] } },
  { group: "sequences", steps: [81], reason: REASONS.sequenceSubmit, answer: { status: 200, body: message("Scenario <SCENARIO:4> was submitted.") } },

  { group: "tasks", steps: [5], reason: REASONS.badInput, answer: { status: 400 } },
  { group: "tasks", steps: [32, 36, 40, 42], reason: REASONS.described, answer: { entities: FORCED }, strict: "recorded" },
  { group: "tasks", steps: [45, 48, 51], reason: REASONS.trace, answer: { trace: "ValueError: boom: 10", entities: FORCED }, strict: { trace: "ValueError: boom: 10" } },
  { group: "tasks", steps: [46], reason: REASONS.trace, answer: { trace: "ValueError: boom: 10" } },
  { group: "tasks", steps: [54], reason: REASONS.dangling, answer: { status: 200, body: { task: { id: "<TASK:compute_total:1>", config_id: "compute_total" } } } },
  { group: "tasks", steps: [56, 65], reason: REASONS.dangling, answer: { status: 200, body: ["boom:1", "cached:1", "cached:2", "compute_total:1", "generate:1", "need_input:1", "sink:*", "split:*", "train:*"].map((job) => ({ id: `<JOB:${job}>` })) } },
  { group: "tasks", steps: [57], reason: REASONS.dangling, answer: { status: 200, body: ["boom", "cached", "compute_total", "generate", "need_input", "sink", "split", "train"].map((task) => ({ id: `<TASK:${task}:1>`, config_id: task })) } },
  { group: "tasks", steps: [64], reason: REASONS.dangling, answer: { status: 200, body: { job: { id: "<JOB:generate:1>", status: "Status.COMPLETED" } } } },
];

const byExchange = new Map(
  IMPROVEMENTS.flatMap((improvement) => improvement.steps.map((step) => [`${improvement.group} ${step}`, improvement])),
);

/** The improvement that is listed for an exchange; undefined = the answer is the original's. */
export function improvementOf(
  { group, step }: Pick<Exchange, "group" | "step">,
  isStrict = false,
): Improvement | undefined {
  const listed = byExchange.get(`${group} ${step}`);
  if (!isStrict || listed?.strict === undefined) return listed;
  return listed.strict === "recorded" ? undefined : { ...listed, answer: listed.strict };
}
