import { describe, expect, it } from "vitest";
import * as z from "zod";
import { configurationToml, exportConfiguration } from "../../../src/core/config/toml/export.ts";
import { type AppOptions, ConfigurationError, dataNode, defineApp } from "../../../src/taipy-edge.ts";

const Sale = z.object({ day: z.string(), amount: z.number() });
const untyped = (options: object) => options as never;

function errorsOf(options: AppOptions): readonly string[] {
  try {
    defineApp(options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.issues.map(({ level, field, message }) => `${level} ${field}: ${message}`);
  }
}

describe("the schema of a data node", () => {
  it("is an option of every storage type, and one of a workbook needs the name of one sheet", () => {
    const dataNodes = [
      dataNode("a", { schema: z.number() }),
      dataNode.json("b", { schema: z.number() }),
      dataNode.csv("c", { schema: Sale }),
      dataNode.excel("d", { schema: Sale, sheetName: "May" }),
      dataNode.generic("e", { schema: z.number(), readFct: () => 1 }),
      dataNode.sqlTable("f", { schema: Sale, tableName: "t", dbEngine: "sqlite", binding: "SALES" }),
      dataNode.s3Object("g", { schema: z.string(), awsS3ObjectKey: "k", binding: "FILES" }),
    ];
    expect(errorsOf({ dataNodes })).toEqual([]);
    const books = [untyped({ schema: Sale }), untyped({ schema: Sale, sheetName: ["May", "June"] })];
    expect(errorsOf({ dataNodes: books.map((options, index) => dataNode.excel(`book_${index}`, options)) })).toEqual(
      [0, 1].map(
        (index) =>
          `ERROR schema: \`schema\` of data node \`book_${index}\` describes a row, but its value has several sheets. Name one sheet: \`sheetName: "January"\`.`,
      ),
    );
  });

  it.each([
    ["a plain object", { day: "string" }],
    ["a text", "sales"],
    ["null", null],
  ])("is not %s", (_, schema) => {
    expect(errorsOf({ dataNodes: [dataNode.csv("sales", untyped({ schema }))] })).toEqual([
      "ERROR schema: `schema` of data node `sales` must be a schema of zod, Valibot, ArkType or another library that follows https://standardschema.dev.",
    ]);
  });

  it("stays when a file changes other options of its data node, and a comment of the exported file names it", () => {
    const toml = '[DATA_NODE.sales]\nstorage_type = "csv"\nscope = "GLOBAL:SCOPE"\n';
    const app = defineApp({ dataNodes: [dataNode.csv("sales", { schema: Sale })], toml });
    expect(app.dataNodes.get("sales")).toMatchObject({ scope: "GLOBAL", schema: Sale });
    expect(exportConfiguration(app).unwritable).toEqual(["DATA_NODE.sales.schema"]);
    expect(configurationToml(app)).toContain("# DATA_NODE.sales.schema has no form in TOML: it stays in the code.\n");
    expect(JSON.stringify(exportConfiguration(app).sections)).not.toContain("schema");
  });
});
