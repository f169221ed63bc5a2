import type { Job } from "../../src/core/entities/job.ts";
import type { Submission } from "../../src/core/entities/submission.ts";
import type { OutboxRows } from "../../src/core/ports/outbox-database.ts";
import { outboxStatements } from "../../src/d1/outbox/outbox-statements.ts";
import { aFile, aJob, anEdit, aSubmission, MADE_AT } from "../harness/factories.ts";
import { NO_ROWS } from "../orchestrator/world/factories.ts";
import { db } from "./world.ts";

export const job = (overrides: Partial<Job> = {}): Job => aJob({ domain: "D", revision: 1, ...overrides });

export const submission = (overrides: Partial<Submission> = {}): Submission =>
  aSubmission({ domain: "D", revision: 1, ...overrides });

export const edit = anEdit;

export const file = aFile;

/** The state of a data node as its owner sends it. */
export const state = (id: string, revision: number, edit_number = revision): OutboxRows["dataNodes"][number] => ({
  id,
  revision,
  edit_number,
  last_edit_date: MADE_AT,
  edit_in_progress: false,
  editor_id: null,
  editor_expiration_date: null,
  editor_actor: null,
});

/** Applies rows as an orchestrator object does. */
export async function drain(rows: Partial<OutboxRows>): Promise<D1Result[]> {
  const statements = outboxStatements(db, { ...NO_ROWS, ...rows });
  return statements.length === 0 ? [] : db.batch(statements);
}
