import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { call, sideBySide } from "./call.ts";
import { createScenario, endedJobs, heldScenario, list, MODES, nodeOf, openGate, runScenario } from "./load.ts";

const WRITERS = 16;
const WRITES = 800;

describe.each(MODES)("many at once, in job mode %s", (_mode, entry) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry, namespaces: ["GATES"] });
  });

  afterAll(() => service?.stop());

  it("sixteen clients write one data node 800 times: 800 edits in order, the last one is the value", async () => {
    const scenario = await createScenario(service, "chain1");
    const node = await nodeOf(service, scenario.id, "c1");
    const values = Array.from({ length: WRITES }, (_, index) => index);
    await sideBySide(WRITERS, values, async (value) => {
      await call(service, "PUT", `/datanodes/${node.id}/write/`, value);
    });
    const edits = await editsOf(service, node.id);
    expect(edits.map(({ number }) => number)).toEqual(values.map((value) => value + 1));
    expect(edits.map(({ timestamp }) => timestamp)).toEqual(edits.map(({ timestamp }) => timestamp).toSorted());
    expect(new Set(edits.map(({ timestamp }) => timestamp)).size).toBe(WRITES);
    expect(new Set(edits.map(({ hash }) => hash)).size).toBe(WRITES);
    const shown = await nodeOf(service, scenario.id, "c1");
    expect(shown.edits.map(({ number }) => number)).toEqual(values.slice(-20).map((value) => value + 1));
    const { data } = await call<{ data: number }>(service, "GET", `/datanodes/${node.id}/read/`);
    await call(service, "PUT", `/datanodes/${node.id}/write/`, data);
    const [last, again] = (await editsOf(service, node.id)).slice(-2);
    expect(again?.hash).toBe(last?.hash);
  });

  it("thirty-two submits of one scenario all end, and each job has written once", async () => {
    const scenario = await createScenario(service, "chain3");
    const ends = await Promise.all(Array.from({ length: 32 }, () => runScenario(service, scenario.id)));
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["COMPLETED"]));
    expect(new Set(ends.flatMap(({ job_ids }) => job_ids)).size).toBe(32 * 3);
    for (const config of ["c1", "c2", "c3"]) {
      const { id } = await nodeOf(service, scenario.id, config);
      expect((await editsOf(service, id)).map(({ number }) => number)).toEqual(
        Array.from({ length: 32 }, (_, i) => i + 1),
      );
    }
  });

  it("thirty-two scenarios submitted at once all end", async () => {
    const scenarios = await Promise.all(Array.from({ length: 32 }, () => createScenario(service, "chain3")));
    const ends = await Promise.all(scenarios.map(({ id }) => runScenario(service, id)));
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["COMPLETED"]));
  });

  it("a hundred scenarios of three tasks submitted at once all complete, with the right values", async () => {
    const scenarios = await Promise.all(Array.from({ length: 100 }, () => createScenario(service, "chain3")));
    const ends = await Promise.all(scenarios.map(({ id }) => runScenario(service, id)));
    expect(ends.map(({ status }) => status)).toEqual(ends.map(() => "COMPLETED"));
    const jobs = new Map((await endedJobs(service)).map((job) => [job.id, job.status]));
    const own = ends.flatMap(({ job_ids }) => job_ids.map((id) => jobs.get(id)));
    expect(own).toEqual(Array.from({ length: 300 }, () => "Status.COMPLETED"));
    const owners = new Set(scenarios.map(({ id }) => id));
    const last = (await list(service, "datanodes")).filter(
      ({ owner_id, config_id }) => config_id === "c3" && owners.has(owner_id ?? ""),
    );
    expect(last).toHaveLength(100);
    await sideBySide(WRITERS, last, async ({ id }) => {
      expect(await call(service, "GET", `/datanodes/${id}/read/`)).toEqual({ data: 3 });
    });
  });

  it("a scenario whose task does not end keeps no other scenario waiting", async () => {
    const { scenario, end } = await heldScenario(service);
    const others = await Promise.all(Array.from({ length: 5 }, () => createScenario(service, "chain3")));
    const ends = await Promise.all(others.map(({ id }) => runScenario(service, id)));
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["COMPLETED"]));
    const jobs = await list(service, "jobs");
    expect(jobs.filter(({ status }) => status === "Status.RUNNING")).toHaveLength(1);
    await openGate(service, scenario.id);
    expect(await end).toMatchObject({ status: "COMPLETED" });
  });
});

interface StoredEdit {
  readonly number: number;
  readonly timestamp: string;
  readonly hash: string;
}

async function editsOf(service: Service, dataNodeId: string): Promise<StoredEdit[]> {
  const database = await service.miniflare.getD1Database("DB");
  const sql = "SELECT number, timestamp, hash FROM edits WHERE data_node_id = ? ORDER BY number";
  return (await database.prepare(sql).bind(dataNodeId).all<StoredEdit>()).results;
}
