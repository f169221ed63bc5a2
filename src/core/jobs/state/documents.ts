import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";

/** Changes a document from one form to the next. */
export type Upgrade = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** How records of one kind are kept as JSON. */
export interface DocumentForm<T> {
  encode(record: T): string;
  decode(text: string): T;
}

/**
 * A kind of document, whose member `form` says which form it has; without one it has the first. When it is read, the upgrades
 * bring it up to date, in order: the first makes form 2 of form 1. A release that knows fewer forms ignores the member.
 */
export function documentForm<T extends object>(upgrades: readonly Upgrade[]): DocumentForm<T> {
  const current = upgrades.length + 1;
  return {
    encode: (record) => JSON.stringify({ ...record, form: current }),
    decode(text) {
      const { form = 1, ...document } = JSON.parse(text) as Readonly<Record<string, unknown>>;
      return upgrades.slice(Number(form) - 1).reduce((older, upgrade) => upgrade(older), document) as T;
    },
  };
}

export interface Documents {
  readonly node: DocumentForm<NodeRecord>;
  readonly job: DocumentForm<JobRecord>;
  readonly submission: DocumentForm<SubmissionRecord>;
}

/**
 * The documents in an object's SQLite. An upgrade is added here when a record gets a member that older documents lack; one
 * that was deployed never changes.
 */
export const DOCUMENTS: Documents = {
  node: documentForm([]),
  job: documentForm([]),
  submission: documentForm([]),
};
