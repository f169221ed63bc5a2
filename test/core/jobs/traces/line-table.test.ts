import { describe, expect, it } from "vitest";
import { originOf, readLineTable } from "../../../../src/core/jobs/traces/line-table.ts";
import { createLineTables } from "../../../../src/queue/line-tables.ts";

const TABLE = {
  build: "b",
  file: "index.js",
  sources: ["taipy-edge", "a.ts"],
  segments: [0, 10, 1, 1, 0, 5, 1, 2, 3, 4, 0, 0, 0, 6, 1, 9],
};

describe("the line table", () => {
  it("says where a position of the bundle comes from: the last place that begins at or before it", () => {
    const table = readLineTable(TABLE);
    if (table === null) throw new Error("The table can't be read");
    const at = (line: number, column: number) => originOf(table, line, column);
    expect(at(1, 9)).toBeNull();
    expect(at(1, 10)).toEqual({ kind: "user", file: "a.ts", line: 1 });
    expect(at(1, 14)).toEqual({ kind: "user", file: "a.ts", line: 1 });
    expect(at(1, 15)).toEqual({ kind: "user", file: "a.ts", line: 2 });
    expect(at(4, 3)).toEqual({ kind: "user", file: "a.ts", line: 2 });
    expect(at(4, 4)).toEqual({ kind: "ours" });
    expect(at(4, 10)).toEqual({ kind: "user", file: "a.ts", line: 9 });
  });

  it("is not read when it has another form", () => {
    for (const wrong of [
      null,
      "x",
      {},
      { ...TABLE, segments: [1] },
      { ...TABLE, sources: [1] },
      { ...TABLE, build: 1 },
    ]) {
      expect(readLineTable(wrong)).toBeNull();
    }
  });

  it("is read once in an isolate, and again only after a failure", async () => {
    const answers = [() => Promise.reject(new Error("The files do not answer")), () => Promise.resolve(TABLE)];
    let reads = 0;
    const read = createLineTables({
      readLocal: undefined,
      build: "b",
      fetchTable: () => (answers[Math.min(reads++, 1)] ?? (() => Promise.resolve(null)))(),
    });
    expect(await read()).toBeNull();
    expect(await read()).toEqual(TABLE);
    expect(await read()).toEqual(TABLE);
    expect(reads).toBe(2);
  });

  it("is not used for a script of another build, nor for one without a build", async () => {
    const fetchTable = async () => TABLE;
    expect(await createLineTables({ readLocal: undefined, build: "c", fetchTable })()).toBeNull();
    expect(await createLineTables({ readLocal: undefined, build: null, fetchTable })()).toBeNull();
  });

  it("is that of the newest save under `npm start`, which may move lines without another Worker", async () => {
    const other = { ...TABLE, sources: [...TABLE.sources].reverse() };
    const saves = [async () => TABLE, async () => other, () => Promise.reject(new Error("no answer"))];
    const readLocal = () => (saves.shift() ?? (async () => ({ broken: true })))();
    const read = createLineTables({ readLocal, build: null, fetchTable: () => Promise.reject(new Error("unused")) });
    expect(await read()).toEqual(TABLE);
    expect(await read()).toEqual(other);
    expect(await read()).toBeNull();
    expect(await read()).toBeNull();
  });
});
