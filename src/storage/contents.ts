import type { App } from "../core/config/app-types.ts";
import type { DataNodeIdentity, DataNodeSnapshot } from "../core/entities/data-node.ts";
import type { PayloadRef } from "../core/entities/payload.ts";
import { type ErrorCode, isPlatformFailure, TaipyError, UnchangedError } from "../core/errors.ts";
import type { JobWait, Memory } from "../core/ports/memory.ts";
import type { Clock } from "../core/ports/runtime.ts";
import type { DataNodeContents } from "../core/ports/values.ts";
import {
  contentOf,
  isOutside,
  isTabular,
  JSON_TYPE,
  STORAGE_TYPES,
  type StorageTypeName,
} from "../core/storage-types.ts";
import { formatTime } from "../core/time.ts";
import { Budget } from "../core/values/budget.ts";
import { refuseNumbersOutOfRange } from "../core/values/exact/number-range.ts";
import { unexposed } from "../core/values/exposed-type.ts";
import { namedAfterEdit } from "../core/values/history.ts";
import { isWhole, type Selected, type Selection, selectFrom, totalOf } from "../core/values/selection.ts";
import * as codecs from "./codecs.ts";
import { HeldPayload, holding } from "./schema/held-payload.ts";
import { givenValue, refuseMisfits, rowsBefore } from "./schema/refuse-misfits.ts";
import { resolvedProperties } from "./settings/node-settings.ts";
import { OUTSIDE, type PayloadStore, type StorageContext, type StorageType } from "./types.ts";

/** Every storage type that can be read and written; the compiler refuses a row without a codec. */
export const storageTypes: Readonly<Record<StorageTypeName, StorageType>> = codecs;

export interface ContentsDeps {
  readonly app: Pick<App, "dataNodes"> & Partial<Pick<App, "drivers">>;
  readonly payloads: PayloadStore;
  readonly binding: StorageContext["binding"];
  readonly memory: Memory;
  readonly clock: Clock;
  /** See {@link StorageContext}. */
  readonly limitMs?: number;
  /** Values in systems of their own are checked as they are read: others may have changed them. For the inputs of tasks. */
  readonly checksOutside?: true;
}

/**
 * Values of data nodes through their storage types and schemas. A refusal names the data node; for a missing payload it names
 * the edit.
 */
export function createContents(deps: ContentsDeps): DataNodeContents {
  const { memory, clock } = deps;
  return {
    read(dataNodes, use, wait) {
      const sizes = dataNodes.map(({ payload }) => payload?.size ?? 0);
      const read = async (budget: Budget) => {
        const values: unknown[] = [];
        // One after the other: what is fetched is in memory beside what is decoded.
        for (const dataNode of dataNodes) values.push(await readOne(deps, dataNode, budget));
        return use(values);
      };
      return memory.use(sum(sizes), read, wait);
    },

    write(dataNode, value, wait) {
      const current = "payload" in dataNode ? dataNode.payload : null;
      return fitting({ ...deps, signal: wait?.signal }, dataNode, { value, wait }, (given) => {
        const write = (budget: Budget) =>
          onStorage(given, dataNode, budget, (type, context) =>
            type.write(context, unexposed(context.config, value), current),
          );
        // What lies outside is not read, and a database may take its time.
        const isFile = current !== null && !isOutside(dataNode.storage_type);
        return isFile ? memory.use(current.size, write, wait) : write(new Budget());
      });
    },

    select: (dataNode, selection, use) =>
      memory.use(dataNode.payload?.size ?? 0, async (budget) => use(await selected(deps, dataNode, selection, budget))),

    append: (dataNode, value) =>
      fitting(deps, dataNode, { value, isAppended: true }, (given) =>
        memory.use(dataNode.payload?.size ?? 0, (budget) =>
          onStorage(given, dataNode, budget, async (type, context) => {
            if (type.append !== undefined)
              return type.append({ ...context, numbers: "written" }, dataNode.payload, value);
            const message = `The storage type ${dataNode.storage_type} cannot append, as in Taipy.`;
            throw new TaipyError("cannot_append", message);
          }),
        ),
      ),

    async check(dataNode, payload, bytes) {
      const payloads = bytes === undefined ? deps.payloads : { ...deps.payloads, ...holding(bytes) };
      try {
        await memory.use(payload.size, (budget) =>
          onStorage({ ...deps, payloads }, dataNode, budget, async (type, context) =>
            refuseMisfits(context, await type.read(context, payload)),
          ),
        );
      } catch (error) {
        if (isPassedOn(error)) throw error;
        throw unreadable(dataNode, error);
      }
      if (payload.content_type === JSON_TYPE)
        await naming(clock, dataNode, async () => refuseNumbersOutOfRange(await payloads.getText(payload)));
    },

    async conforms(dataNode) {
      const ref = currentValue(dataNode);
      if (ref === null || schemaOf(deps, dataNode) === undefined) return;
      await memory.use(ref.size, (budget) =>
        onStorage(deps, dataNode, budget, async (type, context) =>
          refuseMisfits(context, await type.read(context, ref)),
        ),
      );
    },

    mediaTypes: ({ storage_type }) => contentOf(storage_type)?.mediaTypes ?? [],
  };
}

type Subject = DataNodeIdentity | DataNodeSnapshot;

/** Where the current value of a node lies; null = never written. */
export const currentValue = ({ payload, storage_type }: DataNodeSnapshot): PayloadRef | null =>
  payload ?? (isOutside(storage_type) ? OUTSIDE : null);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

async function readOne(deps: ContentsDeps, dataNode: DataNodeSnapshot, budget: Budget): Promise<unknown> {
  const ref = currentValue(dataNode);
  if (ref === null) return undefined;
  return onStorage(deps, dataNode, budget, async (type, context) => {
    const value = await type.read(context, ref);
    if (deps.checksOutside === true && ref.tier === "outside") await refuseMisfits(context, value);
    return value;
  });
}

const schemaOf = ({ app }: ContentsDeps, { config_id }: Subject) => app.dataNodes.get(config_id)?.schema;

/** For one call. */
type Given = ContentsDeps & Pick<StorageContext, "signal">;

interface Written {
  readonly value: unknown;
  readonly isAppended?: true;
  readonly wait?: JobWait | undefined;
}

/**
 * Writes a value that fits the schema of its data node. What the service keeps is checked as it will be read, before it is stored;
 * what goes to a system of its own, as it is given.
 */
async function fitting(
  deps: Given,
  dataNode: Subject,
  { value, isAppended, wait }: Written,
  write: (deps: Given) => Promise<PayloadRef>,
): Promise<PayloadRef> {
  if (schemaOf(deps, dataNode) === undefined) return write(deps);
  if (isOutside(dataNode.storage_type)) {
    const given = (context: StorageContext) => givenValue(context, value, isAppended === true);
    await onStorage(deps, dataNode, new Budget(), (_, context) => refuseMisfits(context, given(context)));
    return write(deps);
  }
  const payload = new HeldPayload(deps.payloads);
  const ref = await write({ ...deps, payloads: payload.store });
  if (payload.held === null) return ref;
  const { body, put } = payload.held;
  const payloads = { ...deps.payloads, ...holding(body) };
  const check = (budget: Budget) =>
    onStorage({ ...deps, payloads }, dataNode, budget, async (type, context) => {
      const all = await type.read(context, ref);
      const from = isAppended === true ? rowsBefore(context, all, value) : 0;
      await refuseMisfits(context, all, { from, isWritten: true });
    });
  await deps.memory.use(body.length, check, wait);
  return put();
}

async function selected(
  deps: ContentsDeps,
  dataNode: DataNodeSnapshot,
  selection: Selection,
  budget: Budget,
): Promise<Selected | null> {
  const ref = currentValue(dataNode);
  if (ref === null) return null;
  const shape = isTabular(dataNode.storage_type) ? "table" : "plain";
  return onStorage(deps, dataNode, budget, async (type, given) => {
    const context: StorageContext = { ...given, numbers: "written" };
    if (type.select === undefined || isWhole(selection)) {
      return selectFrom(await type.read(context, ref), selection, shape);
    }
    let total: number | null = null;
    const counted = (count: number | null) => {
      total = count;
    };
    const rows = await type.select({ ...context, counted }, ref, selection);
    return { value: rows, total: totalOf(selection, rows.length) ?? total };
  });
}

/** Calls the node's storage type, and names the node in its refusals. */
async function onStorage<T>(
  { app, payloads, binding, clock, limitMs, signal }: Given,
  dataNode: Subject,
  budget: Budget,
  work: (type: StorageType, context: StorageContext) => Promise<T>,
): Promise<T> {
  const config = app.dataNodes.get(dataNode.config_id) ?? null;
  return naming(clock, dataNode, async () =>
    work(storageTypeOf(dataNode), {
      dataNode: { ...dataNode, properties: resolvedProperties(dataNode.properties, binding) },
      config,
      payloads,
      budget,
      binding,
      drivers: app.drivers ?? {},
      limitMs,
      signal,
    }),
  );
}

function storageTypeOf({ storage_type }: Subject): StorageType {
  if (Object.hasOwn(storageTypes, storage_type)) return storageTypes[storage_type];
  const known = STORAGE_TYPES.join(", ");
  throw new TaipyError("invalid_value", `The storage type ${storage_type} is not supported; there are ${known}.`);
}

async function naming<T>(clock: Clock, dataNode: Subject, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TaipyError)) throw error;
    if (error.code === "payload_missing" && "payload" in dataNode)
      throw namedAfterEdit(error, dataNode, formatTime(clock()));
    const { id, storage_type } = dataNode;
    const Kind = error instanceof UnchangedError ? UnchangedError : TaipyError;
    throw new Kind(error.code, `${error.message} Data node: ${id} (${storage_type}).`, error);
  }
}

/** Failures of the platform, of which an upload is not the cause, and the refusal that says by itself what is wrong. */
const PASSED_ON: readonly ErrorCode[] = [
  "payload_missing",
  "storage_unavailable",
  "storage_misconfigured",
  "value_too_large",
  "schema_mismatch",
];

const isPassedOn = (error: unknown): boolean =>
  isPlatformFailure(error) || (error instanceof TaipyError && PASSED_ON.includes(error.code));

/** Any other failure of a reader means that it can't read these bytes: libraries throw errors of their own. */
function unreadable({ id, storage_type }: DataNodeIdentity, error: unknown): TaipyError {
  const named = error instanceof TaipyError ? error.message : `${error} Data node: ${id} (${storage_type}).`;
  return new TaipyError("unreadable_content", `The content cannot be read: ${named}`, { cause: error });
}
