import type { SlotRequest, SlotTicket } from "../../ports/slots/slot-request.ts";
import type { SlotEffects } from "./jobs-state.ts";
import type { Draft, JobRecord } from "./records.ts";

/** The calls to the slots' object that follow a transaction. */
export class SlotDrafts {
  readonly #asked = new Map<string, Draft<JobRecord>>();
  readonly #returned: SlotTicket[] = [];

  /** The job waits for a slot: the request is sent after the commit, if it waits then. */
  ask(record: Draft<JobRecord>): void {
    this.#asked.set(record.job.id, record);
  }

  giveBack(ticket: SlotTicket): void {
    this.#returned.push(ticket);
  }

  effects(): SlotEffects {
    return { asked: [...this.#asked.values()].flatMap(requestOf), returned: this.#returned };
  }
}

function requestOf({ job, position, slot }: JobRecord): SlotRequest[] {
  if (slot === null || slot.held) return [];
  const { id, task_config_id, creation_date } = job;
  return [{ job_id: id, ticket: slot.ticket, task_config_id, accepted: creation_date, position }];
}
