import { describe, expect, it } from "vitest";
import { type AppOptions, dataNode, defineApp } from "../../src/core/config/dsl/index.ts";
import { checkDefaultData } from "../../src/storage/settings/default-data.ts";

class Point {
  readonly x = 1;
}

const untyped = (options: object) => options as never;
const check = async (options: AppOptions, variables: Record<string, string> = {}) =>
  (await checkDefaultData(defineApp(options), (name) => variables[name])).map(
    ({ level, section, message }) => `${level} [${section}] ${message}`,
  );

describe("default data that its storage type can't hold", () => {
  it.each([
    ["csv", dataNode.csv("x", untyped({ defaultData: 14 }))],
    ["csv", dataNode.csv("x", untyped({ defaultData: [{ a: 1 }, 2] }))],
    ["csv", dataNode.csv("x", { defaultData: [{ a: "日" }], encoding: "latin-1" })],
    ["parquet", dataNode.parquet("x", { defaultData: [{ a: 1 }, { a: "one" }] })],
    ["excel", dataNode.excel("x", untyped({ defaultData: "no table" }))],
    ["json", dataNode.json("x", { defaultData: { a: Number.NaN } })],
    ["pickle", dataNode.pickle("x", { defaultData: new Point() })],
  ])("is an error that says why: %s", async (storageType, node) => {
    const start = `ERROR [DATA_NODE.x] \`default_data\` of data node \`x\` can't be stored as ${storageType}: `;
    expect(await check({ dataNodes: [node] })).toEqual([expect.stringMatching(/can't be stored as .+: .+/)]);
    expect((await check({ dataNodes: [node] }))[0]?.startsWith(start)).toBe(true);
  });

  it.each([
    ["rows", { dataNodes: [dataNode.csv("x", { defaultData: [{ a: 1 }] })] }],
    ["any value", { dataNodes: [dataNode.pickle("x", { defaultData: new Map([[1, new Date(0)]]) })] }],
    ["no default data", { dataNodes: [dataNode.csv("x")] }],
    [
      "default data that lose to a file",
      {
        dataNodes: [dataNode.csv("x", untyped({ defaultData: 14, defaultPath: "x.csv" }))],
        files: { "x.csv": "a\n1\n" },
      },
    ],
    [
      "an encoding that only the Worker knows",
      { dataNodes: [dataNode.csv("x", { defaultData: [{ a: 1 }], encoding: "ENV[ENCODING]" })] },
    ],
  ] satisfies [string, AppOptions][])("is not found in %s", async (_, options) => {
    expect(await check(options)).toEqual([]);
  });

  it("is found with the variables of the environment", async () => {
    const node = dataNode.csv("x", { defaultData: [{ a: 1 }], encoding: "ENV[ENCODING]" });
    expect(await check({ dataNodes: [node] }, { ENCODING: "utf-8" })).toEqual([]);
    expect(await check({ dataNodes: [node] }, { ENCODING: "klingon" })).toEqual([
      expect.stringContaining('The encoding "klingon" is not one of utf-8'),
    ]);
  });
});
