import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import { type ErrorCode, type Outcome, refuse } from "../../../src/core/errors.ts";
import type { Orchestrator, Stored, WriteCommand } from "../../../src/core/ports/orchestrator.ts";
import { parseTime } from "../../../src/core/time.ts";
import { aDataNode, anEdit, aPayload, aStoredPayload } from "../../harness/factories.ts";

export const ID = "DATANODE_n_1";
const NOW_TEXT = "2026-11-23T06:00:00";
const NOW = parseTime(NOW_TEXT) ?? 0;
export const LOG_FIELDS = { job_id: "JOB_1" };

type Refusal = ErrorCode | Error | null;

/**
 * One data node whose values are lists, its object, and its payloads, without HTTP and without a platform. The object
 * refuses overtaken edits by itself; `refusal` has it refuse or fail the next write.
 */
export function nodeWorld(start: Partial<DataNodeSnapshot> = {}) {
  let node = aDataNode({ id: ID, domain: "domain-n", payload: aPayload("[]"), edit_number: 1, ...start });
  let refusal: Refusal = null;
  let isDiscardFailing = false;
  let storedPayloads = 0;
  const commands: WriteCommand[] = [];
  const values = new Map<string, unknown>([["", JSON.parse(start.payload?.body ?? "[]")]]);
  const discarded: string[] = [];
  const garbage: (string | null)[] = [];
  const lines: (readonly [string, Readonly<Record<string, unknown>>])[] = [];

  function store(value: unknown): PayloadRef {
    if (node.storage_type === "sql_table") return aStoredPayload(null, { tier: "outside" });
    storedPayloads += 1;
    const key = `payload-${storedPayloads}`;
    values.set(key, value);
    return aStoredPayload(key);
  }

  async function writeDataNode(command: WriteCommand): Promise<Outcome<Stored<ReturnType<typeof anEdit>>>> {
    commands.push(command);
    const refused = refusal;
    refusal = null;
    if (refused instanceof Error) throw refused;
    if (refused !== null) return refuse(refused, "The object refuses.");
    const { payload, expected_edit_number: expected = node.edit_number } = command;
    if (expected !== node.edit_number) return refuse("edit_number_changed", "Another write came first.");
    node = { ...node, edit_number: node.edit_number + 1, payload };
    return { ok: true, value: { value: anEdit({ ...payload, number: node.edit_number }), stored: true } };
  }

  const valueIn = ({ payload }: DataNodeSnapshot): unknown => values.get(payload?.key ?? "");
  const find = async (id: string) => (id === ID ? node : null);
  return {
    commands,
    discarded,
    garbage,
    lines,
    node: () => node,
    /** The value that a reader gets. */
    value: () => valueIn(node),
    refuseNext: (given: Refusal) => {
      refusal = given;
    },
    failDiscards: () => {
      isDiscardFailing = true;
    },
    deps: {
      clock: () => NOW,
      log: (event: string, fields: Readonly<Record<string, unknown>>) => void lines.push([event, fields]),
      entityReader: { dataNode: find, knownDataNode: find },
      orchestrators: () => ({ writeDataNode }) as unknown as Orchestrator,
      discardLater: async (payloads: readonly PayloadRef[]) => void garbage.push(...payloads.map(({ key }) => key)),
      content: {
        limit: 100,
        put: async (
          body: string | null,
          _type?: string,
          _declared?: number,
          _inspect?: (bytes: Uint8Array) => Promise<void>,
        ) => store(body),
        discard: async (keys: readonly string[]) => {
          if (isDiscardFailing) throw new Error("KV does not answer");
          discarded.push(...keys);
        },
      },
      values: {
        mediaTypes: () => (node.storage_type === "sql_table" ? [] : ["application/json"]),
        write: async (_: unknown, value: unknown) => store(value),
        append: async (of: DataNodeSnapshot, value: unknown) => store([valueIn(of), value].flat()),
        check: async () => {},
      },
    },
  };
}
