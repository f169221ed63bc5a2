import type { App } from "../../../src/core/config/app-types.ts";
import { DEADLINES } from "../../../src/core/deadlines.ts";
import { messageOf } from "../../../src/core/jobs/job-message.ts";
import type { WakeUp } from "../../../src/core/jobs/state/jobs-state.ts";
import { sendings } from "../../../src/orchestrator/sendings.ts";
import { drawApp } from "../apps.ts";
import { bounded } from "../call.ts";
import { consumerIn, type Platform } from "../processes.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { D1 } from "./d1.ts";
import { Isolates } from "./isolates.ts";
import { Kv } from "./kv.ts";
import { type Audience, ObjectHost } from "./object-host.ts";
import { Payloads } from "./payloads.ts";
import { Queue } from "./queue.ts";

/** What those who watch need of the platform. */
export interface Parts {
  readonly app: App;
  readonly d1: D1;
  readonly kv: Kv;
  readonly payloads: Payloads;
}

/** The whole platform of a run, with an application of the seed's. */
export function createPlatform(world: World, watchedBy: (parts: Parts) => Audience): Platform {
  const d1 = new D1(world);
  const kv = new Kv(world);
  const payloads = new Payloads(world, kv);
  // A deployed Worker awaits; the local runtime, which cuts nothing, returns.
  const queueHandler = world.random.pick(["awaits", "returns"] as const);
  const isolates = new Isolates(world);
  const consumerOf = (...invocation: Parameters<typeof consumerIn> extends [Platform, ...infer Rest] ? Rest : never) =>
    consumerIn(platform, ...invocation);
  const queueDeps = { world, consumerOf, isolates, runtime: { cutsWaitUntil: queueHandler === "awaits" } };
  const dead = new Queue(queueDeps, null);
  const JOBS = new Queue(queueDeps, dead);
  // Some deployments have one queue only.
  const queues = world.random.chance(0.8) ? { JOBS, JOBS_ALONE: new Queue(queueDeps, dead, 1) } : { JOBS };
  const send = async (scope: Scope, domain: string, jobs: readonly WakeUp[]) => {
    for (const { queue, wakeUps } of sendings<Queue>(queues, jobs)) {
      const bodies = wakeUps.map((wakeUp) => messageOf(domain, wakeUp));
      await bounded(world, scope, DEADLINES.queue, queue.send(scope, bodies));
    }
  };
  const app = drawApp(world.random, world.deployment === null);
  const audience = watchedBy({ app, d1, kv, payloads });
  const host = new ObjectHost({ world, app, d1, send, audience });
  const platform: Platform = {
    world,
    app,
    d1,
    kv,
    payloads,
    host,
    isolates,
    queueHandler,
  };
  return platform;
}
