import type { Finding } from "../../core/repair/findings.ts";
import type { CheckDeps } from "./repair-deps.ts";

/** What one step has found. */
export interface Step {
  readonly findings: readonly Finding[];
  /** How many rows, records or values were compared. */
  readonly entities: number;
  /** Where the part goes on; null = this was its last step. */
  readonly next: string | null;
}

/** One step of a part, from a position on that an earlier step has given; empty = from its beginning. */
export type Part = (deps: CheckDeps, at: string) => Promise<Step>;
