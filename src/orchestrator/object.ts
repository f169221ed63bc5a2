import { DurableObject } from "cloudflare:workers";
import type { App } from "../core/config/app-types.ts";
import { knownSecrets, redactorOf } from "../core/config/secrets/known-secrets.ts";
import { logLevelOf } from "../core/config/settings/log-level.ts";
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
import { sendEach, sendings } from "./sendings.ts";
import { CachedStore } from "./state/cached-store.ts";
import { durableObjectSql } from "./state/object-sql.ts";
import { UsageAccounts } from "./usage-accounts.ts";

/** The calls of the object: those of the port, and what submissions have used, carried by the platform's RPC. */
export type OrchestratorObject = DurableObject<Env> & OrchestratorPort & UsageOfSubmissions;

type OrchestratorClass = new (ctx: DurableObjectState, env: Env) => OrchestratorObject;

/** The Durable Object class for an application: a shell that gives {@link Orchestrator} the platform. */
export function orchestratorClass(appIn: (env: Env) => App): OrchestratorClass {
  class OrchestratorShell extends DurableObject<Env> implements UsageOfSubmissions {
    #life: Life;
    /** Calls under way, alarms too. */
    #calls = 0;
    #orchestrator: Orchestrator | null = null;

    static {
      // The platform's RPC carries methods of the prototype only.
      for (const name of CALL_NAMES) {
        const value = function (this: OrchestratorShell, ...args: readonly unknown[]) {
          return this.#called(() => countedCall(this.#life.usage, this.#awake, name, args));
        };
        Object.defineProperty(OrchestratorShell.prototype, name, { value });
      }
    }

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      this.#life = newLife(ctx, env);
      ctx.blockConcurrencyWhile(async () => {
        this.#begin(await bounded(DEADLINES.alarm, ctx.storage.getAlarm()));
      });
    }

    /** An object that has removed all that it had begins anew with its next call: to make the tables is to store something. */
    get #awake(): Orchestrator {
      return this.#orchestrator ?? this.#begin(null);
    }

    override alarm() {
      return this.#called(() => this.#life.usage.alarm(() => this.#awake.alarm()));
    }

    async usageOf(submissionId: string) {
      if (this.#orchestrator === null) this.#begin(null);
      return this.#life.usage.of(submissionId);
    }

    #begin(alarmAtMs: number | null): Orchestrator {
      const { ctx, env } = this;
      const life = this.#life;
      const removeAll = () => this.#removeAll();
      this.#orchestrator = life.usage.waking(() => wake({ app: appIn(env), ctx, env, ...life, alarmAtMs, removeAll }));
      return this.#orchestrator;
    }

    async #called<T>(call: () => Promise<T>): Promise<T> {
      this.#calls += 1;
      try {
        return await call();
      } finally {
        this.#calls -= 1;
      }
    }

    async #removeAll(): Promise<boolean> {
      const { ctx, env } = this;
      if (this.#calls > 1) return false;
      this.#orchestrator = null;
      this.#life = newLife(ctx, env);
      await ctx.blockConcurrencyWhile(async () => {
        await ctx.storage.deleteAlarm();
        await ctx.storage.deleteAll();
      });
      return true;
    }
  }
  return OrchestratorShell as unknown as OrchestratorClass;
}

/** What an object has in memory until it is evicted, or removes all that it has. */
interface Life {
  readonly store: CachedStore;
  readonly usage: UsageAccounts;
}

function newLife({ storage }: DurableObjectState, env: Env): Life {
  const store = new CachedStore(durableObjectSql(storage), { layout: objectLayoutOf(env.OBJECT_LAYOUT) });
  return { store, usage: new UsageAccounts(store) };
}

interface Waking extends Life {
  readonly app: App;
  readonly ctx: DurableObjectState;
  readonly env: Env;
  readonly alarmAtMs: number | null;
  readonly removeAll: () => Promise<boolean>;
}

function wake({ app, ctx, env: platform, store, usage, alarmAtMs, removeAll }: Waking): Orchestrator {
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
      await sendEach(sendings(env, jobs), async ({ queue, wakeUps }) => {
        await queue.sendBatch(wakeUps.map((wakeUp) => ({ body: messageOf(domain, wakeUp) })));
        usage.sent(wakeUps);
      });
    },
    poke: (other, ids) => orchestrators(other).poke(ids),
    peer: orchestrators,
    setAlarm(atMs) {
      usage.alarmSet();
      return ctx.storage.setAlarm(atMs);
    },
    getAlarm: () => ctx.storage.getAlarm(),
    removeAll,
    alarmAtMs,
    sleep,
    clock: wallClock,
    newUuid,
    log: logOf({
      environment: app.settings.env,
      level: logLevelOf(platform.LOG_LEVEL),
      redact: redactorOf(() => knownSecrets(app, { ...env })),
    }),
  });
}
