import { isFinished } from "../../../src/core/jobs/statuses.ts";
import type { D1 } from "../platform/d1.ts";
import type { Kv } from "../platform/kv.ts";
import type { Violations } from "../violation.ts";
import type { Facts } from "./facts.ts";

const PROMISE = "nothing is left of what was deleted";

/** After a cascading deletion that was confirmed to a client, neither D1, KV nor an object has anything of the scenario. */
export function checkNothingLeft(facts: Facts, violations: Violations, d1: D1, kv: Kv): void {
  const revived = [...facts.revived];
  const ids = [...facts.erased].flatMap(([scenario, owned]) => {
    // A sequence's id ends with that of its scenario.
    const isRevived = revived.some((id) => id.endsWith(scenario) || owned.includes(id));
    return isRevived ? [] : owned;
  });
  const stores = [
    { store: "D1", texts: d1.texts() },
    ...[...facts.domains.values()].map(({ domain, state }) => ({ store: domain, texts: state.texts() })),
  ];
  for (const { store, texts } of stores) {
    for (const { table, text } of texts) {
      const left = ids.find((id) => text.includes(id));
      violations.check(left === undefined, PROMISE, () => `${store}, ${table}: ${text}`);
    }
  }
  const deleted = new Set(ids);
  for (const [key, node] of facts.keys) {
    violations.check(!deleted.has(node) || !kv.has(key), PROMISE, () => `KV, ${key} of ${node}`);
  }
}

/** An object in which nothing is under way, and no editor has reserved a data node, holds no record. */
export function checkEmptyAtRest(facts: Facts, violations: Violations): void {
  for (const { domain, jobs, nodes, submissions, state } of facts.domains.values()) {
    const isInFlight =
      state.timers().length > 0 ||
      state.waits().length > 0 ||
      [...jobs.values()].some(({ job }) => !isFinished(job.status)) ||
      [...nodes.values()].some(({ node }) => node.editor_id !== null || node.domain !== domain);
    if (isInFlight) continue;
    const held = [...jobs.keys(), ...submissions.keys(), ...nodes.keys()];
    violations.check(held.length === 0, "an object at rest is empty", () => `${domain} holds ${held}`);
  }
}
