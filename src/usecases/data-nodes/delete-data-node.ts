import { unwrap } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { Orchestrators, Stored } from "../../core/ports/orchestrator.ts";

export interface DeleteDataNodeDeps {
  readonly entityReader: Pick<EntityReader, "dataNode">;
  readonly orchestrators: Orchestrators;
}

/**
 * Deletes a data node. Its running jobs go on; jobs that can't run without it fail.
 * @throws TaipyError `data_node_not_found`
 */
export async function deleteDataNode(deps: DeleteDataNodeDeps, id: string): Promise<Stored<null>> {
  const dataNode = existing("data_node", id, await deps.entityReader.dataNode(id));
  return unwrap(await deps.orchestrators(dataNode.domain).deleteDataNode(dataNode));
}
