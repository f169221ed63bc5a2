// @ts-nocheck
import { expect, it } from "vitest";
import * as zlib from "node:zlib";
import { readXlsx, streamXlsxRows, writeXlsx } from "hucre/xlsx";
import readXlsxFile from "read-excel-file/universal";
it("zlib", () => {
  const b = new TextEncoder().encode("hello".repeat(100));
  console.log(Object.keys(zlib).filter((k) => k.endsWith("Sync")).join());
  const g = zlib.gzipSync(b); expect(new Uint8Array(zlib.gunzipSync(g))).toEqual(b);
  const br = zlib.brotliCompressSync(b); expect(new Uint8Array(zlib.brotliDecompressSync(br))).toEqual(b);
  const zs = zlib.zstdCompressSync(b); expect(new Uint8Array(zlib.zstdDecompressSync(zs))).toEqual(b);
  try { zlib.gunzipSync(g, {maxOutputLength: 100}); console.log("no limit") } catch (e) { console.log("limit", e.message) }
});
it("hucre", async () => {
  const rows = Array.from({ length: 40000 }, (_, i) => [i, Math.random(), crypto.randomUUID(), new Date(i * 1e9), i % 2 === 0, null, -0, 5e-324, 1.7976931348623157e308]);
  let t = Date.now();
  const bytes = await writeXlsx({ sheets: [{ name: "Größe ☃", rows }, { name: "B", rows: [] }] });
  console.log(bytes.length, Date.now() - t); t = Date.now();
  const names = [];
  const wb = await readXlsx(bytes, { sheets: (i) => { names.push(i.name); return false } });
  console.log(names, wb.sheets.length, Date.now() - t);
  let n = 0, last; for await (const r of streamXlsxRows(bytes, { sheet: "Größe ☃" })) { if (n<2) console.log(r); n++; last = r }
  console.log(n, last, Date.now() - t);
  for (const bad of [rows.slice(0,0)]) for await (const r of streamXlsxRows(bytes, { sheet: "B" })) console.log("B", r);
  for (const bad of [new Uint8Array([1,2,3]), new TextEncoder().encode("hello world ".repeat(10)), bytes.slice(0, 5000)])
    try { for await (const r of streamXlsxRows(bad)) {} console.log("??") } catch (e) { console.log(e.name, e.message) }
  try { for await (const r of streamXlsxRows(bytes, { sheet: "Z" })) {} console.log("??") } catch (e) { console.log(e.name, e.message) }
  for (const bad of [[["x".repeat(40000)]], [[Infinity]], [[NaN]], [[new Date(NaN)]], [[new Date(-1e14)]], [["\u0000\u0001_x0041_\ud800 \r\n "]], [[10n]], [[{a:1}]], [["=1+1"]],[["2025-01-01","12.5","true"]]])
    try { const b = await writeXlsx({ sheets: [{ name: "S", rows: bad }] }); for await (const r of streamXlsxRows(b)) console.log("ok", JSON.stringify(r).slice(0,80)) } catch (e) { console.log("E", e.name, e.message) }
  for (const name of ["", "a/b", "x".repeat(40), "'q", "History"]) try { const b = await writeXlsx({ sheets: [{ name, rows: [[1]] }] }); console.log("ok", name)} catch (e) { console.log("E", e.name, e.message) }
  try { const r = await readXlsxFile(new Blob([bytes])); console.log("rxf ok", r[0].data.length) } catch (e) { console.log("rxf", e.name, e.message) }
});
