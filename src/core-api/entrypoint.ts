import { WorkerEntrypoint } from "cloudflare:workers";
import type { App } from "../core/config/app-types.ts";
import { ConfigurationError } from "../core/config/check/issue.ts";
import { TaipyError } from "../core/errors.ts";
import { failureFields } from "../core/faults/failure-line.ts";
import type { Env } from "../env.ts";
import type { Actor } from "./calls/caller.ts";
import { redactedError } from "./calls/redacted-error.ts";
import type { CoreDeps } from "./core-deps.ts";
import type { Core } from "./core-types.ts";
import { createCore } from "./create-core.ts";

/** The `props` of a service binding: on whose behalf its Worker calls. Without them it is `code`, as in the Worker itself. */
export interface CoreProps {
  readonly as?: Actor;
}

type Verb = (...args: readonly unknown[]) => Promise<unknown>;
type Verbs = Readonly<Record<string, Verb>>;

/** The class of an entrypoint whose methods are the verbs. */
export type CoreEntrypoint<Application extends App> = new (
  ctx: ExecutionContext<CoreProps>,
  env: Env,
) => WorkerEntrypoint<Env, CoreProps> & Core<Application>;

/** Of a verb: a scenario, the id of a config, a value and options. */
const MOST_ARGUMENTS = 4;

const FAILED = "Internal Server Error";
const INTERNAL = 500;
const REFUSED =
  "Variables make the configuration of the service wrong: its log lists the problems (`configuration_refused`).";

function depsOrRefusal(depsIn: (env: Env) => CoreDeps, env: Env): CoreDeps {
  try {
    return depsIn(env);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new TaipyError("configuration_refused", REFUSED);
    throw error;
  }
}

/** An error as another Worker gets it: with its code, without secrets, and without the errors of the platform behind it. */
function errorForCaller(error: unknown, { log, redact }: CoreDeps, requestId: string): TaipyError {
  if (error instanceof TaipyError) return redactedError(error, redact);
  const cause = error instanceof Error ? error : new Error(String(error));
  const failure = new TaipyError("internal_error", `${FAILED}. The log has it under ${requestId}.`, { cause });
  log("request_failed", { request_id: requestId, method: "RPC", ...failureFields(failure, INTERNAL) });
  return redactedError(failure, redact);
}

/** Taipy Core for other Workers: `export const { CoreEntrypoint } = createTaipy(app)`. */
export function coreEntrypoint<Application extends App>(depsIn: (env: Env) => CoreDeps): CoreEntrypoint<Application> {
  class Entrypoint extends WorkerEntrypoint<Env, CoreProps> {
    static {
      // The platform's RPC carries methods of the prototype only.
      for (const name of Object.keys(createCore({} as CoreDeps, {}, "RPC"))) {
        const value = function (this: Entrypoint, ...args: readonly unknown[]) {
          return this.#call(name, args);
        };
        Object.defineProperty(Entrypoint.prototype, name, { value });
      }
    }

    async #call(name: string, args: readonly unknown[]): Promise<unknown> {
      const deps = depsOrRefusal(depsIn, this.env);
      const requestId = deps.newUuid();
      try {
        const verbs = createCore(deps, { as: this.ctx.props?.as, requestId }, "RPC") as unknown as Verbs;
        return await verbs[name]?.(...args.slice(0, MOST_ARGUMENTS));
      } catch (error) {
        throw errorForCaller(error, deps, requestId);
      }
    }
  }
  return Entrypoint as unknown as CoreEntrypoint<Application>;
}
