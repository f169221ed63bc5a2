import type { Collection, Document } from "mongodb";

const NAMESPACE_NOT_FOUND = 26;

/**
 * Replaces all documents of a collection at once: inserts them into a new collection, which then replaces the old one. Readers
 * get all old documents or all new ones. The indexes of the old collection are lost, as in Taipy.
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

/** Older servers refuse to drop a collection that does not exist. */
async function drop(collection: Collection): Promise<void> {
  try {
    await collection.drop();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === NAMESPACE_NOT_FOUND)) throw error;
  }
}
