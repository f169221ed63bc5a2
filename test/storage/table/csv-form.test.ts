import { describe, expect, it } from "vitest";
import { filterValue } from "../../../src/core/values/filter.ts";
import { jsonOfValue } from "../../../src/core/values/json-value.ts";
import { csv } from "../../../src/storage/csv.ts";
import { memoryContext } from "./stored-types.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const big = (text: string) => Array.from(text, (character) => [0, character.charCodeAt(0)]).flat();

/** A node with a file, which is read, written and appended to. */
async function nodeOf(file: string | Uint8Array, properties: Readonly<Record<string, unknown>> = {}) {
  const context = memoryContext("csv", properties);
  const ref = await context.payloads.put(typeof file === "string" ? utf8(file) : file, "text/csv");
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return {
    context,
    ref,
    rows: async (of = ref) => (await csv.read(context, of)) as Record<string, unknown>[],
    append: async (value: unknown) => (await csv.append?.(context, ref, value)) ?? ref,
    write: (value: unknown) => csv.write(context, value, ref),
    textOf: (of: typeof ref) => text.decode(context.bytesOf(of)),
  };
}

describe("An append to a csv file", () => {
  it("of CRLF lines with quotes gives four rows, each with its own text", async () => {
    const node = await nodeOf('id,name\r\n1,"Smith, Ann"\r\n2,Bob\r\n');
    const ref = await node.append([
      { id: 3, name: "Cy" },
      { id: 4, name: "Di, Jr" },
    ]);
    expect(node.textOf(ref)).toBe('id,name\r\n1,"Smith, Ann"\r\n2,Bob\r\n3,Cy\r\n4,"Di, Jr"\r\n');
    expect(await node.rows(ref)).toEqual([
      { id: 1, name: "Smith, Ann" },
      { id: 2, name: "Bob" },
      { id: 3, name: "Cy" },
      { id: 4, name: "Di, Jr" },
    ]);
  });

  it.each([
    ["that ends lines with CR", "a,b\r1,x\r", "a,b\r1,x\r3,z\r"],
    ["without an end of its last line", "a,b\r\n1,x", "a,b\r\n1,x\r\n3,z\r\n"],
    ["that quotes every field", '"a","b"\n"1","x"\n', '"a","b"\n"1","x"\n"3","z"\n'],
    ["that quotes texts, but no numbers", '"a","b"\n1,"x"\n2,NA\n', '"a","b"\n1,"x"\n2,NA\n3,"z"\n'],
    ["that quotes what needs it", 'a,b\n1,"x,y"\n', 'a,b\n1,"x,y"\n3,z\n'],
    ["with quotes around some texts only", 'a,b\n1,"x"\n2,y\n', 'a,b\n1,"x"\n2,y\n3,z\n'],
    ["with blank lines", "\r\na,b\r\n\r\n1,x\r\n\r\n", "\r\na,b\r\n\r\n1,x\r\n\r\n3,z\r\n"],
    ["with mixed ends of lines", "a,b\r\n1,x\n2,y\n", "a,b\r\n1,x\n2,y\n3,z\r\n"],
    ["with a byte order mark", "\uFEFFa,b\n1,x\n", "\uFEFFa,b\n1,x\n3,z\n"],
  ])("%s keeps its form", async (_form, file, expected) => {
    const node = await nodeOf(file);
    const ref = await node.append([{ a: 3, b: "z" }]);
    expect(node.textOf(ref)).toBe(expected);
    const before = await node.rows();
    expect((await node.rows(ref)).slice(0, before.length)).toEqual(before);
  });

  it.each<[string, string, Uint8Array, number[]]>([
    ["latin-1", "é", Uint8Array.of(0x61, 0x0a, 0x85, 0x78, 0x0a), [0xe9, 0x0a]],
    ["cp1252", "€", Uint8Array.of(0x61, 0x0a, 0x80, 0x0a), [0x80, 0x0a]],
    ["shift_jis", "〜", Uint8Array.of(0x61, 0x0a, 0x78, 0x0a), [0x81, 0x60, 0x0a]],
    ["utf-16", "é", Uint8Array.of(0xfe, 0xff, 0, 0x61, 0, 0x0a, 0, 0x78, 0, 0x0a), [0, 0xe9, 0, 0x0a]],
    ["utf-16", "é", Uint8Array.of(0x61, 0, 0x0a, 0, 0x78, 0, 0x0a, 0), [0xe9, 0, 0x0a, 0]],
    ["utf-32-be", "é", Uint8Array.of(0, 0, 0, 0x61, 0, 0, 0, 0x0a), [0, 0, 0, 0xe9, 0, 0, 0, 0x0a]],
  ])("keeps the encoding %s", async (encoding, text, file, added) => {
    const node = await nodeOf(file, { encoding });
    const ref = await node.append([{ a: text }]);
    expect([...node.context.bytesOf(ref)]).toEqual([...file, ...added]);
    expect((await node.rows(ref)).at(-1)).toEqual({ a: text });
  });

  it.each<[string, string | Uint8Array, unknown, RegExp, Readonly<Record<string, unknown>>?]>([
    ["whose last row has too many fields", `a,b\n${"1,2\n".repeat(1_500)}1,2,3\n`, [{ a: 1 }], /3 fields in row 1502/],
    ["with a quote that never ends", 'a,b\n1,"x\n', [{ a: 1 }], /quote in row 2 that never ends/],
    [
      "a character that the encoding lacks",
      Uint8Array.of(0x61, 0x0a),
      [{ a: "日" }],
      /latin-1 has no character "日"/,
      { encoding: "latin-1" },
    ],
  ])("is refused and changes nothing: %s", async (_what, file, value, message, properties = {}) => {
    const node = await nodeOf(file, properties);
    const before = node.textOf(node.ref);
    const refusal = { code: "invalid_value", message: expect.stringMatching(message) };
    await expect(node.append(value)).rejects.toMatchObject(refusal);
    expect(node.textOf(node.ref)).toBe(before);
  });

  it("is refused where the file with the new rows could not be read as a whole", async () => {
    const node = await nodeOf(`a,b,c,d\n${"1,,,\n".repeat(200_000)}`);
    expect(await node.rows()).toHaveLength(200_000);
    const added = Array.from({ length: 40_000 }, () => [1]);
    await expect(node.append(added)).rejects.toMatchObject({ code: "value_too_large" });
  });
});

describe("A write to a csv file", () => {
  it.each([
    ["other spellings of numbers", "id,x\r\n007,1.50\r\n8,2e0\r\n"],
    ["needless quotes and blank lines", '"id","x"\n\n"1",2\n  \n'],
    ["columns named by numbers", "country,2019,2020\nFR,1,2\n"],
    ["a header only", "a,b\n"],
    ["big integers beside missing cells", "id,x\n9007199254740993,1\n,2\n"],
    ["columns without names and with equal ones", "a,a,,x\n1,2,3,4\n"],
  ])("of what a read has answered keeps the bytes: %s", async (_form, file) => {
    const node = await nodeOf(file);
    const answer = JSON.parse(jsonOfValue(await node.rows()), (_key, value, { source } = { source: "" }) =>
      Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(source) : value,
    );
    const ref = await node.write(answer);
    expect(node.textOf(ref)).toBe(file);
    expect(ref.key).not.toBe(node.ref.key);
  });

  it.each([
    ["its ends of lines", "a,b\r\n1,x\r\n", "a,b\r\n5,y\r\n"],
    ["its quotes", '"a","b"\n1,"x"\n', '"a","b"\n5,"y"\n'],
    ["its byte order mark", "\uFEFFa,b\n1,x\n", "\uFEFFa,b\n5,y\n"],
    ["nothing of a file that can't be read", 'a,b\r\n1,"x', "a,b\n5,y\n"],
  ])("of other rows keeps %s", async (_what, file, expected) => {
    const node = await nodeOf(file);
    expect(node.textOf(await node.write([{ a: 5, b: "y" }]))).toBe(expected);
  });

  it("keeps the order of columns named by numbers, which JSON has lost, and puts new ones behind them", async () => {
    const node = await nodeOf("country,2019,2020\nFR,1,2\n");
    const ref = await node.write([{ country: "DE", "2019": 3, "2020": 4, "2021": 5 }]);
    expect(node.textOf(ref)).toBe("country,2019,2020,2021\nDE,3,4,5\n");
  });

  it("empties a file with rows, and keeps none of its columns", async () => {
    const node = await nodeOf("a,b\n1,2\n");
    expect(node.textOf(await node.write([]))).toBe("");
  });

  it.each<[string, number[]]>([
    ["utf-8-sig", [0xef, 0xbb, 0xbf, 0x61, 0x0a, 0xc3, 0xa9, 0x0a]],
    ["utf-16", [0xff, 0xfe, 0x61, 0, 0x0a, 0, 0xe9, 0, 0x0a, 0]],
    ["utf-16-be", [0, 0x61, 0, 0x0a, 0, 0xe9, 0, 0x0a]],
    ["utf-32", [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0, 0x0a, 0, 0, 0, 0xe9, 0, 0, 0, 0x0a, 0, 0, 0]],
    ["latin-1", [0x61, 0x0a, 0xe9, 0x0a]],
    ["cp866", [0x61, 0x0a]],
    ["mac_roman", [0x61, 0x0a, 0x8e, 0x0a]],
  ])("to a new file has the node's encoding: %s", async (encoding, bytes) => {
    const context = memoryContext("csv", { encoding });
    const written = csv.write(context, [{ a: "é" }]);
    if (encoding === "cp866") {
      const message = expect.stringContaining('The encoding cp866 has no character "é". Take "utf-8"');
      await expect(written).rejects.toMatchObject({ code: "invalid_value", message });
    } else {
      expect([...context.bytesOf(await written)]).toEqual(bytes);
      expect(await csv.read(context, await written)).toEqual([{ a: "é" }]);
    }
  });
});

describe("The encoding of a csv node", () => {
  it("utf-16 is read by its byte order mark", async () => {
    const node = await nodeOf(Uint8Array.from([0xfe, 0xff, ...big("a,b\n1,x\n")]), { encoding: "utf-16" });
    expect(await node.rows()).toEqual([{ a: 1, b: "x" }]);
  });

  it.each(["utf-16", "utf-16-be", "utf-32", "utf-32-be", "gbk", "cp1252"])(
    "%s keeps texts of many characters",
    async (encoding) => {
      const context = memoryContext("csv", { encoding });
      const sign = encoding === "gbk" ? "日" : encoding === "cp1252" ? "€" : "😀";
      const rows = Array.from({ length: 3_000 }, (_, n) => ({ n, text: `${sign} ${sign} text ${n}` }));
      expect(await csv.read(context, await csv.write(context, rows))).toEqual(rows);
    },
  );

  it("latin-1 is ISO 8859-1, and not a Windows code page", async () => {
    const node = await nodeOf(Uint8Array.of(0x61, 0x0a, 0x80, 0x93, 0x0a), { encoding: "latin-1" });
    expect(await node.rows()).toEqual([{ a: "\u0080\u0093" }]);
  });

  it.each([
    ["ascii", [0xe9]],
    ["cp1252", [0x81]],
    ["utf-8", [0xff]],
    ["utf-16-le", [0x61]],
    ["utf-16-le", [0x61, 0xd8, 0x61, 0]],
    ["utf-32", [0, 0, 0x11, 0]],
    ["utf-32", [0x61, 0]],
    ["gbk", [0x81, 0x20]],
  ])("%s refuses bytes that are no such text: %j", async (encoding, bytes) => {
    const node = await nodeOf(Uint8Array.from(bytes), { encoding });
    await expect(node.rows()).rejects.toMatchObject({ code: "invalid_value" });
  });

  it("has no effect on a file of earlier releases, whose media type says UTF-8", async () => {
    const context = memoryContext("csv", { encoding: "latin-1" });
    const ref = await context.payloads.put("a\né\n", "text/csv; charset=utf-8");
    expect(await csv.read(context, ref)).toEqual([{ a: "é" }]);
    const appended = await csv.append?.(context, ref, [{ a: "日" }]);
    expect(await csv.read(context, appended ?? ref)).toEqual([{ a: "é" }, { a: "日" }]);
  });
});

describe("Integers of csv that a double can't hold", () => {
  it.each([
    ["GREATER_THAN", 6, [9007199254740993n, 7]],
    ["EQUAL", 5, [5]],
    ["EQUAL", 9007199254740993n, [9007199254740993n]],
    ["LESS_THAN", 9007199254740993n, [5, 7]],
  ] as const)("are compared as numbers: %s %s", async (operator, value, ids) => {
    const node = await nodeOf("id,n\n9007199254740993,1\n5,2\n7,3\n,4\n");
    const filter = { conditions: [{ key: "id", operator, value }], join: "AND" } as const;
    const found = filterValue(await node.rows(), filter, "table") as Record<string, unknown>[];
    expect(found.map(({ id }) => id)).toEqual(ids);
    const selected = await csv.select?.(node.context, node.ref, { filter, columns: ["id"], offset: 0, limit: null });
    expect(selected?.map((row) => (row as Record<string, unknown>).id)).toEqual(ids);
  });
});
