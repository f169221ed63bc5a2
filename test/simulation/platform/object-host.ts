import type { App } from "../../../src/core/config/app-types.ts";
import type { WakeUp } from "../../../src/core/jobs/state/jobs-state.ts";
import type { Orchestrator as OrchestratorPort, Orchestrators } from "../../../src/core/ports/orchestrator.ts";
import { callDeadline } from "../../../src/orchestrator/calls/call-deadlines.ts";
import { withOlderAnswers } from "../../../src/orchestrator/calls/older-objects.ts";
import type { StoreOptions } from "../../../src/orchestrator/state/cached-store.ts";
import type { ReleasedOrchestratorDeps, SimulatedRelease } from "../../releases/simulated-release.ts";
import * as current from "../../releases/simulated-release.ts";
import { bounded, call, pause } from "../call.ts";
import type { SqliteFaults } from "../faults/faults.ts";
import { checkWait } from "../invariants/waits.ts";
import { Random } from "../random.ts";
import { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { AlarmClock } from "./alarm-clock.ts";
import type { D1 } from "./d1.ts";
import { ObjectSqlite, SqliteFault } from "./object-sqlite.ts";

const FIRED_AGAIN_MS = 5_000;

/** Of the lives of objects. */
const SHORT_JOURNALS = 0.4;
/** What is drawn from it leaves the numbers of the seed's own stream alone. */
const OWN_STREAM = 5 * 2 ** 40;

type Method = keyof OrchestratorPort;

/** Observes the calls and answers of all objects. */
export interface Audience {
  /** An object exists from now on. */
  onObject(domain: string, sql: ObjectSqlite): void;
  /** An object has lost all that it has kept. */
  onLost(domain: string): void;
  /** An object has removed all that it has kept, as the sweep has asked for. */
  onEnded(domain: string): void;
  /** @param isOlder it runs the last release */
  onWake(domain: string, isOlder: boolean): void;
  onCall<T>(domain: string, method: Method, args: readonly unknown[], call: () => T): T;
  onAnswer(domain: string, method: Method, args: readonly unknown[], answer: unknown): void;
}

export interface HostDeps {
  readonly world: World;
  readonly app: App;
  readonly d1: D1;
  readonly audience: Audience;
  /** Sends messages to the Queue. */
  send(scope: Scope, domain: string, jobs: readonly WakeUp[]): Promise<void>;
}

interface Instance {
  readonly scope: Scope;
  readonly orchestrator: ReturnType<typeof current.createOrchestrator>;
}

/** One object: what it keeps for ever, and the instance that lives at the moment, if any. */
class HostedObject {
  #sql: ObjectSqlite;
  readonly alarm: AlarmClock;
  readonly #deps: HostDeps;
  readonly #domain: string;
  readonly #others: (scope: Scope) => Orchestrators;
  #instance: Instance | null = null;
  /** Of all instances that have had this state: what they have sent may be under way for long. */
  #scopes: Scope[] = [];
  #generation = 0;
  #unreachableUntilMs = 0;
  /** Those of the living instance that are under way. */
  #calls = 0;
  /** An instance has made its tables. */
  #isKnown = false;

  constructor(deps: HostDeps, domain: string, others: (scope: Scope) => Orchestrators) {
    this.#deps = deps;
    this.#domain = domain;
    this.#sql = this.#newSqlite();
    this.#others = others;
    this.alarm = new AlarmClock(
      deps.world,
      domain,
      () => this.#ring(),
      () => this.#heldMs,
    );
  }

  /** Ends the instance: its memory is gone, its callers get an error, the alarm that it handles comes again. */
  evict(): void {
    this.#instance?.scope.end();
  }

  /** All that it has kept is gone, as if its class had been renamed; what it has sent to D1 and is still under way, too. */
  loseState(): void {
    for (const scope of this.#scopes) scope.isErased = true;
    this.#scopes = [];
    this.evict();
    this.#sql.onCommit = () => {};
    if (this.#isKnown) this.#deps.audience.onLost(this.#domain);
    this.#isKnown = false;
    this.#sql = this.#newSqlite();
    this.alarm.forget();
  }

  /** Its next call finds a new object. What goes on of this one is over once its call has answered. */
  #removeAll(scope: Scope): boolean {
    if (this.#calls > 1) return false;
    const { audience, world } = this.#deps;
    this.#sql.onCommit = () => {};
    audience.onEnded(this.#domain);
    this.#isKnown = false;
    this.#instance = null;
    this.#scopes = [];
    this.#sql = this.#newSqlite();
    this.alarm.forget();
    world.schedule(1, `${this.#domain} ends`, () => scope.end());
    return true;
  }

  /** The platform finds no machine for it: calls fail, and its alarm does not ring. */
  beUnreachable(ms: number): void {
    this.#unreachableUntilMs = Math.max(this.#unreachableUntilMs, this.#deps.world.nowMs + ms);
    this.alarm.excuseFor(ms);
    this.evict();
  }

  async invoke(method: Method, args: readonly unknown[]): Promise<unknown> {
    const { audience } = this.#deps;
    if (this.#heldMs > 0) throw new Error("The object is not reachable");
    const { scope, orchestrator } = this.#awake();
    if (!(method in orchestrator)) throw new Error(`The RPC receiver does not implement the method "${method}".`);
    const gone = new Promise<never>((_, reject) => scope.onEnd(() => reject(new Error("The object was evicted"))));
    const { world } = this.#deps;
    // A call may arrive while the machine stands still already.
    const [startMs, stalledMs] = [world.nowMs, scope.stalledMs - Math.max(0, scope.stalledUntilMs - world.nowMs)];
    this.#calls += 1;
    const call = async () => {
      const value = await (orchestrator[method] as (...args: unknown[]) => Promise<unknown>)(...args);
      if (world.deployment === null)
        checkWait(world.violations, method, args, world.nowMs - startMs, scope.stalledMs - stalledMs);
      if (!scope.isErased) audience.onAnswer(this.#domain, method, args, value);
      return value;
    };
    const answer = audience.onCall(this.#domain, method, args, call).finally(() => {
      if (this.#instance?.scope === scope) this.#calls -= 1;
    });
    return Promise.race([gone, answer]);
  }

  #newSqlite(): ObjectSqlite {
    return new ObjectSqlite((moment) => this.#sqliteFails(moment));
  }

  /** Release 0.1.0 reads the tables. In some lives the journal is short, so that it leaves often. */
  #storeOptions(): StoreOptions {
    const { deployment, random } = this.#deps.world;
    if (deployment !== null) return { layout: "tables" };
    const own = new Random(random.seed + OWN_STREAM + this.#generation);
    return own.chance(SHORT_JOURNALS) ? { limits: { rows: own.between(2, 20), characters: 1_000_000 } } : {};
  }

  #sqliteFails(moment: keyof SqliteFaults): boolean {
    const { random, faults } = this.#deps.world;
    const fails = random.chance(faults.sqlite[moment]);
    // Timers that could not fire are tried again a little later.
    if (fails) this.alarm.excuseFor(FIRED_AGAIN_MS);
    return fails;
  }

  get #heldMs(): number {
    return this.#unreachableUntilMs - this.#deps.world.nowMs;
  }

  async #ring(): Promise<void> {
    const { scope, orchestrator } = this.#awake();
    await Promise.race([
      orchestrator.alarm(),
      new Promise((_, reject) => scope.onEnd(() => reject(new Error("gone")))),
    ]);
  }

  #awake(): Instance {
    if (this.#instance?.scope.isAlive) return this.#instance;
    const { world, app, d1, send } = this.#deps;
    this.#generation += 1;
    this.#calls = 0;
    const domain = this.#domain;
    const scope = new Scope(`${domain}#${this.#generation}`);
    const release = world.deployment?.next() ?? current;
    const orchestrator = this.#construct(release, {
      domain,
      app,
      sql: this.#sql,
      options: this.#storeOptions(),
      db: d1.connect(scope),
      wake: (jobs) => send(scope, domain, jobs),
      poke: (other, ids) => this.#others(scope)(other).poke(ids),
      peer: (other) => this.#others(scope)(other),
      setAlarm: async (atMs) => this.alarm.set(atMs),
      getAlarm: async () => this.alarm.atMs,
      removeAll: async () => this.#removeAll(scope),
      alarmAtMs: this.alarm.atMs,
      sleep: (ms, signal) => pause(world, scope, ms, signal),
      clock: () => Math.floor(this.alarm.wallMs() * 1_000),
      newUuid: () => world.random.uuid(),
      log: (event, fields) => {
        world.logged.note(event, fields);
        world.note(`${domain} ${event} ${JSON.stringify(fields)}`);
      },
    });
    if (!this.#isKnown) this.#deps.audience.onObject(domain, this.#sql);
    this.#isKnown = true;
    this.#deps.audience.onWake(domain, release !== current);
    this.#instance = { scope, orchestrator };
    this.#scopes.push(scope);
    scope.onEnd(() => this.alarm.instanceEnded());
    return this.#instance;
  }

  #construct({ createOrchestrator }: SimulatedRelease, deps: ReleasedOrchestratorDeps): Instance["orchestrator"] {
    try {
      return createOrchestrator(deps);
    } catch (error) {
      const isPlatforms = error instanceof SqliteFault;
      const { violations } = this.#deps.world;
      violations.check(isPlatforms, "an object wakes up", () => `${this.#domain}: ${error}`);
      throw error;
    }
  }
}

/** All objects, by domain. */
export class ObjectHost {
  readonly #deps: HostDeps;
  readonly #objects = new Map<string, HostedObject>();

  constructor(deps: HostDeps) {
    this.#deps = deps;
  }

  get objects(): ReadonlyMap<string, HostedObject> {
    return this.#objects;
  }

  /** The objects as the code under test reaches them from one process. Arguments and answers are copies. */
  connect(scope: Scope): Orchestrators {
    const { world } = this.#deps;
    return (domain) => {
      const stub = new Proxy({} as OrchestratorPort, {
        get:
          (_, method) =>
          (...args: unknown[]) => {
            const answer = call(world, scope, `${domain}.${String(method)}`, world.faults.rpc, async () =>
              structuredClone(await this.#object(domain).invoke(method as Method, structuredClone(args))),
            );
            return bounded(world, scope, callDeadline(method, args), answer);
          },
      });
      // The platform is as it was in runs of one release.
      return world.deployment === null ? stub : withOlderAnswers(stub);
    };
  }

  #object(domain: string): HostedObject {
    const known = this.#objects.get(domain);
    if (known !== undefined) return known;
    const object = new HostedObject(this.#deps, domain, (scope) => this.connect(scope));
    this.#objects.set(domain, object);
    return object;
  }
}
