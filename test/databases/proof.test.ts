import { inject, expect, it } from "vitest";

it("postgres", async () => {
  const a = inject("postgresql");
  const { default: postgres } = await import("postgres");
  const { connect } = await import("cloudflare:sockets");
  const { Duplex } = await import("node:stream");
  const s = connect({ hostname: "127.0.0.1", port: a!.port });
  await s.opened;
  const stream: any = Duplex.fromWeb(s as any);
  Object.defineProperty(stream, "readyState", { get: () => (stream.destroyed ? "closed" : "open") });
  const sql = postgres({ socket: () => stream, user: a!.user, password: a!.password, database: a!.database, max: 1, fetch_types: false } as any);
  const r = await sql.unsafe("select 1 as a, $1::text as e", ["é"]);
  console.log(r);
  await sql.end();
  console.log("ended", stream.destroyed);
});
it("mysql", async () => {
  const a = inject("mariadb");
  const { default: mysql } = await import("mysql2/promise");
  const c = await mysql.createConnection({ host: "127.0.0.1", port: a!.port, user: a!.user, password: a!.password, database: a!.database, disableEval: true, supportBigNumbers: true, bigNumberStrings: true, timezone: "Z" });
  const [rows, fields] = await c.execute("select 1 as a, 9007199254740993 as b, 1.50 as c, now() as d, ? as e, true as g, ? as h, x'00ff' as i", ["é", new Date(0)]);
  console.log(rows, fields.map((f: any) => [f.name, f.columnType, f.type, f.flags, f.characterSet]));
  await c.end();
});
