import type { PayloadRef } from "../../core/entities/payload.ts";
import type { StorageContext } from "../types.ts";

/** The stored text of a value. Its bytes and their text are charged before they are fetched; the bytes are gone afterwards. */
export async function storedText({ payloads, budget }: StorageContext, ref: PayloadRef): Promise<string> {
  budget.charge("unpackedBytes", 2 * ref.size, "the file and its text");
  const text = await payloads.getText(ref);
  budget.release("unpackedBytes", 2 * ref.size);
  return text;
}
