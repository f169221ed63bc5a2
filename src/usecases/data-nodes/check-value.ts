import type { App } from "../../core/config/app-types.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { TaipyError } from "../../core/errors.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";

export interface CheckValueDeps {
  readonly app: Pick<App, "dataNodes">;
  readonly values: Pick<DataNodeContents, "conforms">;
}

/**
 * Checks a value when a reader asks for it.
 * @throws TaipyError `schema_mismatch`; `invalid_query` when the data node has no schema, so that nobody takes it for checked
 */
export async function checkValue({ app, values }: CheckValueDeps, dataNode: DataNodeSnapshot): Promise<void> {
  const { config_id } = dataNode;
  if (app.dataNodes.get(config_id)?.schema === undefined) {
    const message = `Leave out \`check\`: the data node configuration ${config_id} has no schema to check its values with.`;
    throw new TaipyError("invalid_query", message, { details: { parameter: "check" } });
  }
  await values.conforms(dataNode);
}
