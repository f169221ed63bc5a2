import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { readShapes, shapeOf } from "../../../src/core/config/shapes.ts";

/** Variables, because the compiler has no types for plain JavaScript. */
const SHAPES: string = new URL("../../../src/dev/shapes/shapes.mjs", import.meta.url).href;
const FILE: string = new URL("../../../src/dev/shapes/shapes-file.mjs", import.meta.url).href;
const { shapesOf } = (await import(SHAPES)) as {
  shapesOf(dataNodes: Iterable<{ readonly id: string; readonly schema?: unknown }>): Record<string, unknown>;
};
const { shapesFileOf, writeShapes, readShapesFile } = (await import(FILE)) as {
  shapesFileOf(wrangler: object): string | null;
  writeShapes(file: string, given: { readonly build: string | null; readonly schemas: object }): Promise<void>;
  readShapesFile(file: string | null): Promise<unknown>;
};

const DATE = {
  type: "object",
  properties: { __type__: { const: "Datetime" }, __value__: { type: "string" } },
  required: ["__type__", "__value__"],
};

describe("the shape of a schema", () => {
  it("is what fits it, and not what the schema would make of that", () => {
    const schema = z.object({ day: z.string().transform(Number), amount: z.number().default(1) });
    expect(shapesOf([{ id: "sales", schema }, { id: "free" }])).toEqual({
      sales: {
        type: "object",
        properties: { day: { type: "string" }, amount: { type: "number", default: 1 } },
        required: ["day"],
      },
    });
  });

  it("has dates as the API answers them, and anything where JSON Schema has no word", () => {
    const schema = z.object({ at: z.date(), n: z.bigint(), own: z.custom() });
    expect(shapesOf([{ id: "x", schema }])).toMatchObject({
      x: { properties: { at: DATE, n: { type: "integer" }, own: {} } },
    });
  });

  it("is read from zod/mini, and from any library that gives its JSON Schema", () => {
    const own = { "~standard": { version: 1, vendor: "own", jsonSchema: { input: () => ({ type: "boolean" }) } } };
    const silent = { "~standard": { version: 1, vendor: "silent" } };
    const found = shapesOf([
      { id: "mini", schema: mini.string() },
      { id: "own", schema: own },
      { id: "silent", schema: silent },
    ]);
    expect(found).toEqual({ mini: { type: "string" }, own: { type: "boolean" } });
  });
});

describe("the file of the shapes", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-shapes-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("lies among the static files that the service reads, if there are any", () => {
    const configPath = path.join(folder, "wrangler.toml");
    const assets = { directory: "./dist/pages", binding: "ASSETS" };
    expect(shapesFileOf({ configPath, assets })).toBe(path.join(folder, "dist/pages/taipy-edge.schemas.json"));
    expect(shapesFileOf({ configPath, assets: { ...assets, binding: "FILES" } })).toBeNull();
    expect(shapesFileOf({ configPath })).toBeNull();
  });

  it("is what the service reads, and is gone with the last schema", async () => {
    const file = path.join(folder, "pages/taipy-edge.schemas.json");
    const given = { build: "b1", schemas: { sales: { type: "object" } } };
    await writeShapes(file, given);
    expect(readShapes(JSON.parse(await readFile(file, "utf8")))).toEqual(given);
    expect(await readShapesFile(file)).toEqual(given);
    await writeShapes(file, { build: null, schemas: {} });
    await expect(access(file)).rejects.toThrow("ENOENT");
    expect(await readShapesFile(file)).toBeNull();
    expect(await readShapesFile(null)).toBeNull();
  });

  it("is not used by the service when it is no such file", () => {
    for (const value of [null, 3, {}, { build: 1, schemas: {} }, { build: null, schemas: { a: 1 } }])
      expect(readShapes(value)).toBeNull();
  });

  it("leaves the shape of a schema open that it does not have", () => {
    const shapes = { build: null, schemas: { a: { type: "string" } } };
    expect(shapeOf({ id: "a", schema: {} }, shapes)).toEqual({ type: "string" });
    expect(shapeOf({ id: "constructor", schema: {} }, shapes)).toEqual({ $comment: expect.any(String) });
    expect(shapeOf({ id: "a", schema: {} }, null)).toEqual({ $comment: expect.any(String) });
    expect(shapeOf({ id: "a" }, shapes)).toBeNull();
  });
});
