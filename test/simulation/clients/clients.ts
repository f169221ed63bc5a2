import { Cancellation } from "../../../src/core/cancellation.ts";
import { pause } from "../call.ts";
import type { Facts } from "../invariants/facts.ts";
import { Requests } from "../invariants/requests.ts";
import { WAIT_UNTIL_LIMIT_MS } from "../platform/queue.ts";
import { type Action, calmServices, type Platform, servicesIn } from "../processes.ts";
import { Scope } from "../scope.ts";
import { Edits } from "./edits.ts";
import { Operator } from "./operator.ts";
import { LONGEST_WAIT_MS, Submits } from "./submits.ts";
import { Targets } from "./targets.ts";

/** How long the sweep waits after a deletion, and how long it waits in a simulation, whose requests live shorter. */
const GRACE_MS = 12 * 3_600_000;
const SHORT_GRACE_MS = 0;

/** Of the scenarios that share nothing: what is created in another region, and what release 0.1.0 has given a domain of its own. */
const OTHER_REGION = 0.2;
const OWN_OBJECT = 0.2;
/** Of the clients that go away before they are answered. */
const VANISHING = 0.1;

export const CRON_MS = 5 * 60_000;
/** The cron runs so long after a deletion, at most. */
const LONGEST_CRON_MS = 20_000;

/** Callers of the service. Each request runs in a process of its own, and may fail or end without an answer. */
export class Clients {
  readonly requests: Requests;
  readonly operator: Operator;
  readonly #platform: Platform;
  readonly #edits: Edits;
  readonly #submits: Submits;
  #count = 0;
  /** Runs of the watchdog. */
  crons = 0;

  constructor(platform: Platform, facts: Facts) {
    const targets = new Targets(platform);
    this.#platform = platform;
    this.#edits = new Edits(platform, facts, targets);
    this.#submits = new Submits(platform, facts, targets);
    this.requests = new Requests();
    this.operator = new Operator(platform.world.violations, () => targets.ownDomains());
  }

  async createScenario(): Promise<void> {
    const { world, app, d1, isolates } = this.#platform;
    const { random } = world;
    const config = random.pick([...app.scenarios.values()].filter(({ tasks }) => tasks.length > 0));
    if (config === undefined) return;
    const region = random.chance(OTHER_REGION) ? "weur" : "any";
    const hasOwn = random.chance(OWN_OBJECT);
    const scope = new Scope("setup", hasOwn ? null : isolates.any());
    const text = await calmServices(this.#platform, scope).entityWriter.createScenario(config.id, { region });
    scope.end();
    if (hasOwn) d1.giveOwnDomain((JSON.parse(text) as { readonly id: string }).id);
  }

  /** One run of the cron, as if so much time had passed. */
  sweep(laterMs = GRACE_MS - SHORT_GRACE_MS): void {
    this.#run("sweep", ({ sweep }) => sweep(laterMs));
  }

  /** The cron every five minutes, for ever: the watchdog. */
  watch(): void {
    this.#run("watchdog", ({ watch }) => watch());
    this.crons += 1;
    this.#platform.world.schedule(CRON_MS, "the cron", () => this.watch(), "cron");
  }

  /** The next call of an object that has had no alarm for a while: the platform has ended its instance meanwhile. */
  callAgain(domain: string): void {
    this.#platform.host.objects.get(domain)?.evict();
    this.#run("call again", ({ orchestrators }) => orchestrators(domain).poke([]));
  }

  /** An administrator's resync, for real or as a dry run. */
  resync(isDryRun: boolean): void {
    this.#run(isDryRun ? "dry run" : "resync", this.operator.resync(isDryRun));
  }

  /** A deletion while D1 is full. */
  deleteWhileFull(): void {
    this.#run("delete while D1 is full", this.#submits.deleteWhileFull());
  }

  /** Clients that wait for the ends of what they submit at the same moment, and perhaps one that deletes a scenario. */
  crowd(size: number): void {
    const { random } = this.#platform.world;
    for (let count = size; count > 0; count -= 1) this.#run("submit in a crowd", this.#submits.submitAndWait());
    if (random.chance(0.3)) this.#run("delete scenario", this.#deleting(this.#submits.deleteScenario()));
  }

  /** One request, whatever the seed says. */
  request(): void {
    const [name, action] = this.#draw();
    this.#run(name, action);
  }

  #run(name: string, action: Action): void {
    const { world, isolates } = this.#platform;
    this.#count += 1;
    const scope = new Scope(`request ${this.#count} (${name})`, isolates.any());
    this.requests.begin(scope);
    const background: Promise<unknown>[] = [];
    const gone = new Cancellation();
    const client = { gone, waitUntil: (work: Promise<unknown>) => void background.push(work) };
    const end = async (how: string) => {
      world.note(`${scope.name} ${how}`);
      this.requests.end(scope);
      if (background.length > 0) {
        await Promise.race([Promise.allSettled(background), pause(world, scope, WAIT_UNTIL_LIMIT_MS)]);
      }
      scope.end();
    };
    if (world.random.chance(VANISHING)) {
      const cancel = world.schedule(world.random.between(1, LONGEST_WAIT_MS), `${scope.name}: its client goes`, () => {
        gone.abort();
        void end("has no client");
      });
      scope.onEnd(cancel);
    }
    action({ ...servicesIn(this.#platform, scope), client }).then(
      () => end("is answered"),
      (error) => end(`fails: ${error}`),
    );
  }

  #draw(): [string, Action] {
    const { random } = this.#platform.world;
    const submits = this.#submits;
    const edits = this.#edits;
    const actions: readonly [number, string, () => Action][] = [
      [12, "submit", () => submits.submit(random.chance(0.7) ? "scenario" : random.pick(["sequence", "task"]))],
      [7, "write", () => edits.write()],
      [3, "lock", () => edits.lock()],
      [2, "unlock", () => edits.unlock()],
      [3, "cancel", () => this.#cancel(random.chance(0.5))],
      [3, "delete job", () => submits.onJob((orchestrator, id) => orchestrator.deleteJob(id))],
      [2, "delete submission", () => submits.onSubmission((orchestrator, id) => orchestrator.deleteSubmission(id))],
      [1, "wait", () => submits.onSubmission((object, id) => object.waitForSubmission(id, LONGEST_WAIT_MS))],
      [0.7, "delete node", () => this.#deleting(edits.delete())],
      [0.6, "delete scenario", () => this.#deleting(submits.deleteScenario())],
      [0.3, "delete a record", () => submits.deleteRecord(random.chance(0.5) ? "scenario" : "task")],
      [0.5, "create job", () => submits.createJob()],
      [1, "create scenario", () => () => this.createScenario()],
    ];
    const total = actions.reduce((sum, [weight]) => sum + weight, 0);
    let at = random.fraction() * total;
    for (const [weight, name, action] of actions) {
      at -= weight;
      if (at < 0) return [name, action()];
    }
    return ["nothing", async () => {}];
  }

  /** The cron may run while jobs still use what was deleted. */
  #deleting(action: Action): Action {
    const { world } = this.#platform;
    const isSwept = world.random.chance(0.5);
    return async (process) => {
      await action(process);
      if (isSwept) world.schedule(world.random.between(0, LONGEST_CRON_MS), "the cron", () => this.sweep());
    };
  }

  #cancel(force: boolean): Action {
    return this.#submits.onJob((orchestrator, id) => orchestrator.cancelJob(id, force));
  }
}
