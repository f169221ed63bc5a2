import { acceptSlots } from "../../core/jobs/slots/accept-slots.ts";
import { SLOTS } from "../../core/jobs/slots/limits.ts";
import type { SlotEffects } from "../../core/jobs/state/jobs-state.ts";
import type { SlotRequest, SlotTicket } from "../../core/ports/slots/slot-request.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** Requests or tickets of one call. */
const SENT_AT_ONCE = 100;

/**
 * The slots of a domain's jobs: after a commit it asks the slots' object for them and gives them back. A call that fails is
 * made up for: a timer repeats the requests, and the slots' object asks for slots that seem to be held for long.
 */
export class SlotClient {
  readonly #deps: OrchestratorDeps;
  readonly #commits: Commits;

  constructor(deps: OrchestratorDeps, commits: Commits) {
    this.#deps = deps;
    this.#commits = commits;
  }

  afterCommit({ asked, returned }: SlotEffects): void {
    for (const tickets of inPieces(returned)) {
      this.#giveBack(tickets).catch((error) => this.#log("slots_not_returned", error));
    }
    for (const requests of inPieces(asked)) {
      this.#ask(requests).catch((error) => this.#log("slots_not_requested", error));
    }
  }

  /** @returns the ids of the jobs that hold their slots now */
  offered(tickets: readonly SlotTicket[]): readonly string[] {
    return this.#commits.commit((transaction) => acceptSlots(transaction, tickets));
  }

  async #ask(requests: readonly SlotRequest[]): Promise<void> {
    const granted = await this.#slots.requestSlots(this.#deps.domain, requests);
    if (granted.length === 0) return;
    const kept = new Set(this.offered(granted));
    const refused = granted.filter(({ job_id }) => !kept.has(job_id));
    if (refused.length > 0) await this.#giveBack(refused);
  }

  async #giveBack(tickets: readonly SlotTicket[]): Promise<void> {
    await this.#slots.returnSlots(tickets);
  }

  get #slots() {
    return this.#deps.peer(SLOTS);
  }

  #log(event: "slots_not_returned" | "slots_not_requested", error: unknown): void {
    this.#deps.log(event, { domain: this.#deps.domain, error: String(error) });
  }
}

const inPieces = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / SENT_AT_ONCE) }, (_, index) =>
    all.slice(index * SENT_AT_ONCE, (index + 1) * SENT_AT_ONCE),
  );
