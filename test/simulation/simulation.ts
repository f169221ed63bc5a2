import { LruMap } from "../../src/core/lru-map.ts";
import { formatTime } from "../../src/core/time.ts";
import { drawApp } from "./apps.ts";
import type { Value } from "./behaviour.ts";
import { Clients, GRACE_MS } from "./clients.ts";
import { CALM, drawFaults } from "./faults.ts";
import { checkAlarm } from "./invariants/alarms.ts";
import { AnswerCheck, recordCall } from "./invariants/answer.ts";
import { checkAtRest } from "./invariants/at-rest.ts";
import { CommitCheck } from "./invariants/commit.ts";
import { checkD1 } from "./invariants/d1-equals.ts";
import type { ReadValue } from "./invariants/edits.ts";
import { Facts, newDomainFacts } from "./invariants/facts.ts";
import { checkForgotten } from "./invariants/forgotten.ts";
import { D1 } from "./platform/d1.ts";
import { ObjectHost } from "./platform/object-host.ts";
import { Payloads } from "./platform/payloads.ts";
import { Queue } from "./platform/queue.ts";
import { consumerIn, type Platform } from "./processes.ts";
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

/** Longer than all jumps of a clock, all delays and all leases of a run together. */
const LONGEST_RUN_MS = 8 * 3_600_000;
const MAX_STEPS = 200_000;
const HOUR_MS = 3_600_000;
/** An object that only waits for another domain must have looked this often without finding anything. */
const LOOKS_AT_REST = 2;
/** The second removes what the first could not. */
const LAST_SWEEPS = 2;

/** Runs one seed: a while of faults and requests, then peace until everything is at rest. */
export async function simulate(seed: number, print: ((line: string) => void) | null = null): Promise<Report> {
  const run = new Run(seed, print);
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

const LONGEST_OUTAGE_MS = 60_000;

class Run {
  readonly world: World;
  readonly facts = new Facts();
  readonly #platform: Platform;
  readonly #clients: Clients;
  readonly #dirty = new Set<string>();
  #commits = 0;
  steps = 0;

  constructor(seed: number, print: ((line: string) => void) | null) {
    const world = new World(seed, print);
    const { facts } = this;
    const d1 = new D1(world);
    const payloads = new Payloads(world);
    const readValue: ReadValue = (ref) => JSON.parse(payloads.text(ref)) as Value;
    const commits = new CommitCheck(facts, world.violations, readValue);
    const answers = new AnswerCheck(facts, world.violations, d1, readValue);
    const dead: Queue = new Queue(world, (scope, waitUntil) => consumerIn(this.#platform, scope, waitUntil), null);
    const queue: Queue = new Queue(world, (scope, waitUntil) => consumerIn(this.#platform, scope, waitUntil), dead);
    const app = drawApp(world.random);
    const host = new ObjectHost({
      world,
      app,
      d1,
      send: (scope, messages) => queue.send(scope, messages),
      audience: {
        onObject: (domain, sql) => {
          const domainFacts = newDomainFacts(domain, sql);
          facts.domains.set(domain, domainFacts);
          sql.onCommit = (changes) => {
            this.#dirty.add(domain);
            if (changes.some((change) => change.table === "jobs")) this.#commits += 1;
            world.violations.guard(() => commits.run(domainFacts, changes));
          };
        },
        onCall: (domain, method, args) => world.violations.guard(() => recordCall(facts, domain, method, args)),
        onAnswer: (domain, method, answer) => world.violations.guard(() => answers.run(domain, method, answer)),
      },
    });
    this.world = world;
    const queueHandler = world.random.pick(["awaits", "returns"] as const);
    this.#platform = { world, app, d1, payloads, host, queueHandler, submitted: new LruMap(1_000) };
    this.#clients = new Clients(this.#platform, facts);
  }

  async go(): Promise<void> {
    const { world, facts } = this;
    for (let count = world.random.between(1, 3); count > 0; count -= 1) await this.#clients.createScenario();
    this.#plan();
    await this.#rest();
    if (world.violations.first !== null) return;
    checkAtRest(facts, world.violations);
    checkD1(facts, world.violations, this.#platform.d1);
    for (let run = 1; run <= LAST_SWEEPS; run += 1) {
      // The world may be at rest before the last outage is over.
      world.schedule(LONGEST_OUTAGE_MS, "the cron, a day later", () => this.#clients.sweep(2 * run * GRACE_MS));
      await this.#rest();
    }
    if (world.violations.first === null) checkForgotten(facts, world.violations, this.#platform.d1);
  }

  /** Requests and misfortunes at random times; afterwards peace. */
  #plan(): void {
    const { world } = this;
    const { random } = world;
    const durationMs = random.between(2_000, random.chance(0.5) ? 20_000 : 150_000);
    const often = (count: number, name: string, act: () => void) => {
      for (; count > 0; count -= 1) world.schedule(random.between(0, durationMs), name, act);
    };
    world.faults = drawFaults(random);
    often(random.between(6, 24), "a client", () => this.#clients.request());
    often(random.chance(0.6) ? random.between(0, 8) : 0, "eviction", () => this.#anyObject()?.evict());
    often(random.chance(0.3) ? random.between(1, 2) : 0, "outage of D1", () =>
      this.#platform.d1.failFor(random.between(100, LONGEST_OUTAGE_MS)),
    );
    often(random.chance(0.5) ? random.between(1, 4) : 0, "the cron", () => this.#clients.sweep());
    const longestJumpMs = random.chance(0.2) ? HOUR_MS : 60_000;
    often(random.chance(0.4) ? random.between(1, 4) : 0, "a clock jumps", () =>
      this.#anyObject()?.alarm.jump(random.between(-longestJumpMs, longestJumpMs)),
    );
    world.schedule(durationMs, "peace", () => {
      world.faults = CALM;
    });
  }

  async #rest(): Promise<void> {
    const { world } = this;
    const startMs = world.nowMs;
    let looks: Map<string, number> | null = null;
    for (let commits = -1; world.violations.first === null; ) {
      if (commits !== this.#commits) looks = null;
      commits = this.#commits;
      if (world.isEmpty) return;
      if (this.#isIdle()) {
        looks ??= this.#rings();
        const before = looks;
        if ([...this.#rings()].every(([domain, rings]) => rings >= (before.get(domain) ?? 0) + LOOKS_AT_REST)) return;
      }
      if (this.steps >= MAX_STEPS || world.nowMs - startMs > LONGEST_RUN_MS) {
        return world.violations.report(`everything comes to rest: not after ${this.steps} steps`);
      }
      this.steps += 1;
      await world.step();
      this.#checkAlarms();
    }
  }

  /** Nothing is under way but looks at other domains' nodes, and none of those is held by an editor. */
  #isIdle(): boolean {
    if (!this.world.hasOnlyAlarms) return false;
    return [...this.facts.domains.values()].every(({ sql, nodes, clock }) => {
      const [timer] = sql.all(
        "SELECT kind FROM timers WHERE kind <> 'foreign_wait' UNION ALL SELECT entries FROM changes",
      );
      if (timer !== undefined) return false;
      const awaited = sql.all<{ node_id: string }>("SELECT DISTINCT node_id FROM waits");
      return awaited.every(
        ({ node_id }) => (nodes.get(node_id)?.node.editor_expiration_date ?? "") <= formatTime(clock),
      );
    });
  }

  /** How often the alarms that are set have rung. */
  #rings(): Map<string, number> {
    const set = [...this.#platform.host.objects].filter(([, { alarm }]) => alarm.atMs !== null);
    return new Map(set.map(([domain, { alarm }]) => [domain, alarm.rings]));
  }

  #checkAlarms(): void {
    for (const domain of this.#dirty) {
      const object = this.#platform.host.objects.get(domain);
      if (object !== undefined) checkAlarm(this.world.violations, this.facts.domain(domain), object.alarm);
    }
    this.#dirty.clear();
  }

  #anyObject() {
    return this.world.random.pick([...this.#platform.host.objects.values()]);
  }
}
