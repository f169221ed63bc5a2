import type { App } from "../../core/config/app-types.ts";
import type { DataNodeIdentity } from "../../core/entities/data-node.ts";
import type { NewUuid } from "../../core/entities/ids.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import type { CreationContext } from "../../core/planning/draft.ts";
import type { Orchestrators } from "../../core/ports/orchestrator.ts";
import type { Clock } from "../../core/ports/runtime.ts";

export interface EntityWriterDeps {
  readonly db: D1Database;
  readonly app: App;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  /** Encodes and stores a value as the node's storage type does. */
  readonly encode: (dataNode: DataNodeIdentity, value: unknown) => Promise<PayloadRef>;
  /** Stores the content of one of the application's files. */
  readonly putFile: (path: string, content: string) => Promise<PayloadRef>;
  /** Removes payloads that nothing points at any more. What it misses costs space, nothing else. */
  readonly discard: (keys: readonly string[]) => Promise<void>;
  readonly orchestrators: Orchestrators;
}

/** What every creation works with; the context's time is that of the call. */
export interface CreationDeps extends EntityWriterDeps {
  readonly context: () => CreationContext;
}
