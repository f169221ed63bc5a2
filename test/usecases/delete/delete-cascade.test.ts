import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { drain, edit, job, state, submission } from "../../d1/rows.ts";
import {
  createWorld,
  db,
  domainOfScenario,
  emptyDatabase,
  garbageKeys,
  refusal,
  rowCounts,
  textPayload,
} from "../../d1/world.ts";

const globe = node("world", { scope: "GLOBAL", defaultData: "large" });
const model = node("model", { scope: "CYCLE" });
const [result, notes] = [node("result"), node("notes", { defaultData: "large" })];
const train = task("train", [globe], [model]);
const use = task("use", [model], [result]);
const check = task("check", [model], []);
const app = appOf({
  scenarios: [
    scenario("s", [train, use, check], {
      frequency: "MONTHLY",
      additionalDataNodes: [notes],
      sequences: { all: [train, use], last: [use] },
    }),
    scenario("alone", [task("solo", [notes], [result])]),
  ],
});

beforeEach(emptyDatabase);

describe("deleting a scenario with everything that it owns", () => {
  it("keeps the entities that it shares, which no longer name it", async () => {
    const world = createWorld(app);
    const first = await world.scenario("s");
    const second = await world.scenario("s");
    await world.entityWriter.deleteCascade("scenario", second.id, false);
    expect(await rowCounts()).toMatchObject({
      cycles: 1,
      scenarios: 1,
      sequences: 2,
      tasks: 3,
      data_nodes: 4,
      edits: 2,
    });
    const shared = await world.only("task", "train");
    expect(shared.parent_ids.sort()).toEqual([first.id, `SEQUENCE_all_${first.id}`].sort());
    expect(await world.only("data_node", "model")).toMatchObject({
      parent_ids: expect.not.arrayContaining([second.tasks[1]]),
    });
    const { results } = await db.prepare("SELECT DISTINCT parent_id FROM parents").all<{ parent_id: string }>();
    expect(results.some((row) => row.parent_id.includes(second.id))).toBe(false);
  });

  it("finds the data nodes of a task that was deleted alone before", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("alone");
    await world.entityWriter.deleteEntity("task", tasks[0] ?? "");
    expect(await rowCounts()).toMatchObject({ tasks: 0, data_nodes: 2 });
    await world.entityWriter.deleteCascade("scenario", id, true);
    expect(await rowCounts()).toMatchObject({ scenarios: 0, tasks: 0, data_nodes: 0, edits: 0 });
    expect(await rowCounts()).toMatchObject({ nodes_of_deleted_tasks: 0 });
  });

  it("leaves no note of them when their scenario is deleted alone, too", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("alone");
    await world.entityWriter.deleteEntity("task", tasks[0] ?? "");
    expect(await rowCounts()).toMatchObject({ nodes_of_deleted_tasks: 2 });
    await world.entityWriter.deleteEntity("scenario", id);
    expect(await rowCounts()).toMatchObject({ scenarios: 0, data_nodes: 2, nodes_of_deleted_tasks: 0 });
  });

  it("makes the object of its domain forget its jobs and submissions first", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("alone");
    await world.entityWriter.deleteCascade("scenario", id, true);
    expect(world.purges).toEqual([
      { domain: domainOfScenario(id), task_ids: tasks, entity_ids: [id, ...tasks], force: true },
    ]);
    expect(await rowCounts()).toMatchObject({ scenarios: 0, tasks: 0, data_nodes: 0, parents: 0, edits: 0 });
  });

  it("marks the payloads as garbage in the same batch", async () => {
    const world = createWorld(app);
    const { id } = await world.scenario("alone");
    const made = await world.only("data_node", "result");
    const payload = (key: string) => textPayload("", { tier: "kv", key, body: null });
    await drain({
      edits: [1, 2].map((number) => edit({ data_node_id: made.id, number, ...payload(`edit-${number}`) })),
      dataNodes: [state(made.id, 2)],
    });
    await world.entityWriter.deleteCascade("scenario", id, false);
    expect(await garbageKeys()).toEqual(["edit-1", "edit-2", "key-1"]);
    expect(world.discarded).toEqual([]);
  });

  it("is refused, and nothing changes, while the object has unfinished jobs", async () => {
    const world = createWorld(app);
    const { id } = await world.scenario("alone");
    const before = await rowCounts();
    world.refusals.set(domainOfScenario(id), { code: "jobs_unfinished", message: "Jobs are not finished yet." });
    expect(await refusal(world.entityWriter.deleteCascade("scenario", id, false))).toEqual({
      code: "jobs_unfinished",
      message: "Jobs are not finished yet.",
    });
    expect(await rowCounts()).toEqual(before);
    expect(await garbageKeys()).toEqual([]);
  });

  it("is refused while it is primary and its cycle has others", async () => {
    const world = createWorld(app);
    const [first] = [await world.scenario("s"), await world.scenario("s")];
    expect(await refusal(world.entityWriter.deleteCascade("scenario", first.id, true))).toMatchObject({
      code: "primary_scenario",
    });
    expect(world.purges).toEqual([]);
  });

  it("deletes the cycle, too, when it is the last scenario there", async () => {
    const world = createWorld(app);
    const { id } = await world.scenario("s");
    await world.entityWriter.deleteCascade("scenario", id, false);
    expect(await rowCounts()).toMatchObject({
      cycles: 0,
      scenarios: 0,
      sequences: 0,
      tasks: 0,
      data_nodes: 1,
      parents: 0,
    });
    expect(await world.only("data_node", "world")).toMatchObject({ owner_id: null, parent_ids: [] });
  });
});

describe("deleting a cycle with everything that it owns", () => {
  it("deletes all its scenarios, of any version, and everything that only they used", async () => {
    const world = createWorld(app);
    const first = await world.scenario("s");
    const second = await world.scenario("s");
    await createWorld({ ...app, core: { ...app.core, versionNumber: "2.0" } }).scenario("s");
    await world.entityWriter.deleteEntity("scenario", second.id);
    await world.entityWriter.deleteCascade("cycle", first.cycle, false);
    expect(await rowCounts()).toMatchObject({ cycles: 0, scenarios: 0, sequences: 0 });
    const owners = new Set((await world.list("data_node")).map((each) => each.owner_id));
    expect(owners).toEqual(new Set([null, second.id]));
  });

  it("calls the object of every domain once, about the tasks that it may have run", async () => {
    const world = createWorld(app);
    const first = await world.scenario("s");
    await world.scenario("s");
    const { domain } = (await world.submittable("scenario", first.id)).entity;
    const checks = (await world.list("task")).filter((each) => each.config_id === "check");
    await world.entityWriter.deleteCascade("cycle", first.cycle, false);
    // `check` has no output: nothing but its own id names its domain when it is submitted alone.
    expect(world.purges.map((purge) => purge.domain).sort()).toEqual([domain, checks[0].id].sort());
    const all = world.purges.find((purge) => purge.domain === domain);
    expect(all?.task_ids).toHaveLength(4);
    expect(all?.entity_ids).toHaveLength(2 + 4 + 3);
  });

  it("calls no object when one of several domains has unfinished jobs", async () => {
    const world = createWorld(app);
    const { id, cycle } = await world.scenario("s");
    await drain({ submissions: [submission({ entity_id: id })] });
    expect(await refusal(world.entityWriter.deleteCascade("cycle", cycle, false))).toMatchObject({
      code: "jobs_unfinished",
    });
    expect(world.purges).toEqual([]);
    await world.entityWriter.deleteCascade("cycle", cycle, true);
    expect(await rowCounts()).toMatchObject({ scenarios: 0 });
  });

  it("leaves its data nodes to a scenario that is created at the same moment", async () => {
    const world = createWorld(app);
    const first = await world.scenario("s");
    await Promise.all([
      world.entityWriter.deleteCascade("cycle", first.cycle, true),
      ...Array.from({ length: 5 }, () => world.scenario("s")),
    ]);
    for (const { id } of await world.list("scenario")) {
      await expect(world.submittable("scenario", id)).resolves.toBeDefined();
    }
  });
});

describe("a deletion that concerns more objects than one request may call", () => {
  const LIMIT = 900;

  /** Scenarios of the given one's cycle that use the same tasks, each with a domain of its own. */
  const copies = (id: string, count: number) =>
    db.batch([
      db
        .prepare(
          `INSERT INTO scenarios (id, config_id, version, domain, cycle, creation_date, primary_scenario, properties, tags,
            subscribers, tasks, additional_data_nodes)
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
          SELECT 'SCENARIO_copy_' || i, config_id, version, 'SCENARIO_copy_' || i, cycle, creation_date, 0, properties, tags,
            subscribers, tasks, additional_data_nodes FROM scenarios CROSS JOIN n WHERE id = ?1`,
        )
        .bind(id, count),
      db
        .prepare(
          `INSERT INTO parents (child_id, parent_id) SELECT t.value, s.id FROM scenarios AS s CROSS JOIN json_each(s.tasks) AS t
            WHERE s.id <> ?`,
        )
        .bind(id),
    ]);

  it.each(["cycle", "task"] as const)("is refused for a %s before any object has forgotten", async (kind) => {
    const world = createWorld(app);
    const { id, cycle, tasks } = await world.scenario("s");
    await copies(id, LIMIT);
    const before = await rowCounts();
    const target = kind === "cycle" ? cycle : tasks[0];
    expect(await refusal(world.entityWriter.deleteCascade(kind, target, true))).toEqual({
      code: "cascade_too_large",
      message: `${target} cannot be deleted with all it owns at once: that takes more than 900 scenarios or domains. Delete some of the scenarios first.`,
    });
    expect(world.purges).toEqual([]);
    expect(await rowCounts()).toEqual(before);
  });

  it("is not that of a cycle with fewer than 900 scenarios", async () => {
    const world = createWorld(app);
    const { id, cycle } = await world.scenario("s");
    await copies(id, LIMIT - 10);
    await world.entityWriter.deleteCascade("cycle", cycle, false);
    expect(world.purges.length).toBeGreaterThan(LIMIT - 10);
    expect(await rowCounts()).toMatchObject({ cycles: 0, scenarios: 0 });
  });
});

describe("deleting a task with its jobs", () => {
  it("leaves its data nodes, which no longer name it", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("alone");
    await world.entityWriter.deleteCascade("task", tasks[0], false);
    expect(world.purges).toEqual([{ domain: domainOfScenario(id), task_ids: tasks, entity_ids: tasks, force: false }]);
    expect(await world.only("data_node", "notes")).toMatchObject({ parent_ids: [] });
    expect(await rowCounts()).toMatchObject({ tasks: 0, data_nodes: 2, scenarios: 1 });
  });

  it("calls the object of every scenario that shares it", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("s");
    const { domain } = (await world.submittable("scenario", id)).entity;
    await world.entityWriter.deleteCascade("task", tasks[2], false);
    expect(world.purges.map((purge) => purge.domain).sort()).toEqual([domain, tasks[2]].sort());
  });
});

it("deleting a sequence with its submissions leaves its tasks and their jobs of other submissions", async () => {
  const world = createWorld(app);
  const { id, tasks } = await world.scenario("s");
  const sequence = `SEQUENCE_last_${id}`;
  await world.entityWriter.deleteCascade("sequence", sequence, false);
  expect(world.purges).toMatchObject([{ task_ids: [], entity_ids: [sequence] }]);
  expect(await world.get("sequence", sequence)).toBeNull();
  expect((await world.get("task", tasks[1])).parent_ids.sort()).toEqual([id, `SEQUENCE_all_${id}`].sort());
  expect(await rowCounts()).toMatchObject({ sequences: 1, tasks: 3 });
});

describe("the jobs and submissions of what is deleted", () => {
  const ENDED = "2026-11-23T06:00:01";
  const run = (id: string, entity_id: string, task_id: string) => ({
    jobs: [job({ id: `JOB_${id}`, task_id, submit_id: `SUBMISSION_${id}`, submit_entity_id: entity_id })],
    submissions: [submission({ id: `SUBMISSION_${id}`, entity_id, job_ids: [`JOB_${id}`], finished_at: ENDED })],
  });
  const merged = (...runs: ReturnType<typeof run>[]) => ({
    jobs: runs.flatMap(({ jobs }) => jobs),
    submissions: runs.flatMap(({ submissions }) => submissions),
  });
  const left = async () => {
    const rows = "SELECT id FROM jobs UNION SELECT id FROM submissions ORDER BY id";
    return (await db.prepare(rows).all<{ id: string }>()).results.map(({ id }) => id);
  };

  it("go although their objects have forgotten them: of the scenario, of its sequences, also deleted ones, and of its tasks", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("alone");
    const other = await world.scenario("alone");
    const [solo = ""] = tasks;
    const [others = ""] = other.tasks;
    await drain(
      merged(
        run("a", id, solo),
        run("b", `SEQUENCE_gone_${id}`, solo),
        run("c", solo, solo),
        run("kept", other.id, others),
      ),
    );
    await drain({
      jobs: [job({ id: "JOB_inert", task_id: solo, submit_id: "SUBMISSION_none", submit_entity_id: solo })],
    });
    await world.entityWriter.deleteCascade("scenario", id, false);
    expect(await left()).toEqual(["JOB_kept", "SUBMISSION_kept"]);
  });

  it("go though they have not ended, when their object has lost them: of a scenario with its sequences and tasks", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("s");
    const other = await world.scenario("alone");
    const [solo = ""] = other.tasks;
    const [, use = "", check = ""] = tasks;
    const runs = merged(run("a", id, use), run("b", `SEQUENCE_all_${id}`, use), run("c", check, check));
    const { jobs, submissions } = merged(runs, run("kept", other.id, solo));
    await drain({ jobs, submissions: submissions.map((row) => ({ ...row, finished_at: null })) });
    await world.entityWriter.deleteCascade("scenario", id, true);
    expect(await left()).toEqual(["JOB_kept", "SUBMISSION_kept"]);
  });

  it.each(["task", "sequence"] as const)(
    "go of a %s that is deleted alone, though they have not ended",
    async (kind) => {
      const world = createWorld(app);
      const { id, tasks } = await world.scenario("s");
      const [, use = ""] = tasks;
      const entity = kind === "task" ? use : `SEQUENCE_last_${id}`;
      const { jobs, submissions } = run("a", entity, use);
      await drain({ jobs, submissions: submissions.map((row) => ({ ...row, finished_at: null })) });
      await world.entityWriter.deleteCascade(kind, entity, true);
      expect(await left()).toEqual([]);
    },
  );

  it("stay while their object has accepted them meanwhile, and sends D1 the rest", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("alone");
    const { jobs, submissions } = run("a", id, tasks[0] ?? "");
    world.hooks.onPurge = () => drain({ jobs, submissions: submissions.map((row) => ({ ...row, finished_at: null })) });
    await world.entityWriter.deleteCascade("scenario", id, false);
    expect(await left()).toEqual(["JOB_a", "SUBMISSION_a"]);
  });

  it("of a shared task go from the submissions of scenarios that stay, which stay themselves", async () => {
    const world = createWorld(app);
    const { id, tasks } = await world.scenario("s");
    const [shared = "", use = ""] = tasks;
    const { jobs } = run("a", id, shared);
    const both = submission({ id: "SUBMISSION_a", entity_id: id, job_ids: ["JOB_a", "JOB_use"], finished_at: ENDED });
    await drain({ jobs: [...jobs, job({ id: "JOB_use", task_id: use, submit_entity_id: id })], submissions: [both] });
    await world.entityWriter.deleteCascade("task", shared, false);
    expect(await left()).toEqual(["JOB_use", "SUBMISSION_a"]);
  });
});
