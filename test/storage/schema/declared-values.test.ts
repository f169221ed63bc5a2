import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type AppOptions, dataNode, defineApp } from "../../../src/core/config/dsl/index.ts";
import { checkDeclaredValues, checkFile } from "../../../src/storage/schema/declared-values.ts";

const Sale = z.object({ day: z.string(), amount: z.number() });
const untyped = (options: object) => options as never;
const FILE = { "sales.csv": "day,amt\nmon,3\n" };

const check = async (options: AppOptions) =>
  (await checkDeclaredValues(defineApp(options), () => undefined)).map(
    ({ level, section, field, message }) => `${level} [${section}] ${field}: ${message}`,
  );

describe("default data and files of the application", () => {
  it("are errors of the configuration when they do not fit the schema of their data node", async () => {
    const rows = dataNode.csv("rows", untyped({ schema: Sale, defaultData: [{ day: "mon", amount: "three" }] }));
    expect(await check({ dataNodes: [rows] })).toEqual([
      "ERROR [DATA_NODE.rows] default_data: `default_data` of data node `rows` can't be used. The value does not fit " +
        'the schema of rows: row 1, column "amount": Invalid input: expected number, received string. ' +
        "It was checked as csv gives it back. Data node: DATANODE_rows (csv).",
    ]);
    const sales = dataNode.csv("sales", { schema: Sale, defaultPath: "sales.csv" });
    expect(await check({ dataNodes: [sales], files: FILE })).toEqual([
      expect.stringContaining(
        "ERROR [DATA_NODE.sales] files: The file `sales.csv` of data node `sales` can't be used. The value does not fit " +
          'the schema of sales: row 1, column "amount": The column is missing.',
      ),
    ]);
    const damaged = { "sales.csv": 'day,amount\n"mon,3\n' };
    expect(await check({ dataNodes: [sales], files: damaged })).toEqual([
      expect.stringContaining("The content cannot be read"),
    ]);
  });

  it("are in order when they fit, or when there is no schema", async () => {
    const dataNodes = [
      dataNode.csv("rows", { schema: Sale, defaultData: [{ day: "mon", amount: 3 }] }),
      dataNode.csv("sales", { schema: Sale, defaultPath: "sales.csv" }),
      dataNode.csv("free", { defaultPath: "free.csv" }),
      dataNode.json("empty", { schema: Sale }),
    ];
    expect(await check({ dataNodes, files: { "sales.csv": "day,amount\nmon,3\n", "free.csv": "a\n1\n" } })).toEqual([]);
  });

  it("are checked once more when the service stores the file, since a variable may have changed its path", async () => {
    const app = defineApp({ dataNodes: [dataNode.csv("sales", { schema: Sale, defaultPath: "sales.csv" })] });
    const seen: unknown[] = [];
    const values = { check: async (...given: readonly unknown[]) => void seen.push(given[0]) };
    await checkFile({ app, values }, "other.csv", "x");
    expect(seen).toEqual([]);
    await checkFile({ app, values }, "sales.csv", "day\n1\n");
    expect(seen).toMatchObject([{ config_id: "sales", storage_type: "csv" }]);
  });
});
