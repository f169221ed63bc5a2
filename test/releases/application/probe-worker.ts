import type { Orchestrator as OrchestratorPort } from "../../../src/core/ports/orchestrator.ts";
import type { Env } from "../../../src/env.ts";
import { createOrchestrators } from "../../../src/orchestrator/client.ts";
import { createTaipy } from "../../../src/worker.ts";
import { releasesApp } from "./app.ts";

/** One call of an object, as the code of this release makes it. */
export interface Probe {
  readonly domain: string;
  readonly name: keyof OrchestratorPort;
  readonly args: readonly unknown[];
}

const taipy = createTaipy(releasesApp);
export const Orchestrator = taipy.Orchestrator;

/** The current Worker, which also makes the calls of objects that a test asks for. */
export default {
  ...taipy.worker,
  async fetch(request: Parameters<typeof taipy.worker.fetch>[0], env: Env, context: ExecutionContext) {
    if (new URL(request.url).pathname !== "/probe") return taipy.worker.fetch(request, env, context);
    const { domain, name, args } = await request.json<Probe>();
    const object = createOrchestrators(env.ORCHESTRATOR)(domain);
    return Response.json((await (object[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args)) ?? null);
  },
};
