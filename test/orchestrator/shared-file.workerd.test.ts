import { runInDurableObject } from "cloudflare:test";
import { env as bindings } from "cloudflare:workers";
import { expect, it } from "vitest";
import { dataNodeTable } from "../../src/core/entities/data-node.ts";
import { unwrap } from "../../src/core/errors.ts";
import { readSnapshots } from "../../src/d1/read/snapshots.ts";
import { insertRows } from "../../src/d1/write/insert.ts";
import type { Env } from "../../src/env.ts";
import { createOrchestrators } from "../../src/orchestrator/client.ts";
import { CachedStore } from "../../src/orchestrator/state/cached-store.ts";
import { durableObjectSql } from "../../src/orchestrator/state/object-sql.ts";
import { command, dataNode, payload, task } from "./world/factories.ts";

const env = bindings as unknown as Env;
const orchestrators = createOrchestrators(env.ORCHESTRATOR);

const stub = (domain: string) => env.ORCHESTRATOR.get(env.ORCHESTRATOR.idFromName(domain));

const file = { storage_type: "csv" as const, properties: { path: "shared.csv", is_generated: false } };

it("a job reads what lies at its input's path, also when another object's data node was written there last", async () => {
  const mine = dataNode("mine", { domain: "one", ...file });
  const theirs = dataNode("theirs", { domain: "two", ...file });
  await env.DB.batch(insertRows(env.DB, dataNodeTable, [mine, theirs]));
  const write = (domain: string, data_node: typeof mine, body: string) =>
    orchestrators(domain).writeDataNode({ data_node, payload: payload(body), editor_id: null, comment: null });
  unwrap(await write("one", mine, "old"));
  unwrap(await write("two", theirs, "new"));

  const [snapshot = mine] = await readSnapshots(env.DB, ["mine"]);
  expect(snapshot.payload?.body).toBe("new");
  // Blocked on another input, so that no consumer claims the job.
  const tasks = [task("read", ["mine", "never"], [], { domain: "one" })];
  const never = dataNode("never", { domain: "one" });
  const submit = command(tasks, [snapshot, never], { entity: { domain: "one", entity_id: "one" } });
  const { submission } = unwrap(await orchestrators("one").submit(submit));
  expect(submission.submission_status).toBe("BLOCKED");
  const known = await runInDurableObject(stub("one"), (_, { storage }) =>
    new CachedStore(durableObjectSql(storage)).node("mine"),
  );
  expect(known?.node.payload?.body).toBe("new");
});
