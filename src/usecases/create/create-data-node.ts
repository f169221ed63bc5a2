import { notFound } from "../../core/missing.ts";
import { planDataNode } from "../../core/planning/creation.ts";
import { lookupFor } from "../../core/planning/lookup.ts";
import { NO_HOLDER } from "../../core/planning/owner.ts";
import { type CreationDeps, contextOf, createFromPlan, writeAndShow } from "./create-from-plan.ts";

/** The data node of a config and the version that has no owner, found or created. @returns its JSON text */
export async function createDataNode(deps: CreationDeps, configId: string): Promise<string> {
  const admitted = await deps.admit();
  const context = contextOf(deps);
  const config = context.app.dataNodes.get(configId);
  if (config === undefined) throw notFound("data_node_config", configId);
  return createFromPlan(deps, admitted, {
    context,
    lookup: lookupFor([], [config], NO_HOLDER),
    period: null,
    plan: (existing) => planDataNode(context, config, existing),
    write: (creation, { id }) => writeAndShow(deps, admitted, creation, { kind: "data_node", id, now: context.now }),
  });
}
