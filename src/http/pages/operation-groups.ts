import { tagOf } from "../openapi/tags.ts";
import type { Route } from "../pipeline/action.ts";

export interface OperationGroup {
  /** The fragment of links to the group. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly operations: readonly Route[];
}

/** The rows of the route table, grouped by their tags in the OpenAPI document, in the order of the table. */
export function operationGroups(routes: readonly Route[]): OperationGroup[] {
  const groups = Map.groupBy(routes, ({ path }) => tagOf(path));
  return [...groups].map(([{ name, description }, operations]) => ({
    id: name.toLowerCase().replaceAll(/\W+/g, "-"),
    title: name,
    description,
    operations,
  }));
}
