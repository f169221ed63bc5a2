import type { App } from "../core/config/app-types.ts";
import { TaipyError } from "../core/errors.ts";
import { CONFIGURED_KINDS, type ConfigUse, type EntityReader } from "../core/ports/entity-reader.ts";

export interface ListOrphansDeps {
  readonly app: Pick<App, "scenarios" | "tasks" | "dataNodes">;
  readonly entityReader: Pick<EntityReader, "configUses">;
}

export interface Use extends ConfigUse {
  /** Whether the application has the config still. */
  readonly is_configured: boolean;
}

export interface Orphans {
  readonly uses: readonly Use[];
  /** null = these were the last ones. */
  readonly cursor: string | null;
}

interface Page {
  readonly cursor: string | null;
  /** How many entities of a kind are read. */
  readonly limit: number;
  /** Also those whose config exists, to be compared with another configuration. */
  readonly all: boolean;
}

/**
 * Entities of all versions whose config the application does not have any more, by config and version.
 * @throws TaipyError `invalid_query` for a cursor that is none
 */
export async function listOrphans(
  { app, entityReader }: ListOrphansDeps,
  { cursor, limit, all }: Page,
): Promise<Orphans> {
  const configs = { scenario: app.scenarios, task: app.tasks, data_node: app.dataNodes };
  const { uses, next } = await entityReader.configUses(cursor === null ? null : positionOf(cursor), limit);
  const marked = uses.map((use) => ({ ...use, is_configured: configs[use.kind].has(use.config_id) }));
  return {
    uses: all ? marked : marked.filter(({ is_configured }) => !is_configured),
    cursor: next === null ? null : `${next.kind}:${next.id}`,
  };
}

function positionOf(cursor: string) {
  const [given, ...id] = cursor.split(":");
  const kind = CONFIGURED_KINDS.find((name) => name === given);
  if (kind !== undefined && id.length > 0) return { kind, id: id.join(":") };
  throw new TaipyError("invalid_query", "The cursor is not one that this list has given.", {
    details: { parameter: "cursor" },
  });
}
