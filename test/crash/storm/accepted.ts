import type { Journal, Register } from "./register.ts";

/** A scenario whose seed is written. */
export interface AcceptedScenario {
  readonly config: string;
  readonly seed: number;
}

/** What the clients know of a data node, and how they read it. */
export interface WrittenNode {
  readonly register: Register | Journal;
  readonly kind: "value" | "file";
}

/** The requests that the service has accepted, and those of which the clients do not know it. */
export interface Accepted {
  /** By id. */
  readonly scenarios: Map<string, AcceptedScenario>;
  readonly submissions: Set<string>;
  /** Scenarios of which D1 knows nothing any more: it was put back. Their jobs may have written what is shared. */
  readonly undone: Map<string, AcceptedScenario>;
  /** Data nodes that clients write, by id. */
  readonly nodes: Map<string, WrittenNode>;
  /** The data nodes of which a task makes its output; by the output's id. */
  readonly stamps: Map<string, Register>;
  /** Jobs that a client has cancelled, or may have. */
  readonly cancelled: Set<string>;
  /** Scenarios that a client has begun to delete; `true` once the service says that it is gone. */
  readonly deletions: Map<string, boolean>;
  /** Answers that nothing allows; broken connections are not among them. */
  readonly refusals: string[];
  /** Answers that a later one refutes. */
  readonly falseAnswers: string[];
  /** Answers by their status. */
  readonly answers: Map<number, number>;
  slowestMs: number;
}

export const nothingAccepted = (): Accepted => ({
  scenarios: new Map(),
  submissions: new Set(),
  undone: new Map(),
  nodes: new Map(),
  stamps: new Map(),
  cancelled: new Set(),
  deletions: new Map(),
  refusals: [],
  falseAnswers: [],
  answers: new Map(),
  slowestMs: 0,
});
