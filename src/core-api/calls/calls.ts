import type { AuditEntry, AuditRow } from "../../core/access/audited-call.ts";
import { type Caller, callerOf, type Identity } from "../../core/access/identity.ts";
import { permits, roleName } from "../../core/access/permissions.ts";
import { TaipyError } from "../../core/errors.ts";
import { failureEvent, failureFields } from "../../core/faults/failure-line.ts";
import type { CoreDeps } from "../core-deps.ts";
import type { Via } from "./caller.ts";
import { failureOf } from "./coded-failure.ts";
import { OPERATIONS, type Operation } from "./operations.ts";

/** The result of a change. */
export interface Done<T> {
  readonly value: T;
  /** The change's own batch has written the row of the audit trail. */
  readonly audited?: boolean | undefined;
  /** Of what was created. */
  readonly entityId?: string;
}

export interface Change {
  readonly caller: Caller;
  /** The row of the audit trail that goes with the change, where its store takes it. */
  readonly audit: AuditRow;
  readonly requestId: string;
}

/** Runs the verbs of one caller: roles, the audit trail, deadlines and counts are those of a request. */
export interface Calls {
  read<T>(operation: Operation, work: () => Promise<T>): Promise<T>;
  /** @param entityId what is changed; null = something new */
  change<T>(operation: Operation, entityId: string | null, work: (change: Change) => Promise<Done<T>>): Promise<T>;
}

const OK = 200;
const UNEXPECTED = "An unexpected error.";

export function createCalls(
  deps: CoreDeps,
  identity: Identity,
  { via, requestId }: { readonly via: Via; readonly requestId: string | undefined },
): Calls {
  const { audit, log, waitUntil, metered, statusOf } = deps;

  const entryOf = (
    operation: Operation,
    id: string,
    entity_id: string | null,
    failure: TaipyError | null,
  ): AuditEntry => ({
    request_id: id,
    actor_kind: identity.kind,
    actor_id: identity.id,
    actor_name: identity.name,
    operation,
    method: via,
    entity_id,
    address: null,
    status: failure === null ? OK : statusOf(failure.code),
    result: failure?.code ?? "ok",
    changes: null,
  });

  function refused(operation: Operation, id: string, entityId: string | null, failure: TaipyError): void {
    const entry = entryOf(operation, id, entityId, failure);
    const { actor_name: _, address: __, changes: ___, ...line } = entry;
    log("request", line);
    waitUntil(audit.record(entry));
  }

  /** What fails by an error without a code is the caller's to log: it gets the error itself. */
  function report(failure: TaipyError, id: string): void {
    const status = statusOf(failure.code);
    const event = failureEvent(failure, status);
    if (event !== null) log(event, { request_id: id, method: via, ...failureFields(failure, status) });
  }

  async function run<T>(
    operation: Operation,
    entityId: string | null,
    isChange: boolean,
    work: (id: string) => Promise<T>,
  ) {
    const id = requestId ?? deps.newUuid();
    try {
      if (!permits(identity.roles, OPERATIONS[operation])) throw forbidden(operation);
      return await metered(() => work(id));
    } catch (error) {
      const failure = failureOf(error, isChange);
      // An error without a code leaves its row like a refusal, and goes on as it is: who called needs its stack.
      const coded = failure ?? new TaipyError("internal_error", UNEXPECTED, { cause: error });
      if (isChange || coded.code === "forbidden") refused(operation, id, entityId, coded);
      if (failure !== null) report(failure, id);
      throw failure ?? error;
    }
  }

  return {
    read: (operation, work) => run(operation, null, false, work),
    change: (operation, entityId, work) =>
      run(operation, entityId, true, async (id) => {
        const row = audit.row(entryOf(operation, id, entityId, null));
        const done = await work({ caller: { ...callerOf(identity), audit: row }, audit: row, requestId: id });
        if (done.audited !== true) {
          waitUntil(audit.record(entryOf(operation, id, entityId ?? done.entityId ?? null, null)));
        }
        return done.value;
      }),
  };
}

function forbidden(operation: Operation): TaipyError {
  const missing_role = roleName(OPERATIONS[operation]);
  return new TaipyError("forbidden", `${operation} needs the role ${missing_role}.`, { details: { missing_role } });
}
