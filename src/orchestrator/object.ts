import { DurableObject } from "cloudflare:workers";
import type { App } from "../core/config/types.ts";
import { SEND_LIMIT } from "../core/job-message.ts";
import type { Orchestrator as OrchestratorPort } from "../core/ports.ts";
import type { Env } from "../env.ts";
import { createDatabase } from "../persistence/outbox-database.ts";
import { logOf, newUuid, sleep, wallClock } from "../runtime.ts";
import { createOrchestrators } from "./client.ts";
import { Orchestrator } from "./orchestrator.ts";
import { durableObjectSql } from "./sql.ts";

/** The calls of the object: those of the port, carried by the platform's RPC. */
export type OrchestratorObject = DurableObject<Env> & OrchestratorPort;

type Call<Name extends keyof OrchestratorPort> = Parameters<OrchestratorPort[Name]>;

/** The Durable Object class for an application: a shell that gives {@link Orchestrator} the platform. */
export function orchestratorClass(
  appIn: (env: Env) => App,
): new (
  ctx: DurableObjectState,
  env: Env,
) => OrchestratorObject {
  return class extends DurableObject<Env> implements OrchestratorPort {
    #orchestrator: Orchestrator | null = null;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      ctx.blockConcurrencyWhile(async () => {
        this.#orchestrator = wake(appIn(env), ctx, env, await ctx.storage.getAlarm());
      });
    }

    get #own(): Orchestrator {
      if (this.#orchestrator === null) throw new Error("The orchestrator was called before it was awake");
      return this.#orchestrator;
    }

    override alarm() {
      return this.#own.alarm();
    }

    submit(...call: Call<"submit">) {
      return this.#own.submit(...call);
    }
    claim(...call: Call<"claim">) {
      return this.#own.claim(...call);
    }
    nextWork(...call: Call<"nextWork">) {
      return this.#own.nextWork(...call);
    }
    complete(...call: Call<"complete">) {
      return this.#own.complete(...call);
    }
    heartbeat(...call: Call<"heartbeat">) {
      return this.#own.heartbeat(...call);
    }
    waitForSubmission(...call: Call<"waitForSubmission">) {
      return this.#own.waitForSubmission(...call);
    }
    createJob(...call: Call<"createJob">) {
      return this.#own.createJob(...call);
    }
    cancelJob(...call: Call<"cancelJob">) {
      return this.#own.cancelJob(...call);
    }
    deleteJob(...call: Call<"deleteJob">) {
      return this.#own.deleteJob(...call);
    }
    deleteSubmission(...call: Call<"deleteSubmission">) {
      return this.#own.deleteSubmission(...call);
    }
    writeDataNode(...call: Call<"writeDataNode">) {
      return this.#own.writeDataNode(...call);
    }
    lockDataNode(...call: Call<"lockDataNode">) {
      return this.#own.lockDataNode(...call);
    }
    unlockDataNode(...call: Call<"unlockDataNode">) {
      return this.#own.unlockDataNode(...call);
    }
    deleteDataNode(...call: Call<"deleteDataNode">) {
      return this.#own.deleteDataNode(...call);
    }
    purge(...call: Call<"purge">) {
      return this.#own.purge(...call);
    }
    poke(...call: Call<"poke">) {
      return this.#own.poke(...call);
    }
    reportDeadLetter(...call: Call<"reportDeadLetter">) {
      return this.#own.reportDeadLetter(...call);
    }
  };
}

function wake(app: App, ctx: DurableObjectState, env: Env, alarmAtMs: number | null): Orchestrator {
  const domain = ctx.id.name;
  if (domain === undefined) throw new Error("An orchestrator object must be reached by its name");
  const orchestrators = createOrchestrators(env.ORCHESTRATOR);
  return new Orchestrator({
    domain,
    app,
    sql: durableObjectSql(ctx.storage),
    database: createDatabase(env.DB),
    async wake(jobs) {
      const messages = jobs.map((job) => ({ body: { v: 1 as const, domain, ...job } }));
      for (let from = 0; from < messages.length; from += SEND_LIMIT) {
        await env.JOBS.sendBatch(messages.slice(from, from + SEND_LIMIT));
      }
    },
    poke: (other, ids) => orchestrators(other).poke(ids),
    setAlarm: (atMs) => ctx.storage.setAlarm(atMs),
    alarmAtMs,
    sleep,
    clock: wallClock,
    newUuid,
    log: logOf(app.settings.env),
  });
}
