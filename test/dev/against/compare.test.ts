import path from "node:path";
import { describe, expect, it } from "vitest";
import { differenceText } from "../../../src/core/config/toml/differences.ts";
import { structureChanges } from "../../../src/core/planning/submission/changed-structure.ts";
import { dataNode, defineApp, scenario, task } from "../../../src/taipy-edge.ts";

interface Service {
  readonly url: string;
  readonly key: string | null;
}
interface Comparison {
  compareWith(checked: object, service: Service, send: typeof fetch): Promise<readonly string[]>;
  readAgainst(
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): { readonly service: Service | null; readonly others: readonly string[] };
}

const MODULE = path.join(import.meta.dirname, "../../../src/dev/against/compare.mjs");
const { compareWith, readAgainst } = (await import(MODULE)) as Comparison;

const SERVICE = { url: "https://taipy.example.com/base", key: "secret" };

const price = dataNode("price");
const app = defineApp({
  scenarios: [scenario("order", { tasks: [task("double", { function: () => 1, inputs: [price], outputs: [] })] })],
});
const checked = {
  configs: { scenario: app.scenarios, task: app.tasks, data_node: app.dataNodes },
  isForced: false,
  changesOf: (created: Parameters<typeof structureChanges>[1]) => structureChanges(app, created).map(differenceText),
};

const use = (kind: string, config_id: string, count: number, ids: readonly string[]) => ({
  kind,
  config_id,
  version: "latest",
  count,
  ids,
  is_configured: true,
});

/** A service with these pages of uses, and this configuration. */
function fake(pages: readonly (readonly object[])[], configuration: object = {}) {
  const calls: { readonly path: string; readonly key: string | null }[] = [];
  const send = async (input: URL | RequestInfo, init?: RequestInit) => {
    const url = new URL(String(input));
    calls.push({ path: url.pathname + url.search, key: new Headers(init?.headers).get("Authorization") });
    if (url.pathname === "/base/api/v1/config/") return Response.json(configuration);
    const at = Number(url.searchParams.get("cursor") ?? 0);
    const next = at + 1 < pages.length ? { Link: `<https://elsewhere.example.com/?cursor=${at + 1}>; rel="next"` } : {};
    return Response.json(pages[at] ?? [], { headers: next });
  };
  return { send, calls };
}

describe("a configuration that is compared with a deployed service", () => {
  it("has a warning for each config that is gone, with the counts of all pages and a few ids", async () => {
    const { send, calls } = fake([
      [use("scenario", "gone", 3, ["SCENARIO_gone_1", "SCENARIO_gone_2", "SCENARIO_gone_3"])],
      [use("scenario", "gone", 1, ["SCENARIO_gone_4"]), use("task", "lost", 1, ["TASK_lost_1"])],
      [use("data_node", "old", 1, ["DATANODE_old_1"]), use("scenario", "order", 7, [])],
    ]);
    expect(await compareWith(checked, SERVICE, send)).toEqual([
      "4 scenarios of `gone` (SCENARIO_gone_1, SCENARIO_gone_2, SCENARIO_gone_3, …) no longer have their config. They stay readable, and can be deleted.",
      "1 task of `lost` (TASK_lost_1) no longer has its config. Submitting them, or a scenario or sequence with them, will be 409 configuration_changed.",
      "1 data node of `old` (DATANODE_old_1) no longer has its config. Submitting a task that reads or writes them will be 409 configuration_changed.",
    ]);
    // The key stays with the service, whatever a link says.
    const path = "/base/api/v1/config/orphans/?all=true";
    const key = "Bearer secret";
    expect(calls).toEqual([path, `${path}&cursor=1`, `${path}&cursor=2`].map((at) => ({ path: at, key })));
  });

  it("has a warning for a task with other inputs, or a data node of another scope, than are deployed", async () => {
    const uses = [use("task", "double", 2, ["TASK_double_1", "TASK_double_2"])];
    const deployed = {
      DATA_NODE: { default: { storage_type: "pickle", scope: "SCENARIO:SCOPE" }, price: { scope: "GLOBAL:SCOPE" } },
      TASK: { double: { function: "app.double:function", inputs: ["price:SECTION", "tax:SECTION"], outputs: [] } },
    };
    const [warning, ...more] = await compareWith(checked, SERVICE, fake([uses], deployed).send);
    expect(warning).toContain("2 tasks of `double` (TASK_double_1, TASK_double_2) may have another structure:");
    expect(warning).toContain("TASK.double.inputs");
    expect(warning).toContain("DATA_NODE.price.scope");
    expect(warning).toContain("will be 409 configuration_changed.");
    expect(more).toEqual([]);
  });

  it("has no warning where all fits", async () => {
    const deployed = {
      DATA_NODE: { default: {}, price: { storage_type: "pickle", scope: "SCENARIO:SCOPE" } },
      TASK: { double: { function: "app.double:function", inputs: ["price:SECTION"], outputs: [] } },
    };
    const uses = [use("task", "double", 1, ["TASK_double_1"]), use("data_node", "price", 1, ["DATANODE_price_1"])];
    expect(await compareWith(checked, SERVICE, fake([uses], deployed).send)).toEqual([]);
  });

  it.each([
    [401, {}, "does not take the key (401)"],
    [403, { message: "No." }, "it needs the role TAIPY_READER. It says: No."],
    [404, {}, "has no GET /api/v1/config/orphans/ (404): its release is older than this one"],
    [302, {}, "leads elsewhere (302), such as to a login"],
    [503, { message: "Closed." }, "answers 503. It says: Closed."],
    [200, {}, "is no taipy-edge"],
  ])("says why it can't be compared with a service that answers %i", async (status, body, text) => {
    const send = async () => Response.json(body, { status });
    await expect(compareWith(checked, SERVICE, send)).rejects.toThrow(text);
  });

  it("says that a service does not answer, and that one asks for a key", async () => {
    const cause = new Error("connect ECONNREFUSED");
    const unreachable = async () => Promise.reject(new TypeError("fetch failed", { cause }));
    await expect(compareWith(checked, SERVICE, unreachable)).rejects.toThrow(
      "https://taipy.example.com/base does not answer: connect ECONNREFUSED.",
    );
    const closed = async () => Response.json({}, { status: 401 });
    await expect(compareWith(checked, { ...SERVICE, key: null }, closed)).rejects.toThrow("set the variable TAIPY_KEY");
  });
});

describe("the options of the comparison", () => {
  it("are taken out of the others, and the key comes from --key or from the variable TAIPY_KEY", () => {
    const args = ["app.ts", "--against", "https://a.example.com", "--env", "staging"];
    expect(readAgainst(args, { TAIPY_KEY: "k" })).toEqual({
      service: { url: "https://a.example.com", key: "k" },
      others: ["app.ts", "--env", "staging"],
    });
    expect(readAgainst([...args, "--key=other"], { TAIPY_KEY: "k" }).service?.key).toBe("other");
    expect(readAgainst(args, {}).service?.key).toBe(null);
    expect(readAgainst(["--env", "staging"], { TAIPY_KEY: "k" }).service).toBe(null);
  });

  it.each([
    [["--against"], "--against needs a value."],
    [["--against", "--key"], "--against needs a value."],
    [["--against", "taipy.example.com"], "--against taipy.example.com is no address"],
    [["--key", "k"], "--key needs --against"],
  ])("are refused where they can't be: %j", (args, text) => {
    expect(() => readAgainst(args, {})).toThrow(text);
  });
});
