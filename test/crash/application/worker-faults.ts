import type { Env } from "../../../src/env.ts";
import { createTaipy } from "../../../src/worker.ts";
import { crashApp } from "./crash-app.ts";
import { faultyEnv, setWeather } from "./faults/faulty-bindings.ts";
import { WEATHER_PATH, type Weather } from "./faults/weather.ts";

const taipy = createTaipy(crashApp);

export class Orchestrator extends taipy.Orchestrator {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, faultyEnv(env));
  }
}

/** The Worker of the crash rounds over a D1 and a KV that a round makes hang and fail. */
export const worker: ExportedHandler<Env> = {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === WEATHER_PATH) {
      return Response.json(setWeather((await request.json()) as Weather));
    }
    return taipy.worker.fetch(request, faultyEnv(env), ctx);
  },
  queue: (batch, env, ctx) => taipy.worker.queue(batch, faultyEnv(env), ctx),
  scheduled: (controller, env, ctx) => taipy.worker.scheduled(controller, faultyEnv(env), ctx),
};
export default worker;
