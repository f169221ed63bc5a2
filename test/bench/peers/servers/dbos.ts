import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { postgresql } from "../../../databases/postgresql-server.ts";
import { freePort } from "../../../harness/ports.ts";
import { ready, startFile } from "./child.ts";

// node dbos.ts <folder>: DBOS on a PostgreSQL of its own, which has each commit on the disk before it answers.
const folder = path.join(process.argv[2] ?? ".", "postgresql");
await mkdir(folder);
const account = { user: "peers", password: randomBytes(12).toString("hex") };
const port = await freePort();
const stop = await postgresql.start({ folder, port, ...account, database: "postgres", durable: true });
const service = await startFile("dbos-chain.mjs", [
  `postgresql://${account.user}:${account.password}@127.0.0.1:${port}/dbos`,
]);
ready(service.url, () => service.end().then(stop));
