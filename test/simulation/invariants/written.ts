import type { Edit } from "../../../src/core/entities/edit.ts";
import { readOne } from "../../harness/values.ts";
import type { Value } from "../behaviour.ts";
import { calmServices, type Platform } from "../processes.ts";
import type { Facts } from "./facts.ts";

/** A read shows the value that the service has said is stored, unless a later write has replaced it. */
export async function checkWritten(platform: Platform, facts: Facts, edit: Edit, value: Value): Promise<void> {
  const { violations } = platform.world;
  const { data_node_id, number } = edit;
  if (facts.deletable.has(data_node_id) || facts.purged.size > 0) return;
  // An earlier copy of D1 was put back before the client got its answer.
  if (facts.losses.edits.has(`${data_node_id}#${number}`)) return;
  const { entityReader, values } = calmServices(platform);
  const node = await entityReader.dataNode(data_node_id);
  const isLater = node !== null && node.edit_number > number;
  const isReplaced = node === null || isLater;
  // A value that no store has can't be read.
  const read = isReplaced ? null : ((await readOne(values, node).catch(() => null)) as Value | null | undefined);
  violations.check(
    isLater || read?.tag === value.tag,
    "what a client was told to be stored is what the next read shows",
    () => `edit ${number} of ${data_node_id} is ${value.tag}, read is ${read?.tag} of edit ${node?.edit_number}`,
  );
}
