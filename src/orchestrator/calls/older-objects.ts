import type { Orchestrator, WorkOrder } from "../../core/ports/orchestrator.ts";

/** The calls that objects of the last release have: in a gradual deployment, a Worker calls objects that still run it. */
export const CALLS_OF_LAST_RELEASE = [
  "submit",
  "resubmit",
  "claim",
  "nextWork",
  "complete",
  "heartbeat",
  "waitForSubmission",
  "createJob",
  "cancelJob",
  "deleteJob",
  "deleteSubmission",
  "writeDataNode",
  "lockDataNode",
  "unlockDataNode",
  "deleteDataNode",
  "announceDeletion",
  "purge",
  "poke",
  "reportDeadLetter",
] as const satisfies readonly (keyof Orchestrator)[];

type NewCall = Exclude<keyof Orchestrator, (typeof CALLS_OF_LAST_RELEASE)[number]>;

type Answer<Name extends keyof Orchestrator> = (
  object: Orchestrator,
  ...args: Parameters<Orchestrator[Name]>
) => ReturnType<Orchestrator[Name]>;

// docs/decisions/056-neighbouring-releases-alternate.md
/**
 * What the caller of a newer call gets when the object runs the last release, which does not have it. A new call of the port
 * needs a line here until a release has it.
 */
export const ANSWERS_FOR_OLDER_OBJECTS: { readonly [Name in NewCall]: Answer<Name> } = {
  // The caller reads from D1 and submits that.
  submitKnown: async () => null,
  // All of them stay, so that the sweep calls again later.
  forgetNodes: async (_, dataNodeIds) => dataNodeIds,
  async resume(object) {
    // The heartbeat of a job that does not exist changes nothing, and sets the alarm.
    await object.heartbeat("watchdog", 0);
    return { moved: 0 };
  },
  // It has promised nothing, so there is one end at most that counts, and nothing to take back.
  async report(object, { ends, running, wants_next, usage }) {
    const accepted: boolean[] = [];
    let next: WorkOrder | null = null;
    for (const [index, { job_id, token, result }] of ends.entries()) {
      const isLast = index === ends.length - 1 && running === undefined;
      const used = index === 0 && usage !== undefined ? { usage } : {};
      const answer = await object.complete({ job_id, token, result, wants_next: isLast && wants_next, ...used });
      accepted.push(answer.accepted);
      next = answer.next;
    }
    return { accepted, goes_on: false, next };
  },
  // The jobs wait until the object runs this release: a limit holds all the same.
  requestSlots: async () => [],
  returnSlots: async () => undefined,
  // Its jobs keep their slots: it can't say which of them have ended.
  offerSlots: async (_, tickets) => tickets.map(({ job_id }) => job_id),
  // It can't say what it holds, and mends nothing: the administrator repeats the call after the deployment.
  inspect: async () => ({ revision: 0, is_unsent: true, held: [], next: null }),
  mend: async () => ({ mended: [], stored: false }),
};

/** In the platform's words: the object's class does not have this method. */
const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error && error.message.includes(`does not implement the method "${name}"`);

/** The object with an answer for each call that it may be too old to have. Its other calls are left as they are. */
export function withOlderAnswers<Stub extends Orchestrator>(stub: Stub): Stub {
  return new Proxy(stub, {
    get(target, name) {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== "function" || !isNewCall(name)) return call;
      const answer = ANSWERS_FOR_OLDER_OBJECTS[name] as (...args: readonly unknown[]) => Promise<unknown>;
      return async (...args: readonly unknown[]) => {
        try {
          return await Reflect.apply(call, target, args);
        } catch (error) {
          if (!isMissing(error, name)) throw error;
          return answer(target, ...args);
        }
      };
    },
  });
}

const isNewCall = (name: string | symbol): name is NewCall => Object.hasOwn(ANSWERS_FOR_OLDER_OBJECTS, name);
