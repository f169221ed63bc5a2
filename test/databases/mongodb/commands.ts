import { BSON } from "mongodb";
import { compareNumbers, Decimal } from "../../../src/core/values/exact/decimal.ts";
import type { Command } from "./wire.ts";

type Document = Record<string, unknown>;

/** The collections of a server by `database.collection`. */
export type Collections = Map<string, Document[]>;

/** As MongoDB's first batch, so that longer answers need a second request. */
const BATCH = 101;
const BATCH_BYTES = 16_000_000;

export class CommandError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** What this server can do beside greetings and logins. */
export class Commands {
  readonly #collections: Collections;
  readonly #cursors = new Map<string, Document[]>();

  constructor(collections: Collections) {
    this.#collections = collections;
  }

  run(name: string, command: Command): Command {
    const namespace = `${command.$db}.${command[name]}`;
    switch (name) {
      case "insert":
        return this.#insert(namespace, command.documents as Document[]);
      case "find":
        return this.#find(namespace, command);
      case "aggregate":
        return this.#count(namespace, command.pipeline as readonly Document[]);
      case "getMore":
        return this.#more(`${command.$db}.${command.collection}`, String(command.getMore));
      case "drop":
        if (!this.#collections.delete(namespace)) throw new CommandError(26, "ns not found");
        return {};
      case "renameCollection":
        return this.#rename(command);
      case "ping":
      case "endSessions":
        return {};
      default:
        throw new CommandError(59, `no such command: '${name}'`);
    }
  }

  #insert(namespace: string, documents: readonly Document[]): Command {
    const kept = this.#collections.get(namespace) ?? [];
    const ids = new Set(kept.map(idOf));
    for (const [index, document] of documents.entries()) {
      if (ids.has(idOf(document))) {
        const errmsg = `E11000 duplicate key error collection: ${namespace} index: _id_`;
        this.#collections.set(namespace, kept);
        return { n: index, writeErrors: [{ index, code: 11_000, errmsg }] };
      }
      ids.add(idOf(document));
      kept.push(document);
    }
    this.#collections.set(namespace, kept);
    return { n: documents.length };
  }

  #find(namespace: string, { filter = {}, skip = 0, limit = 0, projection = {} }: Command): Command {
    const all = this.#collections.get(namespace) ?? [];
    const end = Number(limit) === 0 ? undefined : Number(skip) + Number(limit);
    const found = all.filter((document) => matches(document, filter as Document)).slice(Number(skip), end);
    return this.#batch(
      namespace,
      "firstBatch",
      found.map((document) => project(document, projection as Document)),
    );
  }

  /** What the driver makes of a count: a pipeline of `$match` and `$group`. */
  #count(ns: string, pipeline: readonly Document[]): Command {
    const query = (pipeline[0]?.$match ?? {}) as Document;
    const n = (this.#collections.get(ns) ?? []).filter((document) => matches(document, query)).length;
    return { cursor: { id: BSON.Long.ZERO, ns, firstBatch: n === 0 ? [] : [{ _id: 1, n }] } };
  }

  #more(namespace: string, id: string): Command {
    const rest = this.#cursors.get(id);
    if (rest === undefined) throw new CommandError(43, `cursor id ${id} not found`);
    this.#cursors.delete(id);
    return this.#batch(namespace, "nextBatch", rest);
  }

  #batch(ns: string, name: string, documents: Document[]): Command {
    const count = batchLength(documents);
    const rest = documents.slice(count);
    const id = rest.length === 0 ? BSON.Long.ZERO : BSON.Long.fromNumber(Date.now() * 1_000 + this.#cursors.size + 1);
    if (rest.length > 0) this.#cursors.set(id.toString(), rest);
    return { cursor: { id, ns, [name]: documents.slice(0, count) } };
  }

  #rename({ renameCollection, to, dropTarget }: Command): Command {
    const documents = this.#collections.get(String(renameCollection));
    if (documents === undefined) throw new CommandError(26, "source namespace does not exist");
    if (this.#collections.has(String(to)) && dropTarget !== true) throw new CommandError(48, "target namespace exists");
    this.#collections.delete(String(renameCollection));
    this.#collections.set(String(to), documents);
    return {};
  }
}

const idOf = (document: Document) => BSON.EJSON.stringify(document._id);

function project(document: Document, projection: Document): Document {
  const fields = Object.entries(projection).filter(([, chosen]) => Boolean(Number(chosen)));
  if (fields.length === 0) return document;
  return Object.fromEntries(fields.flatMap(([name]) => (name in document ? [[name, document[name]]] : [])));
}

/** The part of MongoDB's query language that data nodes use. */
function matches(document: Document, query: Document): boolean {
  return Object.entries(query).every(([key, wanted]) => {
    const parts = wanted as readonly Document[];
    if (key === "$and") return parts.every((part) => matches(document, part));
    if (key === "$or") return parts.some((part) => matches(document, part));
    return Object.entries(wanted as Document).every(([operator, value]) => holds(document[key], operator, value));
  });
}

function holds(cell: unknown, operator: string, wanted: unknown): boolean {
  if (operator === "$in") return (wanted as readonly unknown[]).some((value) => order(cell, value) === 0);
  if (operator === "$nin") return !(wanted as readonly unknown[]).some((value) => order(cell, value) === 0);
  const compared = order(cell, wanted);
  if (compared === null) return false;
  switch (operator) {
    case "$lt":
      return compared < 0;
    case "$lte":
      return compared <= 0;
    case "$gt":
      return compared > 0;
    case "$gte":
      return compared >= 0;
    default:
      throw new CommandError(2, `unknown operator: ${operator}`);
  }
}

/** Less than, equal to or greater than 0 for values of one kind; null when they can't be compared. */
function order(cell: unknown, wanted: unknown): number | null {
  const [left, right] = [comparable(cell), comparable(wanted)];
  if (left instanceof BSON.ObjectId && right instanceof BSON.ObjectId) return left.equals(right) ? 0 : null;
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (left instanceof BSON.Decimal128 || right instanceof BSON.Decimal128) {
    const [a, b] = [exactNumber(left), exactNumber(right)];
    return a === null || b === null ? null : compareNumbers(a, b);
  }
  if (left === right) return 0;
  if (typeof left !== typeof right || typeof left === "object") return null;
  return (left as number) < (right as number) ? -1 : 1;
}

/** A double has as a decimal the digits that its bits stand for: 0.1 is no 0.1. */
function exactNumber(value: unknown) {
  if (value instanceof BSON.Decimal128) return Decimal.parse(value.toString());
  return typeof value === "number" ? Decimal.parse(value.toPrecision(50)) : null;
}

function comparable(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date || value instanceof BSON.ObjectId || value instanceof BSON.Decimal128) return value;
  return BSON.Long.isLong(value) ? value.toNumber() : value;
}

/** As many documents as fit into one answer, and one at least. */
function batchLength(documents: readonly Document[]): number {
  let bytes = 0;
  const end = documents.slice(0, BATCH).findIndex((document, index) => {
    bytes += BSON.calculateObjectSize(document);
    return index > 0 && bytes > BATCH_BYTES;
  });
  return end === -1 ? BATCH : end;
}
