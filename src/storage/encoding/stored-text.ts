import type { PayloadRef } from "../../core/entities/payload.ts";
import type { StorageContext } from "../types.ts";

/** The stored text of a value. Its bytes are charged before they are fetched, and are gone when the text is there. */
export async function storedText({ payloads, budget }: StorageContext, ref: PayloadRef): Promise<string> {
  budget.charge("unpackedBytes", ref.size, "the file");
  const text = await payloads.getText(ref);
  budget.release("unpackedBytes", ref.size);
  return text;
}
