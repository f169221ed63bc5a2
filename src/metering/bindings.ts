import { meteredD1 } from "./d1.ts";
import { meteredKv } from "./kv.ts";
import { meteredR2 } from "./r2.ts";

interface Stores {
  readonly DB: D1Database;
  readonly PAYLOADS: KVNamespace;
  readonly LARGE_PAYLOADS?: R2Bucket;
}

/** An environment whose stores count their operations for the request or job that runs them. */
export function meteredBindings<Env extends Stores>(env: Env): Env {
  const large = env.LARGE_PAYLOADS;
  return {
    ...env,
    DB: meteredD1(env.DB),
    PAYLOADS: meteredKv(env.PAYLOADS),
    ...(large === undefined ? {} : { LARGE_PAYLOADS: meteredR2(large) }),
  };
}
