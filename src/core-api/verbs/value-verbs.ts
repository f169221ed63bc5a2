import type { DataNode, Edit } from "../../client/schema.ts";
import { MAX_LOCK_S } from "../../core/access/caller-limits.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import { refuseLongText } from "../../core/names/short-text.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import { MICROSECONDS_PER_SECOND } from "../../core/time.ts";
import { exposed } from "../../core/values/exposed-type.ts";
import { type Condition, type JoinOperator, parseFilter } from "../../core/values/filter.ts";
import { shownEdit } from "../../core/values/history.ts";
import { appendValue } from "../../usecases/data-nodes/append-value.ts";
import { checkValue } from "../../usecases/data-nodes/check-value.ts";
import { lockDataNode, unlockDataNode } from "../../usecases/data-nodes/lock-data-node.ts";
import { readAsOf } from "../../usecases/data-nodes/read-as-of.ts";
import { writeValue } from "../../usecases/data-nodes/write-value.ts";
import type { Calls } from "../calls/calls.ts";
import type { Operation } from "../calls/operations.ts";
import type { CoreDeps } from "../core-deps.ts";
import type { LockOptions, ReadOptions, Ref, WriteOptions } from "../core-types.ts";
import { readEntity } from "./entity-verbs.ts";
import { idOf, kindAmong } from "./refs.ts";
import { timestampOf } from "./timestamps.ts";

const TARGETS = ["data_node", "scenario"] as const;

/** A data node: itself, or the one of a config in a scenario. */
interface Target {
  readonly id: string;
  readonly config: string | null;
}

/** The arguments behind the target: `(node, …)` or `(scenario, config, …)`. */
function targetOf<Rest extends readonly unknown[]>(ref: Ref, args: readonly unknown[]): [Target, Rest] {
  const id = idOf(ref);
  if (kindAmong(id, TARGETS) === "data_node") return [{ id, config: null }, args as unknown as Rest];
  const [config, ...rest] = args;
  if (typeof config !== "string") {
    const message = "The second argument must be the id of a data node's config: the first one is a scenario.";
    throw new TaipyError("validation_failed", message, { errors: { config: [message] } });
  }
  return [{ id, config }, rest as unknown as Rest];
}

export function valueVerbs(deps: CoreDeps, calls: Calls, exposes: boolean) {
  async function snapshotOf({ id, config }: Target, { edit, at }: ReadOptions = {}): Promise<DataNodeSnapshot> {
    const moment = { edit, at: at === undefined ? undefined : timestampOf("at", at) };
    if (config === null) return readAsOf(deps, id, moment);
    const found = await deps.scenarios.dataNodeOf(id, config);
    if (found === null) throw await missing(deps, id, config);
    return edit === undefined && at === undefined ? found : readAsOf(deps, found.id, moment);
  }

  const nodeIdOf = async (target: Target): Promise<string> =>
    target.config === null ? target.id : (await snapshotOf(target)).id;

  /** The value as a task gets it; undefined = none was written. */
  async function storedValue(target: Target, options: ReadOptions = {}): Promise<unknown> {
    const node = await snapshotOf(target, options);
    if (options.check === true) await checkValue(deps, node);
    const config = exposes ? (deps.app.dataNodes.get(node.config_id) ?? null) : null;
    return deps.values.read([node], ([found]) => (found === undefined ? undefined : exposed(config, found)));
  }

  const changed = (operation: Operation, verb: typeof writeValue | typeof appendValue) =>
    async function change(ref: Ref, ...args: readonly unknown[]): Promise<Edit> {
      const [target, [value, options = {}]] = targetOf<[unknown, WriteOptions?]>(ref, args);
      return calls.change(operation, target.id, async ({ caller, requestId }) => {
        const id = await nodeIdOf(target);
        const { editorId = null, comment = null } = options;
        refuseLongText("editorId", editorId);
        refuseLongText("comment", comment);
        const logFields = { request_id: requestId };
        const { value: edit, audited } = await verb(deps, {
          id,
          value,
          editor_id: editorId,
          caller,
          comment,
          logFields,
        });
        return { value: shownEdit(edit), audited, entityId: id };
      });
    };

  return {
    async getDataNode(scenario: Ref, config: string): Promise<DataNode> {
      const [target] = targetOf(scenario, [config]);
      return calls.read("getDataNode", async () => readEntity<DataNode>(deps, "data_node", await nodeIdOf(target)));
    },
    async read(ref: Ref, ...args: readonly unknown[]): Promise<unknown> {
      const [target, [options]] = targetOf<[ReadOptions?]>(ref, args);
      return calls.read("readDataNode", async () => (await storedValue(target, options)) ?? null);
    },
    async readOrRaise(ref: Ref, ...args: readonly unknown[]): Promise<unknown> {
      const [target, [options]] = targetOf<[ReadOptions?]>(ref, args);
      return calls.read("readDataNode", async () => {
        const value = await storedValue(target, options);
        if (value !== undefined) return value;
        const name = target.config === null ? target.id : `${target.config} of ${target.id}`;
        throw new TaipyError("never_written", `Data node ${name} has not been written yet.`);
      });
    },
    async filter(ref: Ref, operators: readonly Condition[], joinOperator: JoinOperator = "AND"): Promise<unknown> {
      const id = idOf(ref);
      return calls.read("readDataNode", async () => {
        const filter = parseFilter({ operators, join_operator: joinOperator });
        const node = await readAsOf(deps, id, {});
        const selection = { filter, columns: null, offset: 0, limit: null };
        return deps.values.select(node, selection, (selected) => selected?.value ?? null);
      });
    },
    write: changed("writeDataNode", writeValue),
    append: changed("appendDataNode", appendValue),
    async lockEdit(ref: Ref, editorId = "code", { seconds, comment }: LockOptions = {}): Promise<void> {
      const id = idOf(ref);
      await calls.change("lockDataNode", id, async ({ caller }) => {
        const duration = seconds === undefined ? null : lockTime(seconds);
        refuseLongText("editorId", editorId);
        refuseLongText("comment", comment);
        const input = { id, editor_id: editorId, duration, comment: comment ?? null, caller };
        return ended(await lockDataNode(deps, input));
      });
    },
    async unlockEdit(ref: Ref, editorId?: string): Promise<void> {
      const id = idOf(ref);
      await calls.change("unlockDataNode", id, async ({ caller }) =>
        ended(await unlockDataNode(deps, { id, editor_id: editorId ?? null, caller })),
      );
    },
  };
}

const ended = ({ audited }: Stored<unknown>) => ({ value: undefined, audited });

async function missing({ app, entityReader }: CoreDeps, scenario: string, config: string): Promise<TaipyError> {
  const found = await entityReader.get("scenario", scenario);
  if (found === null) return notFound("scenario", scenario);
  if (!app.dataNodes.has(config)) return notFound("data_node_config", config);
  return notFound("data_node", `${config} of ${scenario}`);
}

function lockTime(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_LOCK_S) return seconds * MICROSECONDS_PER_SECOND;
  const message = `\`seconds\` must be a whole number from 1 to ${MAX_LOCK_S}, not ${seconds}.`;
  throw new TaipyError("validation_failed", message, { errors: { seconds: [message] } });
}
