import { DurableObject } from "cloudflare:workers";
import type { App } from "../core/config/app-types.ts";
import { SEND_LIMIT } from "../core/jobs/job-message.ts";
import type {
  CompleteCommand,
  Orchestrator as OrchestratorPort,
  SubmitCommand,
  SubmitOptions,
} from "../core/ports/orchestrator.ts";
import { createDatabase } from "../d1/outbox/outbox-database.ts";
import type { Env } from "../env.ts";
import { meteredD1 } from "../metering/d1.ts";
import { logOf, newUuid, sleep, wallClock } from "../runtime.ts";
import { createOrchestrators, type UsageOfSubmissions } from "./client.ts";
import { Orchestrator } from "./orchestrator.ts";
import { durableObjectSql } from "./state/sql.ts";
import { Store } from "./state/store.ts";
import { Usage } from "./usage.ts";

/** The calls of the object: those of the port, and what submissions have used, carried by the platform's RPC. */
export type OrchestratorObject = DurableObject<Env> & OrchestratorPort & UsageOfSubmissions;

type Call<Name extends keyof OrchestratorPort> = Parameters<OrchestratorPort[Name]>;

/** The Durable Object class for an application: a shell that gives {@link Orchestrator} the platform. */
export function orchestratorClass(
  appIn: (env: Env) => App,
): new (
  ctx: DurableObjectState,
  env: Env,
) => OrchestratorObject {
  return class extends DurableObject<Env> implements OrchestratorPort, UsageOfSubmissions {
    readonly #usage: Usage;
    #orchestrator: Orchestrator | null = null;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      this.#usage = new Usage(new Store(durableObjectSql(ctx.storage)));
      ctx.blockConcurrencyWhile(async () => {
        const alarmAtMs = await ctx.storage.getAlarm();
        this.#orchestrator = this.#usage.waking(() => wake(appIn(env), ctx, env, this.#usage, alarmAtMs));
      });
    }

    get #own(): Orchestrator {
      if (this.#orchestrator === null) throw new Error("The orchestrator was called before it was awake");
      return this.#orchestrator;
    }

    override alarm() {
      return this.#usage.alarm(() => this.#own.alarm());
    }

    async usageOf(submissionId: string) {
      return this.#usage.of(submissionId);
    }

    submit(command: SubmitCommand) {
      return this.#usage.submit(() => this.#own.submit(command));
    }
    resubmit(options: SubmitOptions) {
      return this.#usage.resubmit(() => this.#own.resubmit(options));
    }
    claim(jobId: string) {
      return this.#usage.ofJob(jobId, () => this.#own.claim(jobId));
    }
    nextWork(submissionId: string) {
      return this.#usage.ofSubmission(submissionId, () => this.#own.nextWork(submissionId));
    }
    complete(command: CompleteCommand) {
      return this.#usage.ofJob(command.job_id, () => this.#own.complete(command), command.usage);
    }
    heartbeat(...call: Call<"heartbeat">) {
      return this.#usage.ofJob(call[0], () => this.#own.heartbeat(...call));
    }
    waitForSubmission(...call: Call<"waitForSubmission">) {
      return this.#usage.ofSubmission(call[0], () => this.#own.waitForSubmission(...call));
    }
    createJob(...call: Call<"createJob">) {
      return this.#own.createJob(...call);
    }
    cancelJob(...call: Call<"cancelJob">) {
      return this.#usage.ofJob(call[0], () => this.#own.cancelJob(...call));
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
    announceDeletion() {
      return this.#own.announceDeletion();
    }
    purge(...call: Call<"purge">) {
      return this.#own.purge(...call);
    }
    poke(...call: Call<"poke">) {
      return this.#own.poke(...call);
    }
    reportDeadLetter(...call: Call<"reportDeadLetter">) {
      return this.#usage.ofJob(call[0], () => this.#own.reportDeadLetter(...call));
    }
  };
}

function wake(app: App, ctx: DurableObjectState, env: Env, usage: Usage, alarmAtMs: number | null): Orchestrator {
  const domain = ctx.id.name;
  if (domain === undefined) throw new Error("An orchestrator object must be reached by its name");
  const orchestrators = createOrchestrators(env.ORCHESTRATOR);
  const database = createDatabase(meteredD1(env.DB));
  return new Orchestrator({
    domain,
    app,
    sql: durableObjectSql(ctx.storage),
    database: {
      ...database,
      apply: (...call) => usage.drain(call[2], () => database.apply(...call)),
    },
    onAccepted: (...call) => usage.accepted(...call),
    onTransaction: () => usage.saveEnded(),
    async wake(jobs) {
      const messages = jobs.map((job) => ({ body: { v: 1 as const, domain, ...job } }));
      for (let from = 0; from < messages.length; from += SEND_LIMIT) {
        await env.JOBS.sendBatch(messages.slice(from, from + SEND_LIMIT));
        usage.sent(jobs.slice(from, from + SEND_LIMIT));
      }
    },
    poke: (other, ids) => orchestrators(other).poke(ids),
    setAlarm(atMs) {
      usage.alarmSet();
      return ctx.storage.setAlarm(atMs);
    },
    alarmAtMs,
    sleep,
    clock: wallClock,
    newUuid,
    log: logOf(app.settings.env),
  });
}
