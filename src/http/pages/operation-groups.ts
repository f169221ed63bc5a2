import { tagOf } from "../openapi/tags.ts";
import type { Route } from "../pipeline/action.ts";

export interface OperationGroup {
  /** For links to it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly operations: readonly Route[];
}

/** The table's rows in the groups of the OpenAPI document, in the order of the table. */
export function operationGroups(routes: readonly Route[]): OperationGroup[] {
  const groups = Map.groupBy(routes, ({ path }) => tagOf(path));
  return [...groups].map(([{ name, description }, operations]) => ({
    id: name.toLowerCase().replaceAll(/\W+/g, "-"),
    title: name,
    description,
    operations,
  }));
}
