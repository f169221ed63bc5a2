import type { Collection, Document } from "mongodb";
import { Budget } from "../core/values/budget.ts";
import { chargeValue } from "../core/values/charge-value.ts";
import { totalOf } from "../core/values/selection.ts";
import { type Field, fieldsOf, NO_FIELD } from "./mongo/field-kinds.ts";
import { documentsOf, plainValue } from "./mongo/mongo-documents.ts";
import { type Comparable, queryOf } from "./mongo/query-document.ts";
import { replaceAll } from "./mongo/replace.ts";
import { storedDocuments } from "./mongo/stored-documents.ts";
import { changeCollection, type MongoDriver, withCollection } from "./mongo/with-collection.ts";
import { OUTSIDE, type Selection, type StorageType } from "./types.ts";

/**
 * The documents of a collection, through the official driver, which the application brings. Properties: `db_name`,
 * `collection_name` and where the server is; see `core/storage-options/mongo-options.ts`. A write replaces all documents or none.
 */
export const mongoCollection: StorageType = {
  async read(context) {
    return withCollection(context, (collection) => documentsOfCursor(collection.find(), context.budget));
  },

  async write(context, value) {
    const documents = documentsOf(value);
    await changeCollection(context, async (collection, driver) =>
      replaceAll(collection, storedDocuments(documents, await presentFields(collection), driver)),
    );
    return OUTSIDE;
  },

  async append(context, _ref, value) {
    const documents = documentsOf(value);
    if (documents.length === 0) return OUTSIDE;
    await changeCollection(context, async (collection, driver) =>
      collection.insertMany(storedDocuments(documents, await presentFields(collection), driver)),
    );
    return OUTSIDE;
  },

  async select(context, _ref, selection) {
    return withCollection(context, async (collection, driver) => {
      const query = selection.filter === null ? {} : queryOf(selection.filter, comparable(driver));
      // To MongoDB a limit of 0 is none.
      if (selection.limit === 0) return [];
      const found = await documentsOfCursor(cut(collection, query, selection), context.budget);
      const { counted } = context;
      if (counted !== undefined && totalOf(selection, found.length) === null)
        counted(await collection.countDocuments(query, { maxTimeMS: COUNT_LIMIT_MS }).catch(() => null));
      return found.map((document) => chosen(document, selection.columns));
    });
  },
};

const comparable = (driver: MongoDriver): Comparable => ({
  stored: (value) => storedDocuments([{ value }], NO_FIELD, driver)[0]?.value,
  id: (text) => new driver.ObjectId(text),
  decimal: (digits) => driver.BSON.Decimal128.fromString(digits),
});

/** A collection's documents may differ; these show what type a field has. */
const SAMPLED = 100;

/** The types of the fields in the first documents; of fewer where these are large. */
async function presentFields(collection: Collection): Promise<Field> {
  const budget = new Budget();
  const documents: Document[] = [];
  for await (const document of collection.find().limit(SAMPLED)) {
    documents.push(document);
    if (!fits(budget, document)) break;
  }
  return fieldsOf(documents);
}

function fits(budget: Budget, document: Document): boolean {
  try {
    chargeValue(budget, plainValue(document));
    return true;
  } catch {
    return false;
  }
}

/** A count that takes longer is given up: the documents are the answer. */
const COUNT_LIMIT_MS = 2_000;

/** @throws TaipyError `value_too_large`: the server sends no further batch */
async function documentsOfCursor(cursor: AsyncIterable<Document>, budget: Budget): Promise<Document[]> {
  const documents: Document[] = [];
  for await (const document of cursor) {
    const plain = plainValue(document) as Document;
    chargeValue(budget, plain, `document ${documents.length + 1}`);
    documents.push(plain);
  }
  return documents;
}

function cut(collection: Collection, query: Document, { columns, offset, limit }: Selection) {
  const cursor = collection.find(query).skip(offset);
  const limited = limit === null ? cursor : cursor.limit(limit);
  // A column is a name, not a path: MongoDB can't project a name with a dot or a dollar.
  if (columns === null || columns.length === 0 || columns.some((name) => /[.$]/.test(name) || name === ""))
    return limited;
  return limited.project({ _id: 0, ...Object.fromEntries(columns.map((name) => [name, 1])) });
}

/** Documents may differ in their fields; a column that one lacks is null. */
const chosen = (document: Document, columns: readonly string[] | null): Document =>
  columns === null ? document : Object.fromEntries(columns.map((name) => [name, document[name] ?? null]));
