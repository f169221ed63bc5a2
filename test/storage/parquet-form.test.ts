import { describe, expect, it } from "vitest";
import { Budget } from "../../src/core/values/budget.ts";
import { openParquet } from "../../src/storage/parquet/read-table.ts";
import { parquet } from "../../src/storage/parquet.ts";
import type { StorageContext } from "../../src/storage/types.ts";
import { aStoredPayload } from "../harness/factories.ts";
import { int, list, long, struct, text, withFooter } from "../harness/hostile/parquet-file.ts";
import { fixture } from "./fixture.ts";

const ref = aStoredPayload("k", { content_type: "application/vnd.apache.parquet" });

const contextOf = (bytes: Uint8Array) =>
  ({
    dataNode: { properties: {} },
    payloads: { getBytes: async () => bytes },
    budget: new Budget(),
  }) as unknown as StorageContext;
const read = (bytes: Uint8Array) => parquet.read(contextOf(bytes), ref);

/** Writes or appends to a file, and returns the new one. */
async function afterwards(work: "write" | "append", bytes: Uint8Array, value: unknown): Promise<Uint8Array> {
  let kept = bytes;
  const put = async (body: Uint8Array) => {
    kept = body;
    return ref;
  };
  const context = { ...contextOf(bytes), payloads: { getBytes: async () => bytes, put } } as unknown as StorageContext;
  await (work === "append" ? parquet.append?.(context, ref, value) : parquet.write(context, value, ref));
  return kept;
}

const codecsOf = async (bytes: Uint8Array) => {
  const { metadata } = await openParquet(bytes, new Budget());
  return metadata.row_groups.map(({ columns }) => columns[0]?.meta_data?.codec);
};

const row = {
  int: 4,
  big: 5,
  float: 1.5,
  text: "x",
  flag: true,
  naive: "2024-02-29T12:34:56.789",
  aware: null,
  kind: "c",
};

describe("a Parquet file of pandas", () => {
  it.each(["brotli", "gzip", "zstd", "none", "snappy"])(
    "keeps its compression when rows are appended: %s",
    async (name) => {
      const bytes = await afterwards("append", fixture(`pandas-${name}.parquet`), [row]);
      const [first, second] = await codecsOf(bytes);
      expect(second).toBe(first);
      expect(await read(bytes)).toEqual([
        ...((await read(fixture(`pandas-${name}.parquet`))) as unknown[]),
        { ...row, naive: new Date("2024-02-29T12:34:56.789Z") },
      ]);
    },
  );

  it("gets rows in snappy when its own compression can't be written", async () => {
    expect(await codecsOf(await afterwards("append", fixture("pandas-lz4.parquet"), [row]))).toEqual([
      "LZ4_RAW",
      "SNAPPY",
    ]);
  });

  it("gets a new type for the one column whose new cells do not fit", async () => {
    const bytes = await afterwards("write", fixture("pandas-snappy.parquet"), [{ ...row, int: "four" }]);
    const types = async (file: Uint8Array) => {
      const { columns } = await openParquet(file, new Budget());
      return Object.fromEntries(
        columns.map(({ name, form }) => [name, form.kind === "leaf" ? form.type.name : form.kind]),
      );
    };
    expect(await types(bytes)).toEqual({ ...(await types(fixture("pandas-snappy.parquet"))), int: "text" });
  });

  it("has one row group more after an append, however many rows are appended", async () => {
    const rows = Array.from({ length: 2_500 }, () => row);
    expect(await codecsOf(await afterwards("append", fixture("pandas-gzip.parquet"), rows))).toHaveLength(2);
  });

  it("does not change when nothing is appended", async () => {
    const bytes = fixture("pandas-snappy.parquet");
    expect(await afterwards("append", bytes, [])).toEqual(bytes);
  });
});

describe("a Parquet file whose footer can't be extended", () => {
  const column = struct({ 1: int(1), 3: int(1), 4: text("a") });
  const group = struct({ 1: list([struct({ 2: long(4), 3: chunk() })]), 2: long(0), 3: long(1) });

  function chunk() {
    const pages = {
      1: int(1),
      2: list([int(0)]),
      3: list([text("a")]),
      4: int(0),
      5: long(1),
      6: long(0),
      7: long(0),
      9: long(4),
    };
    return struct(pages);
  }

  it.each([
    ["is encrypted", { 8: struct({}) }, /nothing has changed: it is encrypted/],
    [
      "does not say how many rows it has",
      { 3: undefined },
      /nothing has changed: its footer does not list its row groups/,
    ],
  ])("refuses rows when it %s", async (_name, other, message) => {
    const schema = list([struct({ 4: text("root"), 5: int(1) }), column]);
    const bytes = withFooter(struct({ 1: int(2), 2: schema, 3: long(1), 4: list([group]), ...other })[1]);
    const refusal = { name: "TaipyError", code: "invalid_value", message: expect.stringMatching(message) };
    await expect(afterwards("append", bytes, [{ a: 1 }])).rejects.toMatchObject(refusal);
  });
});

describe("a Parquet file that is replaced", () => {
  it("is no hindrance when it is damaged", async () => {
    const bytes = await afterwards("write", new Uint8Array([1, 2, 3]), [{ a: 1 }]);
    expect(await read(bytes)).toEqual([{ a: 1 }]);
  });
});
