import { inject, expect, it } from "vitest";

it("postgres", async () => {
  const a = inject("postgresql");
  const { default: postgres } = await import("postgres");
  const sql = postgres({ host: "127.0.0.1", port: a!.port, user: a!.user, password: a!.password, database: a!.database, max: 1, fetch_types: false });
  const r = await sql.unsafe("select 1 as a, 9007199254740993::int8 as b, 1.50::numeric as c, now() as d, $1::text as e, 'x'::bytea f, true g, '{\"a\":1}'::json h, '2024-01-01'::date i, 'infinity'::timestamp j, '{1,2}'::int[] k", ["é"]);
  console.log(r, r.columns);
  await sql.end();
});
it("mysql", async () => {
  const a = inject("mariadb");
  const mysql = await import("mysql2/promise");
  const c = await mysql.createConnection({ host: "127.0.0.1", port: a!.port, user: a!.user, password: a!.password, database: a!.database, disableEval: true, supportBigNumbers: true, bigNumberStrings: true, timezone: "Z" });
  const [rows, fields] = await c.execute("select 1 as a, 9007199254740993 as b, 1.50 as c, now() as d, ? as e, true as g, ? as h, x'00ff' as i", ["é", new Date(0)]);
  console.log(rows, fields.map((f: any) => [f.name, f.columnType, f.type, f.flags, f.characterSet]));
  await c.end();
});
