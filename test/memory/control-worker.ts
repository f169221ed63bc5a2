import type { Env } from "../../src/env.ts";

const KEY = "control";

/** Stores a body and reads it back as often as asked, without ever holding it: what the local platform takes for that. */
export default {
  async fetch(request, env) {
    const reads = Number(new URL(request.url).searchParams.get("reads"));
    if (request.body !== null) await env.PAYLOADS.put(KEY, request.body);
    for (let count = 0; count < reads; count += 1) {
      const stored = await env.PAYLOADS.get(KEY, "stream");
      for await (const _ of stored ?? []) {
        // Dropped.
      }
    }
    await env.PAYLOADS.delete(KEY);
    return new Response();
  },
} satisfies ExportedHandler<Env>;

export { Orchestrator } from "./memory-worker.ts";
