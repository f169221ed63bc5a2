import type { Core } from "../../../src/worker.ts";

interface Env {
  readonly TAIPY: Core;
  /** The same for an actor with the role of a reader. */
  readonly TAIPY_READER: Core;
}

interface Call {
  readonly binding: keyof Env;
  readonly verb: keyof Core;
  readonly args: readonly unknown[];
}

/** Another Worker: it calls the verbs over a service binding. */
export default {
  async fetch(request, env) {
    const { binding, verb, args } = await request.json<Call>();
    const core = env[binding] as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
    try {
      return Response.json({ value: (await core[verb]?.(...args)) ?? null });
    } catch (error) {
      const { name, code, message, errors } = error as Error & { code?: unknown; errors?: unknown };
      return Response.json({ isError: error instanceof Error, name, code, message, errors });
    }
  },
} satisfies ExportedHandler<Env>;
