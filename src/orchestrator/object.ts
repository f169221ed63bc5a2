import { DurableObject } from "cloudflare:workers";
import type { App } from "../core/config/app-types.ts";
import { knownSecrets, redactorOf } from "../core/config/secrets/known-secrets.ts";
import { objectLayoutOf } from "../core/config/settings/object-layout.ts";
import { DEADLINES } from "../core/deadlines.ts";
import { messageOf } from "../core/jobs/job-message.ts";
import type { Orchestrator as OrchestratorPort } from "../core/ports/orchestrator.ts";
import { createDatabase } from "../d1/outbox/outbox-database.ts";
import type { Env } from "../env.ts";
import { meteredBindings } from "../metering/bindings.ts";
import { bounded } from "../metering/bounded.ts";
import { logOf, newUuid, sleep, wallClock } from "../runtime.ts";
import { CALL_NAMES, countedCall } from "./calls/attribution.ts";
import { createOrchestrators, type UsageOfSubmissions } from "./client.ts";
import { Orchestrator } from "./orchestrator.ts";
import { sendings } from "./sendings.ts";
import { CachedStore } from "./state/cached-store.ts";
import { durableObjectSql } from "./state/object-sql.ts";
import { UsageAccounts } from "./usage-accounts.ts";

/** The calls of the object: those of the port, and what submissions have used, carried by the platform's RPC. */
export type OrchestratorObject = DurableObject<Env> & OrchestratorPort & UsageOfSubmissions;

type OrchestratorClass = new (ctx: DurableObjectState, env: Env) => OrchestratorObject;

/** The Durable Object class for an application: a shell that gives {@link Orchestrator} the platform. */
export function orchestratorClass(appIn: (env: Env) => App): OrchestratorClass {
  class OrchestratorShell extends DurableObject<Env> implements UsageOfSubmissions {
    readonly #usage: UsageAccounts;
    #orchestrator: Orchestrator | null = null;

    static {
      // The platform's RPC carries methods of the prototype only.
      for (const name of CALL_NAMES) {
        const value = function (this: OrchestratorShell, ...args: readonly unknown[]) {
          return countedCall(this.#usage, this.#awake, name, args);
        };
        Object.defineProperty(OrchestratorShell.prototype, name, { value });
      }
    }

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      const store = new CachedStore(durableObjectSql(ctx.storage), { layout: objectLayoutOf(env.OBJECT_LAYOUT) });
      const usage = new UsageAccounts(store);
      this.#usage = usage;
      ctx.blockConcurrencyWhile(async () => {
        const alarmAtMs = await bounded(DEADLINES.alarm, ctx.storage.getAlarm());
        this.#orchestrator = usage.waking(() => wake({ app: appIn(env), ctx, env, store, usage, alarmAtMs }));
      });
    }

    get #awake(): Orchestrator {
      if (this.#orchestrator === null) throw new Error("The orchestrator was called before it was awake");
      return this.#orchestrator;
    }

    override alarm() {
      return this.#usage.alarm(() => this.#awake.alarm());
    }

    async usageOf(submissionId: string) {
      return this.#usage.of(submissionId);
    }
  }
  return OrchestratorShell as unknown as OrchestratorClass;
}

interface Waking {
  readonly app: App;
  readonly ctx: DurableObjectState;
  readonly env: Env;
  readonly store: CachedStore;
  readonly usage: UsageAccounts;
  readonly alarmAtMs: number | null;
}

function wake({ app, ctx, env: platform, store, usage, alarmAtMs }: Waking): Orchestrator {
  const env = meteredBindings(platform);
  const domain = ctx.id.name;
  if (domain === undefined) throw new Error("An orchestrator object must be reached by its name");
  const orchestrators = createOrchestrators(env.ORCHESTRATOR);
  const database = createDatabase(env.DB);
  return new Orchestrator({
    domain,
    app,
    store,
    database: {
      ...database,
      apply: (name, step, rows) => usage.drain(rows, (counted) => database.apply(name, step, counted)),
    },
    onAccepted: (...call) => usage.accepted(...call),
    async wake(jobs) {
      for (const { queue, wakeUps } of sendings(env, jobs)) {
        await queue.sendBatch(wakeUps.map((wakeUp) => ({ body: messageOf(domain, wakeUp) })));
        usage.sent(wakeUps);
      }
    },
    poke: (other, ids) => orchestrators(other).poke(ids),
    peer: orchestrators,
    setAlarm(atMs) {
      usage.alarmSet();
      return ctx.storage.setAlarm(atMs);
    },
    getAlarm: () => ctx.storage.getAlarm(),
    alarmAtMs,
    sleep,
    clock: wallClock,
    newUuid,
    log: logOf(
      app.settings.env,
      redactorOf(() => knownSecrets(app, { ...env })),
    ),
  });
}
