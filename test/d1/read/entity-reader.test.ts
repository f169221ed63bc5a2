import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { EntityKind } from "../../../src/core/entities/kinds.ts";
import { enterStatus } from "../../../src/core/jobs/machine/enter.ts";
import type { JobStatus } from "../../../src/core/jobs/statuses.ts";
import { addTime } from "../../../src/core/time.ts";
import { jobTimes } from "../../core/jobs/job-times.ts";
import { appOf, node, scenario, task } from "../app.ts";
import { drain, edit, job, state, submission } from "../rows.ts";
import { createWorld, db, domainOfScenario, emptyDatabase, refusal } from "../world.ts";

const [a, b] = [node("a", { defaultData: 1 }), node("b")];
const app = appOf({ scenarios: [scenario("s", [task("t", [a], [b])], { sequences: { one: [], two: [] } })] });

beforeEach(emptyDatabase);

describe("a data node", () => {
  it("shows its newest twenty edits with their editors, the oldest first", async () => {
    const world = createWorld(app);
    const { id } = JSON.parse(await world.entityWriter.createDataNode("b"));
    const edits = Array.from({ length: 25 }, (_, index) =>
      edit({
        data_node_id: id,
        number: index + 1,
        job_id: index % 2 === 0 ? `JOB_${index + 1}` : null,
        editor_id: "me",
      }),
    );
    await drain({ edits, dataNodes: [state(id, 25)] });
    const shown = await world.get("data_node", id);
    expect(shown.edits).toHaveLength(20);
    expect(shown.edits[0]).toEqual({ number: 6, timestamp: "2026-11-23T06:00:00", editor_id: "me" });
    expect(shown.edits[19]).toEqual({
      number: 25,
      timestamp: "2026-11-23T06:00:00",
      job_id: "JOB_25",
      editor_id: "me",
    });
    expect(shown.job_ids).toEqual([7, 9, 11, 13, 15, 17, 19, 21, 23, 25].map((number) => `JOB_${number}`));
  });

  it("shows its lock", async () => {
    const world = createWorld(app);
    const { id } = JSON.parse(await world.entityWriter.createDataNode("b"));
    const lock = { edit_in_progress: true, editor_id: "me", editor_expiration_date: "2026-11-23T06:30:00" };
    await drain({ dataNodes: [{ ...state(id, 1, 0), ...lock }] });
    expect(await world.get("data_node", id)).toMatchObject(lock);
  });

  it("keeps every character of its properties", async () => {
    const name = "\"'\\\n\u0000é☃\u{1F600}";
    const world = createWorld(appOf({ dataNodes: [node("n", { properties: { name, list: [1.5, null, true, {}] } })] }));
    const made = JSON.parse(await world.entityWriter.createDataNode("n"));
    expect(made).toMatchObject({ name, properties: { name, list: [1.5, null, true, {}] } });
    expect(await world.entityReader.dataNode(made.id)).toMatchObject({ properties: { name } });
  });
});

it("a data node that was deleted is known for an hour at most, which is shorter than its object remembers the deletion", async () => {
  const world = createWorld(app, { now: "2026-11-23T06:00:00" });
  const { id } = JSON.parse(await world.entityWriter.createDataNode("b"));
  expect(await world.entityReader.knownDataNode(id)).toMatchObject({ id });
  await drain({ deletedDataNodes: [id] });
  world.time.now = "2026-11-23T06:59:59";
  expect(await world.entityReader.knownDataNode(id)).toMatchObject({ id });
  world.time.now = "2026-11-23T07:00:00";
  expect(await world.entityReader.knownDataNode(id)).toBeNull();
});

it("a scenario shows its sequences in the order of their names, and null when it has none", async () => {
  const world = createWorld(app);
  const { id } = await world.scenario("s");
  for (const sequence_name of ["zero", "own one"]) {
    await world.entityWriter.createSequence({ scenario_id: id, sequence_name, task_ids: [] });
  }
  const [shown] = await world.list("scenario");
  expect(Object.keys(shown.sequences)).toEqual(["one", "own one", "two", "zero"]);
  await db.prepare("DELETE FROM sequences").run();
  expect((await world.get("scenario", id)).sequences).toBeNull();
});

/** Jobs after statuses in an order that can be, some in the same microsecond. */
const LIVES = fc
  .record({
    blocked: fc.boolean(),
    tries: fc.nat({ max: 3 }),
    end: fc.option(fc.constantFrom("RUNNING", "CANCELED", "FAILED", "COMPLETED", "SKIPPED"), { nil: null }),
    waits: fc.infiniteStream(fc.oneof(fc.constant(0), fc.nat({ max: 3_000_000 }))),
  })
  .map(({ blocked, tries, end, waits }) => {
    const tried = Array.from({ length: tries }, (): JobStatus[] => ["RUNNING", "PENDING"]).flat();
    const steps: JobStatus[] = [...(blocked ? ["BLOCKED" as const] : []), "PENDING", ...tried];
    if (end === "COMPLETED" || end === "FAILED") steps.push("RUNNING");
    if (end !== null) steps.push(end);
    let time = "2026-11-23T06:00:00";
    return steps.reduce((life, status) => {
      time = addTime(time, waits.next().value ?? 0);
      return enterStatus(life, status, time);
    }, job());
  });

describe("a job", () => {
  const records = {
    SUBMITTED: "2026-11-23T06:00:00",
    RUNNING: "2026-11-23T06:00:01.250001",
    COMPLETED: "2026-11-23T06:00:02.500003",
  };

  it("shows its times and how long it ran, to the microsecond", async () => {
    const creation_date = "2026-11-23T06:00:00.000007";
    await drain({ jobs: [job({ status: "COMPLETED", status_change_records: records, creation_date, attempt: 1 })] });
    expect(await createWorld(app).get("job", "JOB_t_1")).toEqual({
      id: "JOB_t_1",
      task_id: "TASK_t_1",
      status: "Status.COMPLETED",
      force: false,
      creation_date: "2026-11-23 06:00:00.000007",
      stacktrace: [],
      subscribers: [],
      submit_id: "SUBMISSION_1",
      submit_entity_id: "SCENARIO_s_1",
      version: "latest",
      attempt: 1,
      submitted_at: records.SUBMITTED,
      run_at: records.RUNNING,
      finished_at: records.COMPLETED,
      execution_duration: 1.250002,
      status_change_records: records,
      reasons: [],
    });
  });

  it("that is BLOCKED shows which of its inputs is not written or being edited, as Taipy says it", async () => {
    const world = createWorld(app);
    const { id } = await world.entityWriter.taskFor("t");
    const { input_ids } = await world.get("task", id);
    await drain({ jobs: [job({ task_id: id, status: "BLOCKED" })] });
    const [input = ""] = input_ids as readonly string[];
    const notWritten = { code: "DataNodeIsNotWritten", entity_id: input, message: `DataNode ${input} is not written` };
    const edited = { code: "DataNodeEditInProgress", entity_id: input, message: `DataNode ${input} is being edited` };
    await db.prepare("UPDATE data_nodes SET last_edit_date = NULL WHERE id = ?").bind(input).run();
    expect(await world.get("job", "JOB_t_1")).toMatchObject({ reasons: [notWritten] });
    await db.prepare("UPDATE data_nodes SET edit_in_progress = 1 WHERE id = ?").bind(input).run();
    expect(await world.get("job", "JOB_t_1")).toMatchObject({ reasons: [edited, notWritten] });
    await drain({ jobs: [job({ task_id: id, status: "PENDING", revision: 2 })] });
    expect(await world.get("job", "JOB_t_1")).toMatchObject({ reasons: [] });
  });

  it("that waits for a slot shows the limits that it is under, in lists too", async () => {
    const slot_reasons = [{ code: "TaskLimitReached", entity_id: "TASK_t_1", message: 'At most 2 jobs of "t"' }];
    await drain({ jobs: [job({ status: "BLOCKED", slot_reasons })] });
    const world = createWorld(app);
    expect(await world.get("job", "JOB_t_1")).toMatchObject({ reasons: slot_reasons });
    expect(await world.list("job")).toMatchObject([{ reasons: slot_reasons }]);
    await drain({ jobs: [job({ status: "PENDING", revision: 2 })] });
    expect(await world.get("job", "JOB_t_1")).toMatchObject({ reasons: [] });
  });

  it("shows the time until now while it runs", async () => {
    const { COMPLETED: _, ...running } = records;
    await drain({ jobs: [job({ status: "RUNNING", status_change_records: running })] });
    const world = createWorld(app, { now: "2026-11-23T06:00:11.250001" });
    expect(await world.get("job", "JOB_t_1")).toMatchObject({ execution_duration: 10, finished_at: null });
  });

  it("shows the duration of its last try, however that ended", async () => {
    const now = "2026-11-23T06:01:00.000007";
    const lives = fc.sample(LIVES, { numRuns: 300, seed: 1 });
    const jobs = lives.map((life, index) => ({ ...life, id: `JOB_t_${String(index).padStart(3, "0")}` }));
    await drain({ jobs });
    const shown = await createWorld(app, { now }).list("job");
    expect(
      shown.map((each) => [each.status.slice("Status.".length), each.status_change_records, each.execution_duration]),
    ).toEqual(jobs.map((each) => [each.status, each.status_change_records, jobTimes(each, now).execution_duration]));
    const waiting = shown.filter((each) => each.status === "Status.PENDING" && each.run_at !== null);
    expect(waiting.length).toBeGreaterThan(10);
  });

  it("shows no times of a run before it has run", async () => {
    await drain({ jobs: [job({ status: "ABANDONED", status_change_records: { ABANDONED: "2026-11-23T06:00:05" } })] });
    const shown = { run_at: null, finished_at: "2026-11-23T06:00:05", execution_duration: null, submitted_at: null };
    expect(await createWorld(app).get("job", "JOB_t_1")).toMatchObject(shown);
  });
});

it("a submission shows when its first job ran", async () => {
  const ran = (id: string, RUNNING: string) => job({ id, status: "RUNNING", status_change_records: { RUNNING } });
  await drain({
    jobs: [ran("JOB_t_1", "2026-11-23T06:00:09"), ran("JOB_t_2", "2026-11-23T06:00:03"), job({ id: "JOB_t_3" })],
    submissions: [submission({ job_ids: ["JOB_t_1", "JOB_t_2", "JOB_t_3"], submission_status: "RUNNING" })],
  });
  expect(await createWorld(app).get("submission", "SUBMISSION_1")).toEqual({
    id: "SUBMISSION_1",
    entity_id: "SCENARIO_s_1",
    entity_type: "SCENARIO",
    entity_config_id: "s",
    job_ids: ["JOB_t_1", "JOB_t_2", "JOB_t_3"],
    properties: {},
    creation_date: "2026-11-23T06:00:00",
    submission_status: "RUNNING",
    is_completed: false,
    is_abandoned: false,
    is_canceled: false,
    run_at: "2026-11-23T06:00:03",
    finished_at: null,
    version: "latest",
  });
});

describe("the pages of a list", () => {
  /** All ids, by following the pages. */
  async function walk(kind: EntityKind, limit: number, entity_id?: string): Promise<string[][]> {
    const { entityReader } = createWorld(app);
    const pages: string[][] = [];
    let after: string | null = null;
    do {
      const page = await entityReader.page(kind, { after, limit, ...(entity_id === undefined ? {} : { entity_id }) });
      pages.push(JSON.parse(`[${page.text}]`).map(({ id }: { id: string }) => id));
      after = page.next;
    } while (after !== null);
    return pages;
  }

  it("hold each of a thousand entities once, in the order of their ids", async () => {
    const jobs = Array.from({ length: 1_000 }, (_, index) => job({ id: `JOB_${String(index).padStart(4, "0")}` }));
    await drain({ jobs });
    const pages = await walk("job", 64);
    expect(pages.map((page) => page.length)).toEqual([...Array(15).fill(64), 40]);
    expect(pages.flat()).toEqual(jobs.map((each) => each.id));
  });

  it("end without an empty page", async () => {
    await drain({ jobs: ["a", "b", "c", "d"].map((id) => job({ id })) });
    expect(await walk("job", 2)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(await walk("submission", 2)).toEqual([[]]);
  });

  it("show sequences in the order of their scenarios", async () => {
    const world = createWorld(app);
    const made = [await world.scenario("s"), await world.scenario("s"), await world.scenario("s")];
    const ids = made.map((each) => each.id).sort();
    const all = ids.flatMap((id) => [`SEQUENCE_one_${id}`, `SEQUENCE_two_${id}`]);
    expect((await walk("sequence", 1)).flat()).toEqual(all);
    expect((await walk("sequence", 4)).flat()).toEqual(all);
  });

  it("show the application's version only, cycles excepted", async () => {
    await drain({
      jobs: [job({ id: "old", version: "0.9" }), job({ id: "new" })],
      submissions: [submission({ version: "0.9" })],
    });
    expect(await walk("job", 10)).toEqual([["new"]]);
    expect(await walk("submission", 10)).toEqual([[]]);
    expect(await createWorld(app).get("job", "old")).toMatchObject({ version: "0.9" });
  });

  it("can show the submissions of one entity only", async () => {
    const submissions = ["a", "b", "c"].map((id) => submission({ id, entity_id: id === "b" ? "X" : "Y" }));
    await drain({ submissions });
    expect((await walk("submission", 1, "Y")).flat()).toEqual(["a", "c"]);
  });

  it("can skip a number of entities, in one read", async () => {
    const old = ["a", "c", "e"].map((id) => job({ id, version: "0.9" }));
    await drain({ jobs: [...old, ...["b", "d", "f", "g"].map((id) => job({ id }))] });
    const world = createWorld(app);
    for (const created of [await world.scenario("s"), await world.scenario("s")]) expect(created.id).toBeTruthy();
    const [sequences] = await walk("sequence", 10);
    const behind = async (kind: EntityKind, skip: number, after: string | null = null) => {
      const { text, count, next } = await world.entityReader.page(kind, { after, limit: 2, skip });
      return { ids: JSON.parse(`[${text}]`).map(({ id }: { id: string }) => id), count, next };
    };
    expect(await behind("job", 1)).toEqual({ ids: ["d", "f"], count: 2, next: "f" });
    expect(await behind("job", 2)).toEqual({ ids: ["f", "g"], count: 2, next: null });
    expect(await behind("job", 1, "b")).toEqual({ ids: ["f", "g"], count: 2, next: null });
    expect(await behind("sequence", 1)).toMatchObject({ ids: sequences?.slice(1, 3), next: sequences?.[2] });
    for (const kind of ["job", "sequence", "cycle"] as const) {
      expect(await behind(kind, 999_999_998_000)).toEqual({ ids: [], count: 0, next: null });
    }
  });

  it("are refused for a cursor that no page has given", async () => {
    const page = createWorld(app).entityReader.page("sequence", { after: "nonsense", limit: 1 });
    expect(await refusal(page)).toMatchObject({ code: "invalid_query" });
  });
});

it.each(["cycle", "scenario", "sequence", "task", "data_node", "job", "submission"] as const)(
  "an unknown %s is null, whatever its id",
  async (kind) => {
    const { entityReader } = createWorld(app);
    for (const id of ["nope", "", "'; DROP TABLE jobs; --", "SEQUENCE__SCENARIO_", "é☃", "%", "x".repeat(10_000)]) {
      expect(await entityReader.get(kind, id)).toBeNull();
    }
  },
);

describe("a submittable entity", () => {
  it("is a scenario with its tasks in order and its data nodes with their values", async () => {
    const world = createWorld(app);
    const made = await world.scenario("s");
    const batches = world.batches.length;
    const found = await world.submittable("scenario", made.id);
    expect(world.batches.slice(batches)).toEqual([3]);
    expect(found.entity).toEqual({
      entity_id: made.id,
      entity_type: "SCENARIO",
      entity_config_id: "s",
      version: "latest",
      domain: domainOfScenario(made.id),
    });
    expect(found.tasks.map((each) => each.id)).toEqual(made.tasks);
    expect(found.data_nodes.map((each) => [each.config_id, each.payload?.body]).sort()).toEqual([
      ["a", "1"],
      ["b", undefined],
    ]);
  });

  it("is a sequence, in either spelling of its id", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("s");
    await world.entityWriter.createSequence({ scenario_id: id, sequence_name: "two words", task_ids: tasks });
    const found = await world.submittable("sequence", `SEQUENCE_two words_${id}`);
    expect(found.entity).toMatchObject({
      entity_id: `SEQUENCE_twoTPSPACEwords_${id}`,
      entity_type: "SEQUENCE",
      entity_config_id: null,
      domain: domainOfScenario(id),
    });
    expect(found.tasks.map((each) => each.id)).toEqual(tasks);
    expect((await world.submittable("sequence", `SEQUENCE_one_${id}`)).tasks).toEqual([]);
  });

  it("is a task", async () => {
    const world = createWorld(app);
    const { id } = JSON.parse(await world.entityWriter.createTask("t"));
    const found = await world.submittable("task", id);
    expect(found.entity).toMatchObject({ entity_id: id, entity_type: "TASK", entity_config_id: "t" });
    expect(found.tasks.map((each) => each.id)).toEqual([id]);
    expect(found.data_nodes).toHaveLength(2);
  });

  it("is refused when its inline values are too large for one call of the object", async () => {
    const inputs = Array.from({ length: 26 }, (_, index) => node(`n${index}`, { defaultData: 1 }));
    const world = createWorld(appOf({ scenarios: [scenario("many", [task("all", inputs, [])])] }));
    const { id, tasks } = await world.scenario("many");
    const fill = (body: string, size: number) =>
      db.prepare("UPDATE edits SET body = ?, size = ?").bind(body, size).run();
    const half = "x".repeat(512 * 1024);
    await fill(half, half.length);
    await expect(world.submittable("scenario", id)).resolves.toBeDefined();
    const refused = {
      code: "submission_too_large",
      message: expect.stringContaining("more than 25165824 bytes (24 MiB)"),
    };
    await fill(half + half, 2 * half.length);
    expect(await refusal(world.submittable("scenario", id))).toEqual(refused);
    expect(await refusal(world.submittable("task", tasks[0]))).toEqual(refused);
    await fill(`☃${half}`, 3 + half.length);
    expect(await refusal(world.submittable("scenario", id))).toEqual(refused);
  });

  it("is refused when a task or data node is missing, and the message names that", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("s");
    const submit = (kind: "scenario" | "sequence" | "task", entity: string) => refusal(world.submittable(kind, entity));
    expect(await submit("scenario", "x")).toEqual({
      code: "scenario_not_found",
      message: "Scenario: x does not exist.",
    });
    expect(await submit("sequence", "x")).toEqual({
      code: "sequence_not_found",
      message: "Sequence: x does not exist.",
    });
    expect(await submit("task", "x")).toEqual({ code: "task_not_found", message: "Task: x does not exist." });
    const lost = await world.only("data_node", "a");
    await db.prepare("DELETE FROM data_nodes WHERE id = ?").bind(lost.id).run();
    const noNode = { code: "data_node_not_found", message: `DataNode: ${lost.id} does not exist.` };
    expect(await submit("scenario", id)).toEqual(noNode);
    expect(await submit("task", tasks[0])).toEqual(noNode);
    await world.entityWriter.deleteEntity("task", tasks[0]);
    expect(await submit("scenario", id)).toEqual({
      code: "task_not_found",
      message: `Task: ${tasks[0]} does not exist.`,
    });
  });
});
