import type { App } from "../core/config/app-types.ts";
import { type CallOptions, identityOf, type Via } from "./calls/caller.ts";
import { createCalls } from "./calls/calls.ts";
import type { CoreDeps } from "./core-deps.ts";
import type { Core } from "./core-types.ts";
import { entityVerbs } from "./verbs/entity-verbs.ts";
import { jobVerbs } from "./verbs/job-verbs.ts";
import { scenarioVerbs } from "./verbs/scenario-verbs.ts";
import { valueVerbs } from "./verbs/value-verbs.ts";

// docs/decisions/084-code-calls-use-cases-as-an-actor.md
/**
 * The verbs of one caller.
 * @throws TaipyError `validation_failed` for an actor or roles that can't be
 */
export function createCore<Application extends App>(
  deps: CoreDeps,
  { as, requestId, cf = {} }: CallOptions,
  via: Via,
): Core<Application> {
  const calls = createCalls(deps, identityOf(as), { via, requestId });
  const verbs = {
    ...entityVerbs(deps, calls),
    ...scenarioVerbs(deps, calls, cf),
    ...jobVerbs(deps, calls),
    // A remote call carries plain values only, no instances of the application's classes.
    ...valueVerbs(deps, calls, via !== "RPC"),
  };
  // The verbs take and return what the types of the configs say; at run time these are not there.
  return verbs as unknown as Core<Application>;
}
