import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../harness/bundle.ts";
import { node } from "../../harness/project-copy.ts";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity, list } from "../api.ts";

interface Created extends Entity {
  readonly tasks: readonly string[];
}

describe("a scenario whose configuration has changed", () => {
  let folder: string;
  let service: Service | undefined;
  let created: Created;
  const CHANGES = [{ path: "TASK.second", was: "second", is: null }];

  const start = async (entry: string, toml = "") => {
    await service?.stop();
    const variables = toml === "" ? {} : { TAIPY_CONFIG: toml };
    service = await startService({ entry: `test/service/changed/${entry}`, persistTo: folder, variables });
    return service;
  };
  const running = (): Service => {
    if (service === undefined) throw new Error("No service runs.");
    return service;
  };
  const read = async <Body>(where: string, status = 200) => answerOf<Body>(await running().fetch(where), status);
  const send = async <Body>(method: string, where: string, status: number) =>
    answerOf<Body>(await running().fetch(where, { method }), status);
  const jobs = () => list(running(), "jobs");
  const entityOf = (kind: string, id: string) => `/api/v1/${kind}/submit/${encodeURIComponent(id)}/?wait=true`;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "taipy-changed-"));
    const earlier = await start("earlier-worker.ts");
    const { id } = await createScenario(earlier, "report");
    created = (await read<{ scenario: Created }>(`/api/v1/scenarios/${id}/`)).scenario;
    await createScenario(earlier, "gone");
  });

  afterAll(async () => {
    await service?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const taskOf = (config: string) => created.tasks.find((id) => id.startsWith(`TASK_${config}_`)) ?? "";
  const sequenceOf = (name: string) => `SEQUENCE_${name}_${created.id}`;

  it("is named by check-config before the deployment, when it is compared with the service", async () => {
    const { code, output } = await node(ROOT, "src/dev/check-config.mjs", "--against", running().url);
    expect(output).toContain("The configuration has no problems.\n");
    expect(output).toMatch(/warning: 1 scenario of `gone` \(SCENARIO_gone_\S+\) no longer has its config\./);
    expect(output).toMatch(/warning: 1 task of `second` \(TASK_second_\S+\) .+ will be 409 configuration_changed\./);
    expect(code).toBe(0);
    const nowhere = await node(ROOT, "src/dev/check-config.mjs", "--against", "http://127.0.0.1:1");
    expect(nowhere.output).toContain("http://127.0.0.1:1 does not answer:");
    expect(nowhere.code).toBe(1);
  });

  it.each([
    ["development", ""],
    ["experiment, under a number of its own", '[CORE]\nmode = "experiment"\nversion_number = "2"\n'],
    ["development, in job mode standalone", '[JOB]\nmode = "standalone"\n'],
  ])("is refused with the differences before anything runs: core mode %s", async (_, toml) => {
    await start("later-worker.ts", toml);
    const parts = [
      ["scenarios", created.id],
      ["sequences", sequenceOf("whole")],
      ["tasks", taskOf("second")],
    ] as const;
    for (const [kind, id] of parts) {
      expect(await send("POST", entityOf(kind, id), 409)).toMatchObject({
        code: "configuration_changed",
        message: `${id} was created with another configuration: TASK.second is gone. Nothing was run. Create a new one, deploy the earlier configuration again, or set core.force to run what can run.`,
        differences: 1,
        changes: CHANGES,
      });
    }
    expect(await jobs()).toEqual([]);
  });

  it("runs those of its parts that are as they were, stays readable, and can be created anew", async () => {
    const later = await start("later-worker.ts");
    expect(await read(`/api/v1/scenarios/${created.id}/`)).toMatchObject({ scenario: { id: created.id } });
    expect(await send("POST", entityOf("sequences", sequenceOf("half")), 200)).toMatchObject({
      submission: { status: "COMPLETED" },
    });
    expect(await send("POST", entityOf("tasks", taskOf("first")), 200)).toMatchObject({
      submission: { status: "COMPLETED" },
    });
    const { id } = await createScenario(later, "report");
    expect(await send("POST", entityOf("scenarios", id), 200)).toMatchObject({ submission: { status: "COMPLETED" } });
  });

  it("runs what can run of it under core.force", async () => {
    await start("later-worker.ts", '[CORE]\nforce = "True:bool"\n');
    const before = (await jobs()).length;
    expect(await send("POST", entityOf("scenarios", created.id), 200)).toMatchObject({
      submission: { status: "FAILED" },
    });
    const all = await jobs();
    expect(all.length - before).toBe(2);
    expect(all.some(({ id, status }) => id.startsWith("JOB_second_") && status === "Status.FAILED")).toBe(true);
  });

  it("is refused where a data node has another scope, and can be deleted", async () => {
    await start("earlier-worker.ts", '[DATA_NODE.y]\nscope = "GLOBAL:SCOPE"\n');
    const changes = [{ path: "DATA_NODE.y.scope", was: "SCENARIO", is: "GLOBAL" }];
    expect(await send("POST", entityOf("scenarios", created.id), 409)).toMatchObject({ changes });
    await send("DELETE", `/api/v1/scenarios/${created.id}/?cascade=true`, 200);
    await read(`/api/v1/scenarios/${created.id}/`, 404);
  });
});
