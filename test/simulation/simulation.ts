import { SLOTS } from "../../src/core/jobs/slots/limits.ts";
import { formatTime } from "../../src/core/time.ts";
import { createAudience } from "./audience.ts";
import { Clients } from "./clients/clients.ts";
import { withOwnDigest } from "./digest.ts";
import { planDisasters } from "./faults/disasters.ts";
import { LONGEST_OUTAGE_MS, planMisfortunes } from "./faults/misfortunes.ts";
import { checkAlarm } from "./invariants/alarms.ts";
import { checkAtRest } from "./invariants/at-rest.ts";
import { checkD1 } from "./invariants/d1-equals.ts";
import { Facts } from "./invariants/facts.ts";
import { checkForgotten } from "./invariants/forgotten.ts";
import { checkRuns } from "./invariants/functions.ts";
import { checkInitial } from "./invariants/initial.ts";
import { checkLogged } from "./invariants/logged.ts";
import { loseRows } from "./invariants/losses.ts";
import { checkEmptyAtRest, checkNothingLeft } from "./invariants/nothing-left.ts";
import { checkPayloads } from "./invariants/payloads.ts";
import { TimerCheck } from "./invariants/timers.ts";
import { createPlatform } from "./platform/create-platform.ts";
import { type Deployment, drawDeployment } from "./platform/deployment.ts";
import type { Commit, ObjectState } from "./platform/object-state.ts";
import type { Platform } from "./processes.ts";
import { Random } from "./random.ts";
import { World } from "./world.ts";

export interface Report {
  readonly seed: number;
  /** The first promise that was broken; null = all were kept. */
  readonly failure: string | null;
  readonly steps: number;
  /** Two runs that do the same have the same one. */
  readonly traceHash: string;
  readonly trace: readonly string[];
  readonly jobs: number;
}

/** What is drawn from it leaves the numbers of the seed's own stream alone. */
const OWN_STREAM = 2 ** 40;
/** Longer than all jumps of a clock, all delays and all leases of a run together, and the tries of jobs with unreadable values. */
const LONGEST_RUN_MS = 36 * 3_600_000;
const MAX_STEPS = 200_000;
/** An object that only waits for another domain must have looked this often without finding anything. */
const LOOKS_AT_REST = 2;
/** The watchdog must have run so often while an alarm is missing: what it finds is older than its interval. */
const CRONS_AT_REST = 3;
/** The second removes what the first could not. */
const LAST_SWEEPS = 2;
/** What the first one mends may show more; the last one finds nothing. */
const RESYNCS = 3;
const MAX_STEPS_OF_A_REQUEST = 2_000;
/** An object that is looked at sends D1 what it owes: at rest, its counter. */
const COUNTERS = "outbox_fences";
/** Payloads of writes in doubt are kept for a week. */
const LAST_SWEEP_AFTER_MS = 8 * 24 * 3_600_000;

/** Longer than an object remembers what has ended. */
const LAST_ALARMS_MS = 30 * 60_000;

/** Runs one seed: a while of faults and requests, then peace until everything is at rest. */
export async function simulate(seed: number, print: ((line: string) => void) | null = null): Promise<Report> {
  return withOwnDigest(() => report(seed, print));
}

async function report(seed: number, print: ((line: string) => void) | null): Promise<Report> {
  const run = new Run(seed, await drawDeployment(new Random(seed + OWN_STREAM)), print);
  const { world } = run;
  const onRejection = (error: unknown) => world.violations.report(`no rejection is left alone: ${error}`);
  process.on("unhandledRejection", onRejection);
  try {
    await run.go();
  } catch (error) {
    world.violations.report(`nothing throws: ${error instanceof Error ? error.stack : error}`);
  } finally {
    process.off("unhandledRejection", onRejection);
  }
  return {
    seed,
    failure: world.violations.first?.message ?? null,
    steps: run.steps,
    traceHash: world.trace.hash,
    trace: world.trace.tail,
    jobs: [...run.facts.domains.values()].reduce((sum, domain) => sum + domain.lastSeen.size, 0),
  };
}

class Run {
  readonly world: World;
  readonly facts = new Facts();
  readonly #platform: Platform;
  readonly #clients: Clients;
  readonly #timers = new TimerCheck();
  readonly #dirty = new Set<string>();
  #commits = 0;
  steps = 0;

  constructor(seed: number, deployment: Deployment | null, print: ((line: string) => void) | null) {
    this.world = new World(seed, deployment, print);
    this.#platform = createPlatform(this.world, (parts) =>
      createAudience(parts, {
        world: this.world,
        facts: this.facts,
        onCommit: (domain, commit) => this.#onCommit(domain, commit),
        onLost: (domain) => this.#onLost(domain),
      }),
    );
    this.#clients = new Clients(this.#platform, this.facts);
  }

  #onCommit(domain: string, { jobs }: Commit): void {
    this.#dirty.add(domain);
    if (jobs.size > 0) this.#commits += 1;
    this.#evictByChance(domain);
  }

  #onLost(domain: string): void {
    this.#timers.forget(domain);
    this.#dirty.delete(domain);
  }

  /** Not at once: the transaction's code is on the stack. */
  #evictByChance(domain: string): void {
    const { world } = this;
    const { evictions } = world.disasters;
    if (evictions === 0 || !world.random.chance(evictions)) return;
    world.schedule(0, "eviction", () => this.#platform.host.objects.get(domain)?.evict());
  }

  async go(): Promise<void> {
    const { world, facts } = this;
    const { d1, kv, payloads } = this.#platform;
    for (let count = world.random.between(1, 3); count > 0; count -= 1) await this.#clients.createScenario();
    const durationMs = planMisfortunes(this.#platform, this.#clients);
    planDisasters(this.#platform, this.#clients, durationMs, (restore) => loseRows(facts, d1, restore));
    await this.#rest();
    this.#callStranded();
    await this.#rest();
    if (world.violations.first !== null) return;
    if (facts.losses.hasHappened) await this.#mend();
    if (world.deployment === null) await this.#dryRun();
    this.#clients.requests.checkAnswered(world.violations);
    checkAtRest(facts, world.violations);
    checkRuns(world, facts);
    checkLogged(world, facts);
    checkD1(facts, world.violations, d1, world.deployment !== null);
    // Release 0.1.0 writes default files.
    if (world.deployment === null)
      checkInitial(world.violations, d1, (payload) => JSON.parse(payloads.text(payload)), facts.losses.hasHappened);
    for (let run = 1; run <= LAST_SWEEPS; run += 1) {
      world.schedule(LONGEST_OUTAGE_MS, "the cron, weeks later", () => this.#clients.sweep(run * LAST_SWEEP_AFTER_MS));
      await this.#rest();
    }
    await this.#lastAlarms();
    if (world.violations.first !== null) return;
    // What was deleted through an object of release 0.1.0 is noted nowhere.
    if (world.deployment === null) {
      checkForgotten(facts, world.violations, d1);
      checkNothingLeft(facts, world.violations, d1, kv);
      checkEmptyAtRest(facts, world.violations);
    }
    checkPayloads(facts, world.violations, d1, kv);
  }

  /** A store has lost something: an administrator has mended what is left of that. */
  async #mend(): Promise<void> {
    for (let count = 0; count < RESYNCS; count += 1) {
      this.#clients.resync(false);
      await this.#rest();
    }
    const [left] = this.#clients.operator.mendable;
    this.world.violations.check(left === undefined, "what a resync can mend is mended", () => JSON.stringify(left));
  }

  /** An administrator looks only. */
  async #dryRun(): Promise<void> {
    const { world } = this;
    // An object that has lost its state gets a schema again when it is looked at.
    const states = [this.#platform.d1, ...[...this.facts.domains.values()].map(({ state }) => state)];
    const before = this.#textsOf(states);
    const moves = this.#moves();
    const end = this.steps + MAX_STEPS_OF_A_REQUEST;
    this.#clients.resync(true);
    while (this.#clients.requests.isAnyOpen && this.steps < end && world.violations.first === null) {
      await this.#step();
    }
    const after = this.#textsOf(states);
    // An alarm or the cron may have come between.
    if (moves !== this.#moves()) return;
    const changed = after.find((text, index) => text !== before[index]) ?? before[after.length];
    world.violations.check(changed === undefined, "a dry run changes nothing", () => `${changed}`);
  }

  #textsOf(states: readonly Pick<ObjectState, "texts">[]): readonly string[] {
    return states.flatMap((state) =>
      state.texts().flatMap(({ table, text }) => (table === COUNTERS ? [] : `${table}: ${text}`)),
    );
  }

  /** How often anything has happened by itself. */
  #moves(): number {
    const rings = [...this.#platform.host.objects.values()].reduce((sum, { alarm }) => sum + alarm.rings, 0);
    return rings + this.#clients.crons;
  }

  async #step(): Promise<void> {
    this.steps += 1;
    await this.world.step();
  }

  /** An object that nothing calls any more still has its alarms. */
  async #lastAlarms(): Promise<void> {
    const { world } = this;
    const endMs = world.nowMs + LAST_ALARMS_MS;
    while (!world.isEmpty && world.nowMs < endMs && world.violations.first === null) {
      await this.#step();
    }
  }

  async #rest(): Promise<void> {
    const { world } = this;
    const startMs = world.nowMs;
    let looks: Map<string, number> | null = null;
    let { crons } = this.#clients;
    for (let commits = -1; world.violations.first === null; ) {
      if (commits !== this.#commits) {
        looks = null;
        crons = this.#clients.crons;
      }
      commits = this.#commits;
      const isIdle = this.#isIdle();
      if (isIdle) looks ??= this.#rings();
      const isLooking = !isIdle || looks === null || !this.#haveRung(looks);
      const mayBeFound = this.#missing().length > 0 && this.#clients.crons < crons + CRONS_AT_REST;
      // A request that the cron has just begun is answered before.
      if ((world.isEmpty || (!isLooking && world.hasOnlyAlarms)) && !mayBeFound) return;
      if (this.steps >= MAX_STEPS || world.nowMs - startMs > LONGEST_RUN_MS) {
        return world.violations.report(`everything comes to rest: not after ${this.steps} steps`);
      }
      await this.#step();
      this.#checkAlarms();
    }
  }

  /** Nothing is under way but looks at other domains' nodes, and none of those is held by an editor. */
  #isIdle(): boolean {
    if (!this.world.hasOnlyAlarms) return false;
    const stranded = this.#stranded();
    return [...this.facts.domains.values()].every(({ domain, state, nodes, clock }) => {
      if (stranded.has(domain)) return true;
      const isMoving = state.timers().some(({ kind }) => kind !== "foreign_wait");
      if (isMoving || state.hasUnconfirmed()) return false;
      return state.waits().every(
        ({ node_id }) =>
          // Each job that waits for a slot gets one.
          node_id !== SLOTS && (nodes.get(node_id)?.node.editor_expiration_date ?? "") <= formatTime(clock),
      );
    });
  }

  #haveRung(looks: ReadonlyMap<string, number>): boolean {
    return [...this.#rings()].every(([domain, rings]) => rings >= (looks.get(domain) ?? 0) + LOOKS_AT_REST);
  }

  /** Objects that wait for an alarm which does not come. */
  #missing(): string[] {
    return [...this.#platform.host.objects].flatMap(([domain, { alarm }]) => (alarm.isMissing ? [domain] : []));
  }

  /** Objects that have lost their alarm, and of whose submissions D1 knows nothing: they go on with their next call. */
  #stranded(): ReadonlySet<string> {
    const missing = this.#missing();
    if (missing.length === 0) return new Set();
    const unfinished = this.#platform.d1.all<{ domain: string }>(
      "SELECT domain FROM submissions WHERE finished_at IS NULL",
    );
    const watched = new Set(unfinished.map(({ domain }) => domain));
    return new Set(missing.filter((domain) => !watched.has(domain)));
  }

  #callStranded(): void {
    for (const domain of this.#stranded()) this.world.schedule(0, "a client", () => this.#clients.callAgain(domain));
  }

  /** How often the alarms that are set have rung. */
  #rings(): Map<string, number> {
    const set = [...this.#platform.host.objects].filter(([, { alarm }]) => alarm.atMs !== null);
    return new Map(set.map(([domain, { alarm }]) => [domain, alarm.rings]));
  }

  #checkAlarms(): void {
    for (const domain of this.#dirty) {
      const object = this.#platform.host.objects.get(domain);
      if (object === undefined) continue;
      checkAlarm(this.world.violations, this.facts.domain(domain), object.alarm);
      this.#timers.committed(this.facts.domain(domain));
    }
    this.#dirty.clear();
    if (this.world.deployment === null)
      this.#timers.run(this.world, this.#platform.host.objects, () => this.#stranded());
  }
}
