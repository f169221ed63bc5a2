import type { Collection, Document } from "mongodb";

const NAMESPACE_NOT_FOUND = 26;

/**
 * Replaces all documents of a collection at once: they are gathered in a collection of their own, which then takes the
 * old one's place. Readers see all old documents or all new ones; indexes go with the old ones, as in Taipy.
 */
export async function replaceAll(collection: Collection, documents: Document[]): Promise<void> {
  if (documents.length === 0) return drop(collection);
  const gathered = collection.db.collection(`${collection.collectionName}.${crypto.randomUUID()}`);
  try {
    await gathered.insertMany(documents);
    await gathered.rename(collection.collectionName, { dropTarget: true });
  } catch (error) {
    await drop(gathered).catch(() => undefined);
    throw error;
  }
}

/** Older servers refuse to drop what is not there. */
async function drop(collection: Collection): Promise<void> {
  try {
    await collection.drop();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === NAMESPACE_NOT_FOUND)) throw error;
  }
}
