import { historyLimit } from "../../../src/core/values/history.ts";
import type { D1 } from "../platform/d1.ts";
import type { Kv } from "../platform/kv.ts";
import type { Violations } from "../violation.ts";
import type { Facts } from "./facts.ts";

const PROMISE = "accepted payloads are never garbage";

/** A payload is deleted only when no edit of a node that exists keeps it, and no job that runs reads it. */
export function checkDiscarded(facts: Facts, violations: Violations, d1: D1, key: string): void {
  facts.discarded.add(key);
  const kept = d1.all<{ id: string }>("SELECT data_node_id AS id FROM edits WHERE key = ?", key)[0]?.id;
  const accepted = facts.keys.get(key);
  // A data node that D1 has lost with a restore takes no values.
  const isVoid = facts.losses.keys.has(key) || facts.losses.entities.has(accepted ?? "");
  const isOver = isVoid || isBeyondHistory(facts, accepted ?? "", key);
  const isAccepted = accepted !== undefined && !isOver && !facts.deletable.has(accepted) && facts.purged.size === 0;
  violations.check((kept === undefined || isVoid) && !isAccepted, PROMISE, () => `${key} of ${kept ?? accepted}`);
  for (const { domain, jobs } of facts.domains.values()) {
    for (const { job } of jobs.values()) {
      if (job.status !== "RUNNING") continue;
      const isRead = facts.readKeys.get(`${job.id}/${job.attempt}`)?.includes(key) ?? false;
      violations.check(!isRead, PROMISE, () => `${key} is read by ${job.id} of ${domain}`);
    }
  }
}

/** A data node keeps the newest values only. */
function isBeyondHistory({ edits }: Facts, node: string, key: string): boolean {
  const all = [...(edits.get(node)?.values() ?? [])];
  const index = all.findIndex((edit) => edit.key === key);
  return index !== -1 && index < all.length - historyLimit(undefined);
}

/** Every edit that D1 shows has its value. */
export function checkPayloads({ losses }: Facts, violations: Violations, d1: D1, kv: Kv): void {
  const edits = d1.all<{ id: string; key: string }>("SELECT data_node_id AS id, key FROM edits WHERE key IS NOT NULL");
  for (const { id, key } of edits)
    violations.check(kv.has(key) || losses.keys.has(key), PROMISE, () => `${key} of ${id} is gone`);
}
