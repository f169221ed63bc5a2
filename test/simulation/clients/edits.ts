import { type Caller, UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import { unwrap } from "../../../src/core/errors.ts";
import { recordEdit } from "../../../src/usecases/data-nodes/record-edit.ts";
import { late, pause } from "../call.ts";
import { auditRow, checkAudited } from "../invariants/audited.ts";
import type { Facts } from "../invariants/facts.ts";
import { checkWritten } from "../invariants/written.ts";
import type { Action, Platform, Process } from "../processes.ts";
import { Scope } from "../scope.ts";
import type { Targets } from "./targets.ts";

const EDITORS = ["ann", "bob"] as const;
/** Each may give any editor's name. */
const CALLERS: readonly [Caller, ...Caller[]] = [
  { actor: "user:ann", is_admin: false },
  { actor: "user:bob", is_admin: false },
  { actor: "user:carol", is_admin: true },
  UNKNOWN_CALLER,
];
const LONGEST_LOCK_S = 120;
const LONGEST_THOUGHT_MS = 5_000;

type OnNode = (process: Process, node: DataNodeSnapshot) => Promise<unknown>;

/** What editors do with data nodes. */
export class Edits {
  readonly #platform: Platform;
  readonly #facts: Facts;
  readonly #targets: Targets;

  constructor(platform: Platform, facts: Facts, targets: Targets) {
    this.#platform = platform;
    this.#facts = facts;
    this.#targets = targets;
  }

  write(): Action {
    const { random } = this.#platform.world;
    const editor_id = random.chance(0.5) ? null : random.pick(EDITORS);
    const caller = { ...random.pick(CALLERS), audit: auditRow(`write/${random.uuid()}`) };
    const value = { tag: `client/${random.uuid()}`, from: [] };
    return this.#onNode(async ({ edits, values }, data_node) => {
      const payload = await values.write(data_node, value);
      const command = { data_node, payload, editor_id, caller, comment: null };
      const written = await recordEdit(edits, command, {});
      checkAudited(this.#platform, this.#facts, written, caller.audit);
      if (written.stored) await checkWritten(this.#platform, this.#facts, written.value, value);
    });
  }

  lock(): Action {
    const { random } = this.#platform.world;
    const editor = random.pick(EDITORS);
    const caller = random.pick(CALLERS);
    const duration = random.between(1, LONGEST_LOCK_S) * 1_000_000;
    return this.#onNode(async ({ orchestrators }, node) =>
      unwrap(await orchestrators(node.domain).lockDataNode(node, editor, duration, "mine", caller)),
    );
  }

  unlock(): Action {
    const { random } = this.#platform.world;
    const editor = random.chance(0.3) ? null : random.pick(EDITORS);
    const caller = random.pick(CALLERS);
    const reserved = "SELECT id FROM data_nodes WHERE editor_id IS NOT NULL ORDER BY id";
    const unlock: OnNode = async ({ orchestrators }, node) =>
      unwrap(await orchestrators(node.domain).unlockDataNode(node, editor, caller));
    return this.#onNode(unlock, this.#targets.any<{ id: string }>(reserved)?.id);
  }

  delete(): Action {
    return this.#onNode(async ({ orchestrators }, node) => {
      const { stored } = unwrap(await orchestrators(node.domain).deleteDataNode(node));
      if (stored) this.#facts.gone.add(node.id);
    });
  }

  #onNode(act: OnNode, id = this.#targets.node()): Action {
    const { world } = this.#platform;
    return async (process) => {
      const node = await process.entityReader.dataNode(id);
      // Between reading and acting, a client may take its time.
      if (world.random.chance(0.2)) {
        await pause(world, new Scope("client"), world.random.between(0, LONGEST_THOUGHT_MS));
      }
      await late(world);
      if (node !== null) await act(process, node);
    };
  }
}
