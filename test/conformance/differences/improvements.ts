import type { Exchange, Group } from "../recording.ts";

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
  /** The reason, in one line. */
  readonly reason: string;
  readonly answer: ImprovedAnswer;
}

const message = (text: string) => ({ message: text });

const BAD_INPUT = "bad input is a 400 that names the mistake, not a 500";
const CONFLICT = "a state conflict is a 409 with the reason, not a 500";
const NEVER_WRITTEN = "a data node that was never written reads as null, whatever its storage type, not a 500";
const CREATED = "creating a data node answers it with its id, not a 500";
const LIST_FILTER = "a filter on a list of objects answers the rows that match, in their order, not a 500";
const LEFT_OVERS = "a creation that is refused leaves nothing behind";
const SEQUENCE_PARENTS = "a sequence that is gone is no task's parent any more";
const SEQUENCE_SUBMIT = "a deleted or refused sequence does not break later submissions";
const RELEASED = "writing a data node releases the jobs that wait for it";
const DANGLING = "a deleted data node or task breaks no call that does not need it";
const TRACE = "the trace is this runtime's, not Python's";

const created = (config: string, storageType: string, scope: number) => ({
  status: 201,
  body: {
    message: "Data node was created.",
    datanode: { id: `<DATANODE:${config}:*>`, name: "DATA_NODE", storage_type: storageType, scope },
  },
});

const ANN = { name: "ann", age: 31, city: "Paris" };
const BOB = { name: "bob", age: 25, city: "Lyon" };
const CYD = { name: "cyd", age: 40, city: "Paris" };
const data = (value: unknown) => ({ status: 200, body: { data: value } });

const WRITTEN = { edit_in_progress: false, last_edit_date: "<TS>" };

/** THE LIST: every recorded exchange that this service does not answer as the original did, with the reason. */
// biome-ignore format: one line each
export const IMPROVEMENTS: readonly Improvement[] = [
  { group: "cycles", steps: [11, 12, 13, 14], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "cycles", steps: [17, 20, 21, 22, 23], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "cycles", steps: [24], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "cycles", steps: [33], reason: "an id that a cycle has already is a 409; the original overwrites that cycle", answer: { status: 409 } },
  { group: "cycles", steps: [63], reason: "a scenario whose cycle is gone can be deleted", answer: { status: 200, body: message("Scenario <SCENARIO:1> was deleted.") } },

  { group: "datanodes", steps: [6], reason: CREATED, answer: created("default", "pickle", 1) },
  { group: "datanodes", steps: [8, 10], reason: CREATED, answer: created("price", "pickle", 1) },
  { group: "datanodes", steps: [12], reason: CREATED, answer: created("history", "csv", 3) },
  { group: "datanodes", steps: [13], reason: CREATED, answer: created("params", "json", 1) },
  { group: "datanodes", steps: [14], reason: CREATED, answer: created("settings", "json", 3) },
  { group: "datanodes", steps: [15, 153], reason: CREATED, answer: created("mem_in", "<TEXT>", 1) },
  { group: "datanodes", steps: [16], reason: CREATED, answer: created("model", "pickle", 2) },
  { group: "datanodes", steps: [17], reason: CREATED, answer: created("table", "pickle", 1) },
  { group: "datanodes", steps: [18], reason: CREATED, answer: created("report", "json", 1) },
  { group: "datanodes", steps: [19], reason: CREATED, answer: created("cached_out", "pickle", 1) },
  { group: "datanodes", steps: [20], reason: CREATED, answer: created("labelled", "pickle", 1) },
  { group: "datanodes", steps: [46, 47, 162], reason: NEVER_WRITTEN, answer: data(null) },
  { group: "datanodes", steps: [51, 54, 55, 74, 75, 76, 77, 78], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "datanodes", steps: [57], reason: LIST_FILTER, answer: data([ANN]) },
  { group: "datanodes", steps: [59], reason: LIST_FILTER, answer: data([BOB, CYD]) },
  { group: "datanodes", steps: [61], reason: LIST_FILTER, answer: data([BOB]) },
  { group: "datanodes", steps: [63], reason: LIST_FILTER, answer: data([ANN, BOB]) },
  { group: "datanodes", steps: [65], reason: LIST_FILTER, answer: data([CYD]) },
  { group: "datanodes", steps: [67], reason: LIST_FILTER, answer: data([ANN, CYD]) },
  { group: "datanodes", steps: [86], reason: LIST_FILTER, answer: data([ANN, CYD]) },
  { group: "datanodes", steps: [88], reason: LIST_FILTER, answer: data([]) },
  { group: "datanodes", steps: [68], reason: "join_operator OR joins with OR; the original always joins with AND", answer: data([{ date: "2024-01-01", value: 1.5 }, { date: "2024-01-03", value: 3.5 }]) },
  { group: "datanodes", steps: [71], reason: "a join_operator that does not exist is a 400 that names it; the original joins with AND", answer: { status: 400 } },
  { group: "datanodes", steps: [117], reason: "NaN and the infinities are no JSON: they are answered as null", answer: data([null, null, null]) },
  { group: "datanodes", steps: [138, 142], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "datanodes", steps: [161], reason: "a filter keeps the order of the list", answer: data([5, 1, 4, 2, 3]) },

  { group: "jobs", steps: [17], reason: CONFLICT, answer: { status: 409, body: message("Job: <JOB:created:2> cannot be deleted.") } },
  { group: "jobs", steps: [42], reason: CONFLICT, answer: { status: 409, body: message("Job: <JOB:need_input:2> cannot be deleted.") } },
  { group: "jobs", steps: [53, 54, 58], reason: TRACE, answer: { trace: "ValueError: boom: 10" } },
  { group: "jobs", steps: [64, 65], reason: TRACE, answer: { trace: "Error: " } },
  { group: "jobs", steps: [68], reason: DANGLING, answer: { status: 200, body: { job: { id: "<JOB:wrong_outputs:4>", status: "Status.FAILED" } } } },
  { group: "jobs", steps: [69], reason: DANGLING, answer: { status: 200, body: ["<JOB:created:2>", "<JOB:need_input:2>", "<JOB:after_bad:3>", "<JOB:last_bad:3>", "<JOB:wrong_outputs:4>"].map((id) => ({ id })) } },
  { group: "jobs", steps: [70], reason: DANGLING, answer: { status: 200, body: message("Job <JOB:wrong_outputs:4> was deleted.") } },

  { group: "orchestration", steps: [7], reason: RELEASED, answer: { entities: { "<JOB:need_input:1>": { status: "Status.COMPLETED" }, "<JOB:need_more:1>": { status: "Status.COMPLETED" } } } },
  { group: "orchestration", steps: [8], reason: RELEASED, answer: data(9) },
  { group: "orchestration", steps: [11], reason: RELEASED, answer: { entities: { "<DATANODE:needed_out:1>": WRITTEN, "<DATANODE:needed_out2:1>": WRITTEN } } },
  { group: "orchestration", steps: [23], reason: "a job's lock on its output outlives a manual write", answer: { entities: { "<DATANODE:needed_out:3>": { edit_in_progress: true } } } },

  { group: "scenarios", steps: [53], reason: NEVER_WRITTEN, answer: data(null) },
  { group: "scenarios", steps: [55], reason: CONFLICT, answer: { status: 409, body: message("Scenario <SCENARIO:4>, which has config id pipeline, is primary and there are other scenarios in the same cycle. ") } },
  { group: "scenarios", steps: [74], reason: BAD_INPUT, answer: { status: 400, body: message("Sequence: <SEQUENCE:broken:*>@<SCENARIO:*> is not a connected Directed Acyclic Graph.") } },
  { group: "scenarios", steps: [75, 82, 87, 90], reason: LEFT_OVERS, answer: { withoutEntities: ["broken"] } },
  { group: "scenarios", steps: [83, 91], reason: LEFT_OVERS, answer: { entities: { "<DATANODE:history:4>": { parent_ids: ["<TASK:train:4>"] } }, withoutEntities: ["<TASK:train:*>", "<SCENARIO:*>"] } },

  { group: "sequences", steps: [7, 8, 25, 26], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "sequences", steps: [23], reason: CONFLICT, answer: { status: 409, body: message("Sequence: mine already exists in scenario <SCENARIO:1>.") } },
  { group: "sequences", steps: [24], reason: BAD_INPUT, answer: { status: 400, body: message("Tasks ['TASK_x_00000000-0000-0000-0000-000000000000'] of Sequence badtask does not exist in Scenario <SCENARIO:1>.") } },
  { group: "sequences", steps: [46, 53, 64], reason: SEQUENCE_PARENTS, answer: { without: ["<SEQUENCE:mine:1>"] } },
  { group: "sequences", steps: [55], reason: BAD_INPUT, answer: { status: 400, body: message("'été☃' is not a valid identifier.") } },
  { group: "sequences", steps: [56], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "sequences", steps: [57], reason: BAD_INPUT, answer: { status: 400, body: message("'a/b' is not a valid identifier.") } },
  { group: "sequences", steps: [66], reason: BAD_INPUT, answer: { status: 400, body: message("Sequence: <SEQUENCE:discon:*>@<SCENARIO:3> is not a connected Directed Acyclic Graph.") } },
  { group: "sequences", steps: [68], reason: SEQUENCE_PARENTS, answer: { without: ["<SEQUENCE:discon:*>@<SCENARIO:3>"] } },
  { group: "sequences", steps: [71], reason: SEQUENCE_SUBMIT, answer: { status: 200, body: message("Scenario <SCENARIO:3> was submitted.") } },
  { group: "sequences", steps: [75], reason: SEQUENCE_PARENTS, answer: { without: ["<SEQUENCE:mine:1>", "<SEQUENCE:discon:*>@<SCENARIO:3>"] } },
  { group: "sequences", steps: [79], reason: SEQUENCE_PARENTS, answer: { without: ["<SEQUENCE:tmp:4>"] } },
  { group: "sequences", steps: [81], reason: SEQUENCE_SUBMIT, answer: { status: 200, body: message("Scenario <SCENARIO:4> was submitted.") } },

  { group: "tasks", steps: [5], reason: BAD_INPUT, answer: { status: 400 } },
  { group: "tasks", steps: [45, 46, 48, 51], reason: TRACE, answer: { trace: "ValueError: boom: 10" } },
  { group: "tasks", steps: [54], reason: DANGLING, answer: { status: 200, body: { task: { id: "<TASK:compute_total:1>", config_id: "compute_total" } } } },
  { group: "tasks", steps: [56, 65], reason: DANGLING, answer: { status: 200, body: ["boom:1", "cached:1", "cached:2", "compute_total:1", "generate:1", "need_input:1", "sink:*", "split:*", "train:*"].map((job) => ({ id: `<JOB:${job}>` })) } },
  { group: "tasks", steps: [57], reason: DANGLING, answer: { status: 200, body: ["boom", "cached", "compute_total", "generate", "need_input", "sink", "split", "train"].map((task) => ({ id: `<TASK:${task}:1>`, config_id: task })) } },
  { group: "tasks", steps: [64], reason: DANGLING, answer: { status: 200, body: { job: { id: "<JOB:generate:1>", status: "Status.COMPLETED" } } } },
];

const byExchange = new Map(
  IMPROVEMENTS.flatMap((improvement) => improvement.steps.map((step) => [`${improvement.group} ${step}`, improvement])),
);

export function improvementOf({ group, step }: Pick<Exchange, "group" | "step">): Improvement | undefined {
  return byExchange.get(`${group} ${step}`);
}
