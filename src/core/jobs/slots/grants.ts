import type { SlotRequest, SlotTicket } from "../../ports/slots/slot-request.ts";
import type { Limits } from "./limits.ts";

/** A job of any domain that has asked for a slot. */
export interface SlotRow extends SlotRequest {
  readonly domain: string;
  /** When it was granted, or its domain confirmed last that the job holds it, in milliseconds since 1970; null = it waits. */
  readonly seen: number | null;
}

/** The jobs that hold slots, and those that wait for one, in the order of acceptance. */
export interface SlotBook {
  find(jobId: string): SlotRow | null;
  put(row: SlotRow): void;
  remove(jobId: string): void;
  /** How many slots are taken, by task config. */
  taken(): ReadonlyMap<string, number>;
  /** The task configs for whose jobs a request waits. */
  waitingTasks(): readonly string[];
  /** The request of a task config that was accepted first among those that wait. */
  firstWaiting(taskConfigId: string): SlotRow | null;
  /** Slots whose domain has not confirmed them since a time, the longest unconfirmed first. */
  unconfirmedSince(ms: number, limit: number): readonly SlotRow[];
}

/** What one call grants at most; the next one goes on. */
export const GRANTS_AT_ONCE = 200;

/** How long a domain may be silent before its slots are free again: far longer than a try of any job can take. */
export const SILENCE_LIMIT_MS = 60 * 60_000;

/** A slot is freed after so many failed checks in a row, and not by time alone: while the slots' object did not run, it has not checked. */
export const SILENT_CHECKS = 5;

/** Notes requests. One that is known stays as it is; one that another has overtaken does not count. */
export function noteRequests(book: SlotBook, domain: string, requests: readonly SlotRequest[]): void {
  for (const request of requests) {
    const known = book.find(request.job_id);
    if (known !== null && known.ticket >= request.ticket) continue;
    book.put({ ...request, domain, seen: null });
  }
}

/** Frees slots and ends requests. A ticket that is older than the job's newest one changes nothing. */
export function noteReturns(book: SlotBook, tickets: readonly SlotTicket[]): void {
  for (const { job_id, ticket } of tickets) {
    const known = book.find(job_id);
    if (known !== null && known.ticket <= ticket) book.remove(job_id);
  }
}

/** A domain has answered which of these slots its jobs hold. */
export function noteHeld(book: SlotBook, held: readonly SlotTicket[], nowMs: number): void {
  for (const { job_id, ticket } of held) {
    const row = book.find(job_id);
    if (row?.ticket === ticket && row.seen !== null) book.put({ ...row, seen: nowMs });
  }
}

/** A slot whose domain did not answer, for the last checks in a row: it keeps the slot, but not for ever. */
export interface SilentSlot {
  readonly row: SlotRow;
  readonly failedChecks: number;
}

export function noteSilence(book: SlotBook, silent: readonly SilentSlot[], nowMs: number): void {
  const lost = silent.filter(
    ({ row: { seen }, failedChecks }) => failedChecks >= SILENT_CHECKS && (seen ?? nowMs) <= nowMs - SILENCE_LIMIT_MS,
  );
  noteReturns(
    book,
    lost.map(({ row }) => row),
  );
}

/**
 * Grants what is free: to the job that was accepted first among those whose limits all have a slot left. A job that has to
 * wait for its task's limit does not hold up jobs of other tasks, and is the first again when its task has a slot.
 * @returns the new grants, at most {@link GRANTS_AT_ONCE}
 */
export function grantFree(book: SlotBook, limitsOf: (taskConfigId: string) => Limits, nowMs: number): SlotRow[] {
  const taken = new Map(book.taken());
  let total = [...taken.values()].reduce((sum, count) => sum + count, 0);
  const hasRoom = (task: string): boolean => {
    const limits = limitsOf(task);
    return isBelow(taken.get(task) ?? 0, limits.task) && isBelow(total, limits.application);
  };
  const heads = new Map(book.waitingTasks().map((task) => [task, book.firstWaiting(task)]));
  const granted: SlotRow[] = [];
  while (granted.length < GRANTS_AT_ONCE) {
    const next = earliest(
      [...heads.values()].flatMap((row) => (row !== null && hasRoom(row.task_config_id) ? row : [])),
    );
    if (next === null) break;
    const row: SlotRow = { ...next, seen: nowMs };
    book.put(row);
    granted.push(row);
    const task = next.task_config_id;
    taken.set(task, (taken.get(task) ?? 0) + 1);
    total += 1;
    heads.set(task, book.firstWaiting(task));
  }
  return granted;
}

const isBelow = (count: number, limit: number | null): boolean => limit === null || count < limit;

const earliest = (rows: readonly SlotRow[]): SlotRow | null =>
  rows.reduce<SlotRow | null>((first, row) => (first === null || isEarlier(row, first) ? row : first), null);

/** The order of acceptance: creation time, then the position in the domain, then the id. */
export function isEarlier(one: SlotRequest, other: SlotRequest): boolean {
  if (one.accepted !== other.accepted) return one.accepted < other.accepted;
  return one.position === other.position ? one.job_id < other.job_id : one.position < other.position;
}
