import type { Budget } from "../../../core/values/budget.ts";
import { type Archive, checkUnpacked } from "../archive/archive.ts";
import { ArchiveWriter, type Pieces } from "../archive/archive-writer.ts";
import { type Edit, edited } from "../xml/xml-edits.ts";

/** What of a workbook becomes another text. All other parts stay as they are, byte for byte. */
export class Changes {
  /** By the parts that are edited; the edits of each in their order. */
  readonly edits = new Map<string, Edit[]>();
  /** New parts, and parts with another text. */
  readonly texts = new Map<string, Pieces>();

  edit(part: string, edits: readonly Edit[]): void {
    if (edits.length > 0) this.edits.set(part, [...(this.edits.get(part) ?? []), ...edits]);
  }
}

/**
 * The bytes of an archive with changes.
 * @param archive the parts that a read of the workbook reads have been read of it
 * @throws TaipyError `value_too_large` when a read of the result would unpack too many bytes
 */
export async function changedArchive(archive: Archive, changes: Changes, budget: Budget): Promise<Uint8Array> {
  const source = archive.reopened();
  const target = new ArchiveWriter(budget);
  let unpacked = archive.unpackedBytes;
  const left = new Map(changes.texts);
  for (const part of source.parts) {
    const edits = changes.edits.get(part.name);
    const text = left.get(part.name) ?? (edits === undefined ? undefined : edited(source.text(part.name), edits));
    left.delete(part.name);
    if (text === undefined) target.copy(part, source.packed(part));
    else unpacked += (await target.add(part.name, text)) - part.size;
  }
  for (const [name, text] of left) unpacked += await target.add(name, text);
  checkUnpacked("the workbook", unpacked);
  return target.finish();
}
