import type { D1 } from "../platform/d1.ts";
import type { Kv } from "../platform/kv.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

const PROMISE = "nothing is left of what was deleted";

/** Of what a client was told to be deleted with all that it owns, neither D1 nor KV has anything, nor has an object. */
export function checkNothingLeft(
  facts: Facts,
  violations: Violations,
  d1: D1,
  kv: Kv,
  objects: Iterable<DomainFacts>,
): void {
  const ids = [...facts.erased].flatMap(([scenario, owned]) => (facts.revived.has(scenario) ? [] : owned));
  const stores = [
    { store: "D1", texts: d1.texts() },
    ...[...objects].map(({ domain, state }) => ({ store: domain, texts: state.texts() })),
  ];
  for (const { store, texts } of stores) {
    for (const { table, text } of texts) {
      // The counter of an object of release 0.1.0's kind may come back with its last drain.
      if (table === "outbox_fences") continue;
      const left = ids.find((id) => text.includes(id));
      violations.check(left === undefined, PROMISE, () => `${store}, ${table}: ${text}`);
    }
  }
  const deleted = new Set(ids);
  for (const [key, node] of facts.keys) {
    violations.check(!deleted.has(node) || !kv.has(key), PROMISE, () => `KV, ${key} of ${node}`);
  }
}

/** Records of an object are under way, or they are what such a record uses, or what an editor has reserved. */
export function checkWorkingSet(facts: Facts, violations: Violations): void {
  for (const { domain, jobs, nodes, submissions, state } of facts.domains.values()) {
    const promise = "an object holds only what is in flight";
    const open = [...submissions.values()].filter(({ open_jobs }) => open_jobs > 0);
    const kept = new Set(open.flatMap(({ submission }) => [submission.id, ...submission.job_ids]));
    for (const id of [...jobs.keys(), ...submissions.keys()]) {
      violations.check(kept.has(id), promise, () => `${domain} holds ${id}`);
    }
    const users = [...jobs.values()].flatMap(({ input_ids, output_ids }) => [...input_ids, ...output_ids]);
    const timers = state.timers().map(({ id }) => id);
    const used = new Set([...users, ...timers, ...state.waits().map(({ node_id }) => node_id)]);
    for (const [id, { node }] of nodes) {
      violations.check(used.has(id) || node.editor_id !== null, promise, () => `${domain} holds ${id}`);
    }
  }
}
