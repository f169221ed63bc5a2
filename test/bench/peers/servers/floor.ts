import process from "node:process";
import { startService } from "../../../harness/service.ts";
import { createScenario, submitCall } from "../../fleet.ts";
import { ask } from "../../workloads/load.ts";
import { FLOOR_TABLES } from "../../workloads/seed.ts";
import { endOfSubmission, keepTemplate, templateOf } from "../../workloads/template.ts";
import { ready } from "./child.ts";

const CHAIN = "chain3";

/** The rows that the service writes for a chain. */
async function rowsOfChain() {
  const service = await startService({ entry: "test/bench/application/worker.ts", deployed: true });
  const db = (await service.miniflare.getD1Database("DB")) as unknown as D1Database;
  const id = await createScenario(service.url, CHAIN);
  const created = await templateOf(db, id);
  await ask(service.url, submitCall(id));
  const ended = await templateOf(db, id);
  await service.stop();
  return { created, ended: endOfSubmission(ended) };
}

// node floor.ts <folder>: the least that the platform needs for the same rows.
const [persistTo] = process.argv.slice(2);
const { created, ended } = await rowsOfChain();
const floor = await startService({ entry: "test/bench/application/floor.ts", deployed: true, persistTo });
const db = (await floor.miniflare.getD1Database("DB")) as unknown as D1Database;
await db.batch(FLOOR_TABLES.map((sql) => db.prepare(sql)));
await keepTemplate(db, "creation", created);
await keepTemplate(db, "submission", ended);
ready(floor.url, () => floor.stop());
