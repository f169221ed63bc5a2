import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf } from "../api.ts";

interface Entity {
  readonly id: string;
  readonly config_id: string;
  readonly cycle: string;
  readonly tasks: readonly string[];
  readonly tags: readonly string[];
  readonly primary_scenario: boolean;
}

describe("the core API in code", () => {
  let service: Service;
  const log: string[] = [];

  beforeAll(async () => {
    service = await startService({ entry: "test/service/core-api/core-worker.ts", onLog: (line) => log.push(line) });
  });

  afterAll(() => service?.stop());

  const answer = async (verb: string, args: readonly unknown[], options?: unknown) => {
    const body = JSON.stringify({ verb, args, options });
    return (await fetch(`${service.url}/core`, { method: "POST", body })).json() as Promise<Record<string, unknown>>;
  };
  const core = async <T>(verb: string, ...args: readonly unknown[]): Promise<T> => {
    const { value, ...refusal } = await answer(verb, args);
    expect(refusal).toEqual({});
    return value as T;
  };
  const refusal = async (verb: string, ...args: readonly unknown[]) => answer(verb, args);
  const asRole = (verb: string, args: readonly unknown[], ...roles: string[]) =>
    answer(verb, args, { as: { actor: "planner", roles } });
  const create = () => core<Entity>("createScenario", "order");
  const audit = async () => {
    type Row = {
      actor: { kind: string; id: string };
      operation: string;
      method: string;
      result: string;
      entity_id: string;
    };
    return answerOf<Row[]>(await service.fetch("/api/v1/audit/"), 200) as Promise<Row[]>;
  };

  it("creates a scenario, submits it, waits for its end and reads what it has made", async () => {
    const order = await create();
    expect(order).toMatchObject({ config_id: "order", primary_scenario: true });
    const submission = await core("submit", order, { wait: true });
    expect(submission).toMatchObject({ entity_id: order.id, submission_status: "COMPLETED" });
    expect(submission).not.toHaveProperty("domain");
    expect(await core("read", order, "total")).toBe(40);
    expect(await core("getLatestSubmission", order)).toMatchObject({ id: (submission as Entity).id });
    expect(await core("getLatestJob", order.tasks[0])).toMatchObject({
      task_id: order.tasks[0],
      status: "Status.COMPLETED",
    });
  });

  it("reads and writes data nodes by their scenario and config, or by their id, now and as they were", async () => {
    const order = await create();
    expect(await core("write", order, "price", 7, { comment: "sale" })).toMatchObject({
      number: 2,
      comment: "sale",
      actor: "code",
    });
    const node = await core<Entity>("getDataNode", order.id, "price");
    expect(await core("read", node)).toBe(7);
    expect(await core("read", order, "price", { edit: 1 })).toBe(20);
    expect(await core("getEdits", node)).toMatchObject([{ number: 1 }, { number: 2, comment: "sale" }]);
    expect(await core("read", order, "total")).toBe(null);
    expect(await refusal("readOrRaise", order, "total")).toMatchObject({ code: "never_written" });
  });

  it("gives values as tasks get them, and takes them as they give them", async () => {
    const order = await create();
    await core("write", order, "lines", [{ amount: 1 }, { amount: 2 }]);
    await core("append", order, "lines", [{ amount: 3 }]);
    expect(await core("read", order, "lines")).toEqual([{ amount: 1 }, { amount: 2 }, { amount: 3 }]);
    const node = await core("getDataNode", order, "lines");
    const condition = { key: "amount", operator: "GREATER_THAN", value: 1 };
    expect(await core("filter", node, [condition])).toEqual([{ amount: 2 }, { amount: 3 }]);
  });

  it("refuses what the HTTP interface refuses, with the same codes", async () => {
    expect(await refusal("createScenario", "ordr")).toMatchObject({ code: "scenario_config_not_found" });
    expect(await refusal("get", "SCENARIO_order_0")).toMatchObject({ code: "scenario_not_found" });
    expect(await refusal("submit", "SCENARIO_order_0")).toMatchObject({ code: "scenario_not_found" });
    expect(await refusal("get", "order")).toMatchObject({ code: "validation_failed" });
    const order = await create();
    expect(await refusal("read", order, "prise")).toMatchObject({ code: "data_node_config_not_found" });
    expect(await refusal("read", order, "report")).toMatchObject({ code: "data_node_not_found" });
    expect(await refusal("read", order)).toMatchObject({ code: "validation_failed" });
    expect(await refusal("submit", order, { wait: true, timeout: 0 })).toMatchObject({ code: "validation_failed" });
    expect(await refusal("createGlobalDataNode", "price")).toMatchObject({ code: "validation_failed" });
    expect(await core("exists", "SCENARIO_order_0")).toBe(false);
    expect(await core("exists", order.id)).toBe(true);
  });

  it("moves the primary scenario of a cycle, and says of which scenario that is possible", async () => {
    const [first, second] = [await create(), await create()];
    const cycle = first.cycle;
    expect(second.cycle).toBe(cycle);
    expect(await core("isPromotable", second)).toEqual({ ok: true, reasons: [] });
    await core("setPrimary", second);
    expect(await core("getPrimary", cycle)).toMatchObject({ id: second.id });
    expect((await core<Entity[]>("getPrimaryScenarios")).map(({ id }) => id)).toEqual([second.id]);
    expect(await core("isPromotable", second)).toMatchObject({
      ok: false,
      reasons: [{ code: "ScenarioIsThePrimaryScenario" }],
    });
    expect(await core("isDeletable", second)).toMatchObject({ ok: false });
    expect(await refusal("delete", second)).toMatchObject({ code: "primary_scenario" });
    expect(await core("isDeletable", first)).toEqual({ ok: true, reasons: [] });
    await core("setPrimary", second);
    await core("delete", first);
    expect(await core("exists", first.id)).toBe(false);
    expect(await refusal("setPrimary", first.id)).toMatchObject({ code: "scenario_not_found" });
    const loose = await core<Entity>("createScenario", "loose");
    expect(await refusal("setPrimary", loose)).toMatchObject({ code: "invalid_scenario" });
    expect(await core("isPromotable", loose)).toMatchObject({ reasons: [{ code: "ScenarioDoesNotBelongToACycle" }] });
  });

  it("tags scenarios, finds them by cycle, tag and time, and sorts them", async () => {
    const [first, second] = [await create(), await create()];
    await core("tag", first, "spring");
    await core("tag", first, "spring");
    await core("tag", second, "spring");
    await core("tag", first, "best");
    await core("untag", second, "spring");
    await core("untag", second, "spring");
    expect(await core("get", first.id)).toMatchObject({ tags: ["spring", "best"] });
    const tagged = await core<Entity[]>("getScenarios", { cycle: first.cycle, tag: "spring" });
    expect(tagged.map(({ id }) => id)).toEqual([first.id]);
    const sorted = await core<Entity[]>("getScenarios", { isSorted: true, sortKey: "creation_date", descending: true });
    expect(sorted[0]?.id).toBe(second.id);
    expect(await core("getScenarios", { createdEndTime: "2020-01-01" })).toEqual([]);
    expect(await refusal("getScenarios", { createdEndTime: "soon" })).toMatchObject({ code: "validation_failed" });
    expect(await core("getScenarios", { limit: 1 })).toHaveLength(1);
    const byCycle = await core<Record<string, Entity[]>>("getCyclesScenarios");
    expect(byCycle[first.cycle]?.map(({ id }) => id)).toContain(first.id);
  });

  it("creates a scenario with a name, a date, tags and properties", async () => {
    const options = {
      name: "last year",
      creationDate: "2025-03-04T05:06:07",
      tags: ["old"],
      properties: { team: "a" },
    };
    const order = await core<Entity>("createScenario", "order", options);
    expect(order).toMatchObject({
      name: "last year",
      creation_date: "2025-03-04T05:06:07",
      tags: ["old"],
      properties: { team: "a" },
    });
    expect(order.cycle).toContain("March_2025");
    expect(await refusal("createScenario", "order", { creationDate: "soon" })).toMatchObject({
      code: "validation_failed",
    });
  });

  it("says whether an entity can be submitted, and why not", async () => {
    const order = await create();
    expect(await core("isSubmittable", order)).toEqual({ ok: true, reasons: [] });
    const node = await core<Entity>("getDataNode", order, "price");
    await core("lockEdit", node, "ada");
    expect(await core("isSubmittable", order)).toMatchObject({
      ok: false,
      reasons: [{ code: "DataNodeEditInProgress", entity_id: node.id }],
    });
    expect(await refusal("write", node, 1, { editorId: "bob" })).toMatchObject({ code: "edit_locked" });
    await core("unlockEdit", node, "ada");
    const following = await core("createScenario", "following");
    expect(await core("isSubmittable", following)).toMatchObject({ reasons: [{ code: "DataNodeIsNotWritten" }] });
    expect(await core("canCreate", "order")).toEqual({ ok: true, reasons: [] });
    expect(await core("canCreate", "price")).toMatchObject({ ok: false });
  });

  it("compares scenarios by the comparators of their config", async () => {
    const [first, second] = [await create(), await create()];
    await core("write", second, "price", 50);
    await core("submit", first, { wait: true });
    await core("submit", second, { wait: true });
    expect(await core("compareScenarios", [first, second])).toEqual({ total: { difference: 60 } });
    expect(await refusal("compareScenarios", [first])).toMatchObject({ code: "validation_failed" });
    expect(await refusal("compareScenarios", [first, second], { dataNodeConfigId: "price" })).toMatchObject({
      code: "validation_failed",
    });
  });

  it("creates a global data node once, and lists every kind of entity", async () => {
    const first = await core<Entity>("createGlobalDataNode", "rate");
    expect(await core("createGlobalDataNode", "rate")).toMatchObject({ id: first.id });
    for (const verb of ["getSequences", "getTasks", "getDataNodes", "getCycles", "getJobs", "getSubmissions"])
      expect(Array.isArray(await core(verb)), verb).toBe(true);
  });

  it("writes its own actor into edits and the audit trail, as a request does", async () => {
    const order = await create();
    const { value } = await asRole("write", [order, "price", 1], "TAIPY_EDITOR");
    expect(value).toMatchObject({ actor: "code:planner" });
    await core("tag", order, "audited");
    await expect
      .poll(async () => (await audit()).slice(0, 3))
      .toMatchObject([
        {
          actor: { kind: "code", id: "" },
          operation: "tagScenario",
          method: "CODE",
          result: "ok",
          entity_id: order.id,
        },
        { actor: { kind: "code", id: "planner" }, operation: "writeDataNode", result: "ok" },
        { actor: { kind: "code", id: "" }, operation: "createScenario", result: "ok" },
      ]);
  });

  it("refuses an actor whose role lacks, names the role, and notes the refusal", async () => {
    const order = await create();
    expect(await asRole("submit", [order], "TAIPY_EDITOR")).toMatchObject({
      code: "forbidden",
      message: "submitScenario needs the role TAIPY_EXECUTOR.",
    });
    expect(await asRole("write", [order, "price", 1], "TAIPY_READER")).toMatchObject({ code: "forbidden" });
    expect((await asRole("read", [order, "price"], "TAIPY_READER")).value).toBe(20);
    expect(await asRole("read", [order, "price"], "TAIPY_BOSS")).toMatchObject({ code: "validation_failed" });
    expect(await asRole("read", [order, "price"])).toMatchObject({ code: "validation_failed" });
    const refusals = async () => (await audit()).filter(({ result }) => result === "forbidden");
    await expect
      .poll(async () => (await refusals()).map(({ operation, actor }) => `${operation} ${actor.id}`).sort())
      .toEqual(["submitScenario planner", "writeDataNode planner"]);
    expect(log.some((line) => line.includes('"operation":"submitScenario"') && line.includes("forbidden"))).toBe(true);
  });

  it("lets a task submit and read, and refuses to wait for a submission inside a task, however it got the core", async () => {
    const order = await create();
    const following = await core<Entity>("createScenario", "following");
    await core("write", following, "follow", order.id);
    expect(await core("submit", following, { wait: true })).toMatchObject({ submission_status: "COMPLETED" });
    const refused = {
      code: "validation_failed",
      message: expect.stringContaining("A task can't wait for a submission"),
    };
    expect(await core("read", following, "report")).toMatchObject({
      waited: refused,
      elsewhere: refused,
      submitted: order.id,
      read: 20,
    });
    await expect.poll(() => core("read", order, "total")).toBe(40);
    const { jobId } = await core<{ jobId: string }>("read", following, "report");
    // Rows of refusals follow the answer.
    const ofTasks = async () =>
      (await audit()).filter(({ method }) => method === "TASK").sort((a, b) => a.result.localeCompare(b.result));
    await expect.poll(ofTasks).toMatchObject([
      { operation: "submitScenario", result: "ok", request_id: jobId },
      { operation: "submitScenario", result: "validation_failed", request_id: jobId },
    ]);
  });
});
