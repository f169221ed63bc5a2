import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "smol-toml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity, list, only, readData, submitScenario } from "../api.ts";
import { startBeacon } from "./beacon.ts";

const ENTRY = "test/service/config/config-worker.ts";
const VARIABLES = { PRICES: "prices.csv", HAS_HEADER: "true", QUANTITY: "4", IS_TESTING: "false" };

const get = async <Body>(service: Service, where: string, status = 200): Promise<Body> =>
  answerOf<Body>(await service.fetch(`/api/v1${where}`), status);
const send = async <Body>(service: Service, method: string, where: string, status: number): Promise<Body> =>
  answerOf<Body>(await service.fetch(`/api/v1${where}`, { method }), status);

describe("a service that is configured by a file", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: ENTRY, variables: VARIABLES });
  });

  afterAll(() => service?.stop());

  it("runs the file's scenario with the file's functions, its templates resolved", async () => {
    const { id } = await createScenario(service, "order");
    await submitScenario(service, id);
    const total = only(await list(service, "datanodes"), { config_id: "total" });
    expect(await readData(service, total.id)).toBe(20);
    const sequences = await get<{ id: string }[]>(service, "/sequences/");
    expect(sequences.map((sequence) => sequence.id)).toEqual([`SEQUENCE_only_${id}`]);
  });

  it("shows the configuration in Taipy's syntax, without secrets, templates as they are", async () => {
    const text = await (await service.fetch("/api/v1/config/")).text();
    expect(text).not.toContain("hunter2");
    expect(JSON.parse(text)).toMatchObject({
      TAIPY: { env: "staging", greeting: "hello" },
      JOB: { mode: "development" },
      CORE: { mode: "experiment", version_number: "1.0", force: "False:bool" },
      DATA_NODE: {
        price: { storage_type: "csv", scope: "GLOBAL:SCOPE", has_header: "ENV[HAS_HEADER]:bool" },
        quantity: { default_data: "ENV[QUANTITY]:int" },
      },
      TASK: { add_up: { function: "shop.sums.add:function", inputs: ["price:SECTION", "quantity:SECTION"] } },
      SCENARIO: { order: { frequency: "MONTHLY:FREQUENCY", sequences: { only: ["add_up:SECTION"] } } },
    });
    const toml = await service.fetch("/api/v1/config.toml");
    expect(toml.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(parse(await toml.text())).toEqual(JSON.parse(text));
  });

  it("shows one scenario config with its graph", async () => {
    expect(await get(service, "/config/scenarios/order/")).toMatchObject({
      id: "order",
      tasks: ["add_up"],
      frequency: "Frequency.MONTHLY",
      sequences: { only: ["add_up"] },
      dag: {
        nodes: [
          { id: "price", type: "data_node", storage_type: "csv", scope: "Scope.GLOBAL" },
          { id: "quantity", type: "data_node", storage_type: "pickle", scope: "Scope.SCENARIO" },
          { id: "total", type: "data_node", storage_type: "json", scope: "Scope.SCENARIO" },
          { id: "add_up", type: "task", skippable: false },
        ],
        edges: [
          { from: "price", to: "add_up" },
          { from: "quantity", to: "add_up" },
          { from: "add_up", to: "total" },
        ],
      },
    });
    expect(await get(service, "/config/tasks/add_up/")).toMatchObject({ function: "shop.sums.add:function" });
    expect(await get(service, "/config/datanodes/quantity/")).toMatchObject({ storage_type: "pickle", properties: {} });
    expect(await get(service, "/config/scenarios/ghost/", 404)).toMatchObject({
      message: "Scenario config: ghost does not exist.",
    });
  });

  it("names its environment, and shows no traces unless it is tested", async () => {
    expect(await (await service.fetch("/health")).json()).toMatchObject({ status: "ok", env: "staging" });
    expect(await get(service, "/tasks/nope/", 404)).not.toHaveProperty("trace");
  });
});

describe("variables", () => {
  it("win over the configuration", async () => {
    const service = await startService({
      entry: ENTRY,
      variables: {
        ...VARIABLES,
        TESTING: "True",
        FLASK_ENV: "qa",
        SECRET_KEY: "swordfish",
        TAIPY_CONFIG: '[TAIPY]\ngreeting = "bye"\nenv = "x"',
      },
    });
    try {
      expect(await (await service.fetch("/health")).json()).toMatchObject({ env: "qa" });
      expect(await get(service, "/config/")).toMatchObject({ TAIPY: { greeting: "bye" } });
      for (const where of ["/health", "/api/v1/config/", "/api/v1/config.toml"]) {
        expect(await (await service.fetch(where)).text(), where).not.toMatch(/swordfish|hunter2/);
      }
      expect((await get<{ trace: string }>(service, "/tasks/nope/", 404)).trace).toMatch(/does not exist\.\n\s+at /);
    } finally {
      await service.stop();
    }
  });

  it.each([
    ["true", ["mode", "default_data", "inputs", "scope"]],
    ["false", undefined],
  ])(
    "that make the configuration wrong stop everything; with TESTING=%s the list is shown to callers",
    async (TESTING, shown) => {
      const TAIPY_CONFIG =
        '[JOB]\nmode = "cluster"\n[TASK.add_up]\ninputs = ["price", "ghost"]\n[DATA_NODE.price]\nscope = "X:SCOPE"';
      const service = await startService({
        entry: ENTRY,
        variables: { ...VARIABLES, QUANTITY: "many", TESTING, TAIPY_CONFIG },
      });
      try {
        for (const where of ["/tasks/", "/scenarios/"]) {
          const answer = await service.fetch(`/api/v1${where}`);
          expect(answer.headers.get("Server-Timing")).toMatch(/^total;dur=\d+$/);
          const body = await answerOf<{ message: string; errors?: { level: string; field: string }[] }>(answer, 503);
          expect(body).toMatchObject({
            message: "The configuration has errors: see the log.",
            code: "configuration_refused",
            status: 503,
            retryable: false,
            instance: `/api/v1${where}`,
            request_id: answer.headers.get("X-Request-Id"),
          });
          const errors = body.errors?.filter(({ level }) => level === "ERROR").map(({ field }) => field);
          expect(errors?.sort()).toEqual(shown?.toSorted());
        }
      } finally {
        await service.stop();
      }
    },
  );
});

describe("versions", () => {
  let folder: string;
  let service: Service;
  const start = async (TAIPY_CONFIG: string, more: Readonly<Record<string, string>> = {}) => {
    await service?.stop();
    const variables = { ...VARIABLES, ...more, TAIPY_CONFIG };
    service = await startService({ entry: ENTRY, persistTo: folder, variables });
  };
  const CHANGED = '[DATA_NODE.total]\nstorage_type = "pickle"\n[DATA_NODE.extra]\n';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "taipy-versions-"));
    await start("");
    await createScenario(service, "order");
  });

  afterAll(async () => {
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const versionsOf = async (query: string) =>
    (await get<(Entity & { version: string })[]>(service, `/scenarios/${query}`)).map(({ version }) => version);

  it("keep a configuration: another one under the same number is refused, with the differences, until it is forced", async () => {
    await start(CHANGED);
    const refused = await send<{ message: string; code: string }>(service, "POST", "/scenarios/?config_id=order", 409);
    expect(refused.code).toBe("configuration_changed");
    expect(refused.message).toContain("The configuration of version '1.0' has changed: ");
    expect(refused.message).toContain('DATA_NODE.total.storage_type was "json", is "pickle"');
    expect(refused.message).toContain("DATA_NODE.extra is new");
    const [scenario] = await list(service, "scenarios");
    await send(service, "POST", `/scenarios/submit/${scenario?.id}/`, 409);
    await start(`${CHANGED}[CORE]\nforce = "True:bool"`);
    await createScenario(service, "order");
    await start(CHANGED);
    await createScenario(service, "order");
    expect(await list(service, "scenarios")).toHaveLength(3);
  });

  it("accept another job mode, in development any change, and never delete entities", async () => {
    await start(`${CHANGED}[JOB]\nmode = "standalone"`);
    await createScenario(service, "order");
    await start('[CORE]\nmode = "development"');
    await createScenario(service, "order");
    expect(await list(service, "scenarios")).toHaveLength(5);
  });

  it("are shown one at a time, or all of them", async () => {
    await start(`${CHANGED}[CORE]\nversion_number = "2.0"`);
    expect(await versionsOf("")).toEqual([]);
    await createScenario(service, "order");
    expect(await versionsOf("")).toEqual(["2.0"]);
    expect(await versionsOf("?version=latest")).toEqual(["2.0"]);
    expect(await versionsOf("?version=1.0")).toHaveLength(5);
    expect(await versionsOf("?version=all")).toHaveLength(6);
    expect(await versionsOf("?version=all&limit=4")).toHaveLength(4);
    for (const kind of ["datanodes", "tasks", "sequences", "jobs", "submissions"]) {
      const all = await get<unknown[]>(service, `/${kind}/?version=all`);
      const old = await get<unknown[]>(service, `/${kind}/?version=1.0`);
      const now = await get<unknown[]>(service, `/${kind}/`);
      expect(all, kind).toHaveLength(old.length + now.length);
    }
    expect(await get(service, "/scenarios/?version=3.0", 404)).toMatchObject({
      message: "Version '3.0' does not exist.",
    });
    expect(await get(service, "/versions/")).toMatchObject([
      { id: "1.0", is_latest: false },
      { id: "2.0", is_latest: true },
    ]);
  });

  it("are kept while jobs of theirs are unfinished; force cancels these and deletes", async () => {
    const waiting =
      '[SCENARIO.late]\ntasks = ["wait"]\n[TASK.wait]\nfunction = "shop.sums.add:function"\n' +
      'inputs = ["never", "never_either"]\noutputs = ["sum"]\n[DATA_NODE.never]\n[DATA_NODE.never_either]\n[DATA_NODE.sum]\n';
    await start(`${waiting}[CORE]\nversion_number = "1.5"\n[JOB]\nmode = "standalone"`);
    const { id } = await createScenario(service, "late");
    await submitScenario(service, id);
    const [job] = await list(service, "jobs");
    expect(job?.status).toBe("Status.BLOCKED");
    expect(await send(service, "DELETE", "/versions/1.5/", 409)).toMatchObject({ code: "jobs_unfinished" });
    expect(await get(service, `/jobs/${job?.id}/`)).toMatchObject({ job: { status: "Status.BLOCKED" } });
    expect(await list(service, "scenarios")).toHaveLength(1);
    await send(service, "DELETE", "/versions/1.5/?force=true", 200);
    for (const kind of ["scenarios", "datanodes", "tasks", "jobs", "submissions"]) {
      expect(await get<unknown[]>(service, `/${kind}/?version=all`), kind).not.toContainEqual(
        expect.objectContaining({ version: "1.5" }),
      );
    }
    await get(service, `/jobs/${job?.id}/`, 404);
    await start(`${CHANGED}[CORE]\nversion_number = "2.0"`);
  });

  it("are kept while a job of theirs runs; force tells its task to stop, and deletes", async () => {
    const beacon = await startBeacon();
    try {
      const lingering =
        '[SCENARIO.long]\ntasks = ["linger"]\n[TASK.linger]\nfunction = "shop.sums.linger:function"\n' +
        'inputs = ["quantity"]\noutputs = ["sum"]\n[DATA_NODE.sum]\n';
      const mode = '[JOB]\nmode = "standalone"\nlease = "3s:timedelta"\n';
      await start(`${lingering}${mode}[CORE]\nversion_number = "1.6"`, { BEACON: beacon.url });
      await submitScenario(service, (await createScenario(service, "long")).id);
      await beacon.called;
      const statuses = async () => (await list(service, "jobs")).map(({ status }) => status);
      await expect.poll(statuses).toEqual(["Status.RUNNING"]);
      const [job] = await list(service, "jobs");
      const refused = await send<{ message: string }>(service, "DELETE", "/versions/1.6/", 409);
      expect(refused).toMatchObject({ code: "jobs_unfinished" });
      expect(refused.message).toContain("force=true");
      expect(await get(service, `/jobs/${job?.id}/`)).toMatchObject({ job: { status: "Status.RUNNING" } });
      await send(service, "DELETE", "/versions/1.6/?force=true", 200);
      await beacon.left;
      await get(service, `/jobs/${job?.id}/`, 404);
      for (const kind of ["scenarios", "datanodes", "tasks", "jobs", "submissions"]) {
        expect(await get<unknown[]>(service, `/${kind}/?version=all`), kind).not.toContainEqual(
          expect.objectContaining({ version: "1.6" }),
        );
      }
    } finally {
      await start(`${CHANGED}[CORE]\nversion_number = "2.0"`);
      await beacon.stop();
    }
  });

  it("are deleted with their entities, and with no others", async () => {
    const [old] = await get<Entity[]>(service, "/scenarios/?version=1.0");
    // The scenarios of 1.0 have a data node of another storage type, or not: it was changed under this number.
    await start(`${CHANGED}[CORE]\nversion_number = "2.0"\nforce = "True:bool"`);
    await submitScenario(service, String(old?.id));
    expect(await get<unknown[]>(service, "/jobs/?version=1.0")).toHaveLength(1);
    expect(await send(service, "DELETE", "/versions/1.0/", 200)).toMatchObject({ message: "Version 1.0 was deleted." });
    for (const kind of ["scenarios", "datanodes", "tasks", "sequences", "jobs", "submissions"]) {
      const all = await get<{ version: string }[]>(service, `/${kind}/?version=all`);
      expect(
        all.filter(({ version }) => version === "1.0"),
        kind,
      ).toEqual([]);
    }
    const [left] = await list(service, "scenarios");
    expect(left).toMatchObject({ primary_scenario: true });
    expect(await list(service, "cycles")).toHaveLength(1);
    await submitScenario(service, String(left?.id));
    await send(service, "DELETE", "/versions/1.0/", 404);
    await send(service, "DELETE", "/versions/2.0/", 200);
    expect(await list(service, "cycles")).toEqual([]);
    expect(await get(service, "/versions/")).toEqual([{ id: "2.0", creation_date: null, is_latest: true }]);
    await createScenario(service, "order");
  });
});
