import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workbook } from "../harness/hostile/build-workbook.ts";
import { LYING_WORKBOOKS } from "../harness/hostile/workbook.ts";
import { ADMIN_KEY, bodyOf, type Fortress, get, INSIDE, startFortress } from "./fortress.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DEVALUE = "application/vnd.taipy-edge.devalue+json";

let fortress: Fortress;
let editor: string;
let nodes: ReadonlyMap<string, string>;

beforeAll(async () => {
  fortress = await startFortress("test/attack/worker.ts", { ISSUER: "https://nowhere.invalid" });
  const db = await fortress.service.miniflare.getD1Database("SHOP");
  await db.exec("CREATE TABLE sales (id INTEGER, city TEXT)");
  editor = await fortress.newKey("EDITOR");
  await fortress.attack({ method: "POST", path: "/api/v1/scenarios/?config_id=targets" }, editor);
  const list = bodyOf<unknown>(await fortress.attack(get("/api/v1/datanodes/"), editor));
  nodes = new Map((list as { id: string; config_id: string }[]).map(({ id, config_id }) => [config_id, id]));
});

afterAll(() => fortress?.service.stop());

const at = (config: string, rest: string) => `/api/v1/datanodes/${encodeURIComponent(nodes.get(config) ?? "")}/${rest}`;

async function upload(config: string, body: string | Uint8Array, type = "application/octet-stream") {
  return fortress.attack(
    { method: "PUT", path: at(config, "content/"), headers: { "Content-Type": type }, body },
    editor,
  );
}

async function expectRefused(config: string, body: string | Uint8Array, reason: RegExp, type?: string): Promise<void> {
  const { status, text } = await upload(config, body, type);
  expect(JSON.parse(text).message).toMatch(reason);
  expect(text).not.toMatch(INSIDE);
  expect(status).toBe(422);
}

describe("a small workbook that stands for a large one is refused", () => {
  it.each(LYING_WORKBOOKS)("as no workbook when it lies: $name", ({ bytes, reason }) =>
    expectRefused("book", bytes, reason, XLSX),
  );

  it("when all its sheets together have more cells than fit, though one of them fits", async () => {
    const rows = `<row r="1"><c r="A1"><v>1</v></c></row><row r="400"><c r="ALL400"><v>1</v></c></row>`;
    expect((await upload("book", workbook({ rows }), XLSX)).status).toBe(200);
    await expectRefused("book", workbook({ rows, sheets: 4 }), /cells/, XLSX);
  });
});

describe("a file is refused", () => {
  it("as Parquet when its footer claims more bytes than the file has", async () => {
    const file = new Uint8Array([...Buffer.from("PAR1"), 0xff, 0xff, 0xff, 0x7f, ...Buffer.from("PAR1")]);
    await expectRefused("columns", file, /not a Parquet file/);
    const list = [0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f];
    const footer = [...list, list.length, 0, 0, 0];
    await expectRefused(
      "columns",
      new Uint8Array([...Buffer.from("PAR1"), ...footer, ...Buffer.from("PAR1")]),
      /not a Parquet file/,
    );
  });

  it("as CSV when a million columns have rows enough", async () => {
    const header = Array.from({ length: 1_000_000 }, (_, column) => `c${column}`).join(",");
    await expectRefused("rows", `${header}\n${"1\n".repeat(6)}`, /1,000,000 columns/);
  }, 60_000);

  it("as a value of tags when it has a thousand million holes", async () => {
    await expectRefused("any", "[[-7,4294967295]]", /with 4,294,967,295 missing items \(\[0\]\)/, DEVALUE);
  });
});

describe("a value that was uploaded", () => {
  it.each(["document", "any"])("may be nested to any depth without making a reader fail: %s", async (config) => {
    const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
    const { status } = await upload(config, deep, "application/json");
    expect([200, 422]).toContain(status);
    const operators = encodeURIComponent('[{"key":"a","operator":"EQUAL","value":1}]');
    for (const rest of ["read/", `read/?operators=${operators}`, "read/?limit=1", "diff/", "content/", "edits/"]) {
      const answer = await fortress.attack(get(at(config, rest)), editor);
      expect(answer.status, `${rest} ${answer.text.slice(0, 200)}`).toBeLessThan(500);
    }
    const append = await fortress.attack(
      { method: "POST", path: at(config, "append/"), headers: { "Content-Type": "application/json" }, body: '{"b":1}' },
      editor,
    );
    expect(append.status).toBeLessThan(500);
  });

  it("is refused when it expands to 10^12 items", async () => {
    const laughs = JSON.stringify([...Array.from({ length: 12 }, (_, level) => Array(10).fill(level + 1)), "lol"]);
    await expectRefused("any", laughs, /\(\[\d+\], at reference [\d,]+ to it\)/, DEVALUE);
  });

  it("is never served as a page, whatever its media type", async () => {
    await upload("document", '"<script>alert(1)</script>"', "text/html");
    const { headers } = await fortress.attack(get(at("document", "content/")), editor);
    expect(headers["content-type"]).toBe("application/json");
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect(headers["content-disposition"]).toBe('attachment; filename="document.json"');
  });
});

describe("no name leads out of its folder", () => {
  const NAMES = [
    "..%2f..%2fsrc%2findex.ts",
    "..%5c..%5cwrangler.toml",
    "%2fetc%2fpasswd",
    "....//",
    "a%00.js",
    "manifest.json%23",
  ];

  it.each(NAMES)("of the pages' files: %s", async (name) => {
    const { status, text } = await fortress.attack(get(`/docs/assets/${name}`), ADMIN_KEY);
    expect([400, 404, 405]).toContain(status);
    expect(text).not.toMatch(/root:|database_name/);
  });

  it("of a data node: no field of a request chooses its file", async () => {
    const evil = "../../../etc/passwd";
    const query = ["path", "default_path", "properties", "file", "key"].map((name) => `${name}=${evil}`).join("&");
    const requests = [
      {
        method: "PUT",
        path: at("document", `write/?${query}`),
        body: JSON.stringify({ path: evil, default_path: evil }),
      },
      {
        method: "POST",
        path: `/api/v1/datanodes/?config_id=document&${query}`,
        body: JSON.stringify({ properties: { path: evil } }),
      },
    ];
    const headers = { "Content-Type": "application/json", "Content-Disposition": `attachment; filename="${evil}"` };
    for (const request of requests) {
      expect((await fortress.attack({ ...request, headers }, editor)).status).toBe(400);
      // Taipy ignores names that it does not know.
      const strict = { ...request, headers: { ...headers, "Taipy-Compat": "strict" } };
      expect((await fortress.attack(strict, editor)).status).toBeLessThan(300);
    }
    const upload = { method: "PUT", path: at("document", "content/"), body: JSON.stringify(evil), headers };
    expect((await fortress.attack(upload, editor)).status).toBeLessThan(300);
    expect((await fortress.attack({ ...upload, path: at("document", `content/?${query}`) }, editor)).status).toBe(400);
    const { text } = await fortress.attack(get(at("document", "")), editor);
    expect(text).not.toContain("passwd");
    const file = await fortress.attack(get(at("document", "content/")), editor);
    expect(file.headers["content-disposition"]).toBe('attachment; filename="document.json"');
  });
});
