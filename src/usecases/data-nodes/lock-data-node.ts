import type { Caller } from "../../core/access/identity.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { unwrap } from "../../core/errors.ts";
import { EDITOR_LOCK_DURATION, type Editor } from "../../core/jobs/edit-lock.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, Stored } from "../../core/ports/orchestrator.ts";
import type { Microseconds } from "../../core/time.ts";

export interface LockDeps {
  readonly entityReader: Pick<EntityReader, "dataNode">;
  readonly orchestrators: Orchestrators;
}

export interface LockInput {
  readonly id: string;
  readonly editor_id: string;
  /** null = Taipy's fixed time. */
  readonly duration: Microseconds | null;
  /** Becomes the comment of the write that ends the lock, unless that write has its own. */
  readonly comment: string | null;
  readonly caller: Caller;
}

/**
 * Reserves a data node for one editor, or renews the editor's reservation.
 * @throws TaipyError `data_node_not_found` or `edit_locked`
 */
export async function lockDataNode(deps: LockDeps, input: LockInput): Promise<Stored<DataNodeSnapshot>> {
  const { id, editor_id, duration, comment, caller } = input;
  const dataNode = existing("data_node", id, await deps.entityReader.dataNode(id));
  const orchestrator = deps.orchestrators(dataNode.domain);
  const time = duration ?? EDITOR_LOCK_DURATION;
  return unwrap(await orchestrator.lockDataNode(dataNode, editor_id, time, comment, caller));
}

/**
 * Ends the reservation of an editor; null = of any editor. Another caller's reservation needs an administrator.
 * @throws TaipyError `data_node_not_found` or `edit_locked`
 */
export async function unlockDataNode(
  deps: LockDeps,
  { id, editor_id, caller }: Editor & { readonly id: string },
): Promise<Stored<DataNodeSnapshot>> {
  const dataNode = existing("data_node", id, await deps.entityReader.dataNode(id));
  return unwrap(await deps.orchestrators(dataNode.domain).unlockDataNode(dataNode, editor_id, caller));
}
