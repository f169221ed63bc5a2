import { describe, expect, it } from "vitest";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { Edit } from "../../../src/core/entities/edit.ts";
import { anEdit } from "../../harness/factories.ts";
import { DOMAIN, payload, task, written } from "../../orchestrator/world/factories.ts";
import { World } from "../../orchestrator/world/world.ts";
import { ObjectSqlite } from "../platform/object-sqlite.ts";
import { ObjectState } from "../platform/object-state.ts";
import { Violations } from "../violation.ts";
import type { ReadValue } from "./edits.ts";
import { Facts, newDomainFacts } from "./facts.ts";
import { checkWorkOrder, noteCurrent } from "./work-order.ts";

const readValue: ReadValue = ({ body }) => ({ tag: String(body), from: [] });

const edit = (number: number, tag: string): Edit => anEdit({ ...payload(tag), data_node_id: "input", number });

const LATER = edit(3, "later");

/** What is said of the order of a job that has begun when `current` was the newest edit of its input. */
async function judged(carried: string, ...later: readonly Edit[]): Promise<string | null> {
  const sql = new ObjectSqlite();
  const world = new World({ sql });
  world.have(written("input"));
  const order = await (await world.submit([task("reader", ["input"], [])])).claim("reader");
  const facts = new Facts();
  const domain = newDomainFacts(DOMAIN, new ObjectState(sql));
  facts.domains.set(DOMAIN, domain);
  const record = world.store.job(order.job_id);
  if (record === null) throw new Error("The object does not know its job");
  domain.lastSeen.set(order.job_id, record);
  const known = new Map([edit(1, "earlier"), edit(2, "current")].map((one) => [one.number, one]));
  facts.edits.set("input", known);
  noteCurrent(facts, domain, record, readValue);
  for (const one of later) known.set(one.number, one);
  const violations = new Violations();
  const inputs = order.inputs.map((node): DataNodeSnapshot => ({ ...node, payload: payload(carried) }));
  checkWorkOrder(facts, violations, DOMAIN, { ...order, inputs }, readValue);
  return violations.first?.message ?? null;
}

describe("the check of what a work order carries", () => {
  it("takes the value that was current when the job began, though another call has replaced it since", async () => {
    expect(await judged("current", LATER)).toBeNull();
  });

  it("names a value that was replaced before the job began, and one that was written after it", async () => {
    const promise = /^a work order carries the current values: JOB_reader_\S+: input$/;
    expect(await judged("earlier")).toMatch(promise);
    expect(await judged("earlier", LATER)).toMatch(promise);
    expect(await judged("later", LATER)).toMatch(promise);
  });
});
