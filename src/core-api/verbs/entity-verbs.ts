import type { Cycle, DataNode, Edit, Job, Scenario, Sequence, Submission, Task } from "../../client/schema.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import { existing } from "../../core/missing.ts";
import { deleteDataNode } from "../../usecases/data-nodes/delete-data-node.ts";
import { deleteJob } from "../../usecases/jobs/delete-job.ts";
import { deleteSubmission } from "../../usecases/jobs/delete-submission.ts";
import { isDeletable } from "../../usecases/scenarios/verdicts.ts";
import type { Calls } from "../calls/calls.ts";
import { deleting, listing, reading } from "../calls/operations.ts";
import type { CoreDeps } from "../core-deps.ts";
import type { ListOptions, Ref } from "../core-types.ts";
import { checkLimit, MOST, tooMany } from "./list-limits.ts";
import { idOf, KINDS, kindAmong, kindOf } from "./refs.ts";

/** Any entity, as the API shows it. */
export type Shown = Scenario | Sequence | Task | DataNode | Cycle | Job | Submission;

const PAGE = 500;

export interface ListSelection extends ListOptions {
  readonly entityId?: string | undefined;
}

/**
 * All entities of a kind, or a part of them.
 * @param keep which of them count
 * @throws TaipyError `value_too_large` when they are more than a list may hold, `validation_failed` for a wrong limit
 */
export async function listOf<Entity>(
  { entityReader, versions }: CoreDeps,
  kind: EntityKind,
  { version, limit, after = null, entityId }: Omit<ListSelection, "after"> & { readonly after?: string | null },
  keep?: (entity: Entity) => boolean,
): Promise<Entity[]> {
  checkLimit(limit);
  const most = limit ?? MOST + 1;
  const only = {
    ...(version === undefined ? {} : { version: await versions.resolve(version) }),
    ...(entityId === undefined ? {} : { entity_id: entityId }),
  };
  const found: Entity[] = [];
  for (let from: string | null = after; ; ) {
    const page = await entityReader.page(kind, {
      ...only,
      after: from,
      limit: keep ? PAGE : Math.min(PAGE, most - found.length),
    });
    for (const entity of JSON.parse(`[${page.text}]`) as Entity[]) {
      if (found.length < most && (keep?.(entity) ?? true)) found.push(entity);
    }
    if (found.length > MOST) throw tooMany();
    if (page.next === null || found.length >= most) return found;
    from = page.next;
  }
}

export const readEntity = async <Entity>({ entityReader }: CoreDeps, kind: EntityKind, id: string): Promise<Entity> =>
  JSON.parse(existing(kind, id, await entityReader.get(kind, id)));

export function entityVerbs(deps: CoreDeps, calls: Calls) {
  const list =
    <Entity>(kind: EntityKind) =>
    (options: ListSelection = {}): Promise<Entity[]> =>
      calls.read(listing(kind), () => listOf<Entity>(deps, kind, options));

  return {
    async get(ref: Ref): Promise<Shown> {
      const id = idOf(ref);
      const kind = kindAmong(id, KINDS);
      return calls.read(reading(kind), () => readEntity<Shown>(deps, kind, id));
    },
    async exists(ref: Ref): Promise<boolean> {
      const id = idOf(ref);
      const kind = kindOf(id);
      if (kind === null) return false;
      return calls.read(reading(kind), async () => (await deps.entityReader.get(kind, id)) !== null);
    },
    async delete(ref: Ref, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
      const id = idOf(ref);
      const kind = kindAmong(id, KINDS);
      await calls.change(deleting(kind), id, async () => {
        await remove(deps, kind, id, force);
        return { value: undefined };
      });
    },
    async isDeletable(ref: Ref) {
      const id = idOf(ref);
      const kind = kindAmong(id, KINDS);
      return calls.read(reading(kind), () => isDeletable(deps, kind, id));
    },
    getSequences: list<Sequence>("sequence"),
    getTasks: list<Task>("task"),
    getDataNodes: list<DataNode>("data_node"),
    getCycles: ({ limit, after }: ListOptions = {}) =>
      list<Cycle>("cycle")({ ...(limit !== undefined && { limit }), ...(after !== undefined && { after }) }),
    getJobs: list<Job>("job"),
    getSubmissions: async ({ entity, ...options }: ListOptions & { readonly entity?: Ref } = {}) =>
      list<Submission>("submission")({ ...options, entityId: entity === undefined ? undefined : idOf(entity) }),
    async getEdits(
      node: Ref,
      { limit = PAGE, after }: { readonly limit?: number; readonly after?: number } = {},
    ): Promise<Edit[]> {
      const id = idOf(node);
      return calls.read("listEdits", async () => {
        existing("data_node", id, await deps.entityReader.dataNode(id));
        checkLimit(limit);
        const from = after === undefined ? null : String(after);
        const { text } = await deps.entityReader.edits(id, { after: from, limit });
        return JSON.parse(`[${text}]`);
      });
    },
  };
}

async function remove(deps: CoreDeps, kind: EntityKind, id: string, force: boolean): Promise<void> {
  if (kind === "data_node") await deleteDataNode(deps, id);
  else if (kind === "job") await deleteJob(deps, id);
  else if (kind === "submission") await deleteSubmission(deps, id);
  else await deps.entityWriter.deleteCascade(kind, id, force);
}
