import type { Env } from "../env.ts";
import { meteredD1 } from "./d1.ts";
import { meteredKv } from "./kv.ts";
import { boundedAssets, boundedLimit, boundedQueue } from "./other-bindings.ts";
import { meteredR2 } from "./r2.ts";

/** How each binding is wrapped. The objects' stubs are wrapped one by one: orchestrator/client.ts. */
const WRAPPERS: { readonly [Name in BindingName]: (binding: NonNullable<Env[Name]>) => NonNullable<Env[Name]> } = {
  DB: (db) => meteredD1(db),
  PAYLOADS: meteredKv,
  LARGE_PAYLOADS: meteredR2,
  JOBS: boundedQueue,
  JOBS_ALONE: boundedQueue,
  ORCHESTRATOR: (namespace) => namespace,
  REQUEST_LIMIT: boundedLimit,
  ADDRESS_LIMIT: boundedLimit,
  LOGIN_LIMIT: boundedLimit,
  ATTEMPT_LIMIT: boundedLimit,
  ASSETS: boundedAssets,
  LINE_TABLE: boundedAssets,
  DATA_SCHEMAS: boundedAssets,
  // No binding that is called.
  CF_VERSION_METADATA: (metadata) => metadata,
};

/** The members of the environment that are no texts. */
type BindingName = {
  [Name in keyof Required<Env>]: Required<Env>[Name] extends string ? never : Name;
}[keyof Env];

// docs/decisions/059-no-call-without-a-deadline.md
/**
 * An environment whose bindings answer within a deadline, and whose stores count their operations for the request or job
 * that runs them. The bindings themselves are used nowhere else.
 */
export function meteredBindings<Given extends Env>(env: Given): Given {
  const wrapped = Object.entries(WRAPPERS).flatMap(([name, wrap]) => {
    const binding: unknown = env[name as BindingName];
    return binding === undefined ? [] : [[name, (wrap as (binding: unknown) => unknown)(binding)]];
  });
  return { ...env, ...Object.fromEntries(wrapped) };
}
