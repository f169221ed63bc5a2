import type { App } from "../../core/config/app-types.ts";
import type { DataNodeIdentity } from "../../core/entities/data-node.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import type { CreationPlan, DefaultData, FirstValues } from "../../core/planning/creation-plan.ts";
import type { Timestamp } from "../../core/time.ts";

export interface FirstValueDeps {
  readonly app: App;
  /** Encodes and stores a value as the node's storage type does. */
  readonly encode: (dataNode: DataNodeIdentity, value: unknown) => Promise<PayloadRef>;
  /** Stores the content of one of the application's files. */
  readonly putFile: (path: string, content: string) => Promise<PayloadRef>;
  /** Removes payloads that nothing points at. One that it misses only costs storage. */
  readonly discard: (keys: readonly string[]) => Promise<void>;
}

/**
 * Stores the values that new data nodes have from the start. Payloads are stored before the rows that point at them; a
 * second attempt of the same creation uses those of the first.
 */
export function createFirstValues({ app, encode, putFile, discard }: FirstValueDeps) {
  const stored = new Map<string, PayloadRef>();
  let used = new Set<PayloadRef>();

  async function once(key: string, store: () => Promise<PayloadRef>): Promise<PayloadRef> {
    const payload = stored.get(key) ?? (await store());
    stored.set(key, payload);
    used.add(payload);
    return payload;
  }

  const ofDefault = ({ data_node, value }: DefaultData) =>
    once(`default ${data_node.config_id}`, () => encode(data_node, value));

  async function store(plan: CreationPlan, now: Timestamp): Promise<FirstValues> {
    used = new Set();
    const defaults = await Promise.all(
      plan.default_data.map(async (data) => ({ ...data, payload: await ofDefault(data) })),
    );
    const app_files = await Promise.all(
      plan.missing_files.map(async (path) => {
        const payload = await once(`file ${path}`, () => putFile(path, app.files.get(path) ?? ""));
        return { path, modified: now, ...payload };
      }),
    );
    return {
      edits: defaults.map(({ data_node, timestamp, payload }) => ({
        data_node_id: data_node.id,
        number: data_node.edit_number,
        timestamp,
        job_id: null,
        editor_id: "TAIPY",
        actor: null,
        comment: "Default data written.",
        ...payload,
      })),
      default_files: defaults.flatMap(({ path, timestamp, payload }) =>
        path === null ? [] : [{ path, modified: timestamp, ...payload }],
      ),
      app_files,
    };
  }

  /** After the last attempt: removes what an earlier one has stored and the last one did not need. */
  async function discardUnused(): Promise<void> {
    const keys = [...stored.values()].flatMap((payload) => (used.has(payload) ? [] : (payload.key ?? [])));
    if (keys.length > 0) await discard(keys);
  }

  return { store, discardUnused };
}
