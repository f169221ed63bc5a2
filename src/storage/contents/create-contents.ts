import type { DataNodeIdentity } from "../../core/entities/data-node.ts";
import { type ErrorCode, TaipyError } from "../../core/errors.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import { isWhole, type Selected, selectFrom, totalOf } from "../../core/values/selection.ts";
import { createValues, currentValue, isTabular, onStorage, type ValuesDeps } from "../index.ts";
import { MEDIA_TYPES } from "./media-types.ts";

/** What requests do with the values of data nodes. */
export function createContents(deps: ValuesDeps): DataNodeContents {
  return {
    ...createValues(deps),

    async select(dataNode, selection): Promise<Selected | null> {
      const ref = currentValue(dataNode);
      if (ref === null) return null;
      const shape = isTabular(dataNode.storage_type) ? "table" : "plain";
      return onStorage(deps, dataNode, async (type, context) => {
        if (type.select === undefined || isWhole(selection)) {
          return selectFrom(await type.read(context, ref), selection, shape);
        }
        const rows = await type.select(context, ref, selection);
        return { value: rows, total: totalOf(selection, rows.length) };
      });
    },

    append(dataNode, value) {
      return onStorage(deps, dataNode, async (type, context) => {
        if (type.append !== undefined) return type.append(context, dataNode.payload, value);
        throw new TaipyError("cannot_append", `The storage type ${type.name} cannot append, as in Taipy.`);
      });
    },

    async check(dataNode, payload) {
      try {
        await onStorage(deps, dataNode, (type, context) => type.read(context, payload));
      } catch (error) {
        if (error instanceof TaipyError && PLATFORM.includes(error.code)) throw error;
        throw unreadable(dataNode, error);
      }
    },

    mediaTypes: ({ storage_type }) => MEDIA_TYPES[storage_type] ?? [],
  };
}

/** Not the fault of the content. */
const PLATFORM: readonly ErrorCode[] = ["payload_missing", "database_unavailable"];

/** Whatever a reader throws, the bytes are what it could not read: libraries have errors of their own. */
function unreadable({ id, storage_type }: DataNodeIdentity, error: unknown): TaipyError {
  const named = error instanceof TaipyError ? error.message : `${error} Data node: ${id} (${storage_type}).`;
  return new TaipyError("unreadable_content", `The content cannot be read: ${named}`, { cause: error });
}
