import { AsyncLocalStorage } from "node:async_hooks";
import type { Caller } from "../../../src/core/access/identity.ts";
import type { Edit } from "../../../src/core/entities/edit.ts";
import type { JobRecord, NodeRecord, SubmissionRecord } from "../../../src/core/jobs/state/records.ts";
import type { JobResult } from "../../../src/core/ports/orchestrator.ts";
import type { ObjectState } from "../platform/object-state.ts";
import { Losses } from "./losses.ts";

/** What a call has said about jobs. */
export interface Said {
  /** The caller of a write, lock or unlock. */
  readonly editing: Caller | null;
  /** The job that it cancels by force. */
  readonly cancelling: string | null;
  /** The jobs whose ends it reports. */
  readonly completing: ReadonlySet<string>;
  /** The jobs that it gives back. */
  readonly returning: ReadonlySet<string>;
}

const NOTHING_SAID: Said = { editing: null, cancelling: null, completing: new Set(), returning: new Set() };

/** What an object holds, as of its last commit. Jobs that have been deleted stay in `lastSeen`. */
export interface DomainFacts {
  readonly domain: string;
  readonly state: ObjectState;
  readonly jobs: Map<string, JobRecord>;
  readonly lastSeen: Map<string, JobRecord>;
  readonly nodes: Map<string, NodeRecord>;
  readonly submissions: Map<string, SubmissionRecord>;
  clock: number;
  /** Its instance runs the last release. */
  isOlder: boolean;
  /** What its instance was asked to forget, and its time then: the next one does not know. */
  readonly purging: Map<string, number>;
}

/** What is known of the whole run; the invariants compare it with what the system says. */
export class Facts {
  readonly #calls = new AsyncLocalStorage<{ said: Said }>();
  readonly domains = new Map<string, DomainFacts>();
  /** Every edit that an object has committed, by node and number. */
  readonly edits = new Map<string, Map<number, Edit>>();
  /** Submissions that a client got as an answer, and the entity of each. */
  readonly accepted = new Map<string, string>();
  /** What some client has asked to delete, whether or not it knows what became of that. */
  readonly deletable = new Set<string>();
  /** Tasks and submitted entities whose jobs some client has asked to forget, running or not. */
  readonly purged = new Set<string>();
  /** Nodes that an object has forgotten, as `domain node`: a request that is older than the sweep may bring one back. */
  readonly forgotten = new Set<string>();
  /** Jobs that were cancelled by force while they ran, each with its try. */
  readonly stopped = new Map<string, number>();
  /** The earliest time of a job's next try, in milliseconds of its object's clock. */
  readonly notBefore = new Map<string, number>();
  /** The node of each payload that an object has accepted with an edit, by key. */
  readonly keys = new Map<string, string>();
  /** The payloads that a work order's try reads, by `job/token`. */
  readonly readKeys = new Map<string, readonly string[]>();
  /** The tags that a try may read of each input, as of the commit with which it began, by `job/token`; null = any. */
  readonly current = new Map<string, ReadonlyMap<string, ReadonlySet<string> | null>>();
  /** The lease of each work order in milliseconds, by `job/token`. */
  readonly leases = new Map<string, number>();
  /** How often a job's worker was lost. */
  readonly lost = new Map<string, number>();
  /** How often a job's own function has failed. */
  readonly throws = new Map<string, number>();
  /** How often a job has run ahead in vain, because callers came between. */
  readonly overtaken = new Map<string, number>();
  /** Task configs whose jobs share no invocation with others. */
  readonly longTasks = new Set<string>();
  /** Scenarios, tasks and data nodes whose deletion was confirmed to a client. */
  readonly gone = new Set<string>();
  /** Tokens that were handed out with a work order, as `job/token`. */
  readonly tokens = new Set<string>();
  /** Slots that were granted, as `job/ticket`. */
  readonly granted = new Set<string>();
  /** The tags of the inputs in a work order, by `job/token`. */
  readonly inputs = new Map<string, readonly string[]>();
  /** Results that reached an object, as `job/token`. */
  readonly results = new Map<string, JobResult>();
  /** Records that have left their object although they were not deleted: D1 is their only home. */
  readonly atRest = { jobs: new Map<string, JobRecord>(), submissions: new Map<string, SubmissionRecord>() };
  /** Keys of payloads that were deleted from KV. */
  readonly discarded = new Set<string>();
  readonly losses = new Losses();
  /** What was submitted once more while it was about to be deleted, to an object that was evicted since. */
  readonly revived = new Set<string>();
  /** Scenarios whose cascading deletion was confirmed to a client → their ids and those of all that they owned. */
  readonly erased = new Map<string, readonly string[]>();

  /** Runs a call of an object, which may wait before it makes its transaction. */
  calling<T>(said: Said, call: () => T): T {
    return this.#calls.run({ said }, call);
  }

  /** The call under way has made its transaction; before that of an edit it may follow a restored D1 with another one. */
  endCall(): void {
    const call = this.#calls.getStore();
    if (call !== undefined) call.said = { ...NOTHING_SAID, editing: call.said.editing };
  }

  /** What the call has said whose transaction is made now. */
  get said(): Said {
    return this.#calls.getStore()?.said ?? NOTHING_SAID;
  }

  domain(name: string): DomainFacts {
    const found = this.domains.get(name);
    if (found === undefined) throw new Error(`No object of the domain ${name} is known`);
    return found;
  }
}

export const newDomainFacts = (domain: string, state: ObjectState): DomainFacts => ({
  domain,
  state,
  jobs: new Map(),
  lastSeen: new Map(),
  nodes: new Map(),
  submissions: new Map(),
  clock: -1,
  isOlder: false,
  purging: new Map(),
});
