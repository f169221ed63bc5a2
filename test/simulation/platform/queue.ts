import type { Batch, ConsumerDeps } from "../../../src/queue/consumer.ts";
import * as current from "../../releases/simulated-release.ts";
import { call, pause } from "../call.ts";
import { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import type { Isolates } from "./isolates.ts";

interface Stored {
  readonly body: unknown;
  attempts: number;
  /** Not offered to a consumer: one has it, or its delay is not over. */
  isHidden: boolean;
}

type Verdict = "ack" | "retry" | null;

/** What a consumer needs beside its batch, made for the process that it runs in. */
export type ConsumerOf = (scope: Scope, waitUntil: ConsumerDeps["waitUntil"]) => ConsumerDeps;

const BATCH_LIMIT = 10;
const MAX_ATTEMPTS = 6;
const RETRY_DELAY_MS = 1_000;
/** After this time without an answer the platform takes a consumer for dead. */
const VISIBILITY_MS = 30_000;
const INVOCATION_LIMIT_MS = 15 * 60_000;
/** What a handler has left behind may go on so long, in a deployed Worker. */
export const WAIT_UNTIL_LIMIT_MS = 30_000;

/** What differs between a deployed Worker and the local runtime. */
export interface Runtime {
  /** The platform ends what a handler has given to `waitUntil`, some time after the handler has returned. */
  readonly cutsWaitUntil: boolean;
}

export interface QueueDeps {
  readonly world: World;
  readonly consumerOf: ConsumerOf;
  readonly isolates: Isolates;
  readonly runtime: Runtime;
}

/** A Queue: at least once, in any order, or never. */
export class Queue {
  readonly #world: World;
  readonly #consumerOf: ConsumerOf;
  readonly #messages = new Set<Stored>();
  readonly #dead: Queue | null;
  readonly #isolates: Isolates;
  readonly #runtime: Runtime;
  readonly #batchLimit: number;
  #invocations = 0;

  constructor({ world, consumerOf, isolates, runtime }: QueueDeps, dead: Queue | null, batchLimit = BATCH_LIMIT) {
    this.#world = world;
    this.#consumerOf = consumerOf;
    this.#isolates = isolates;
    this.#runtime = runtime;
    this.#dead = dead;
    this.#batchLimit = batchLimit;
  }

  /** @param scope the sender */
  send(scope: Scope, bodies: readonly unknown[]): Promise<void> {
    const { faults } = this.#world;
    return call(this.#world, scope, `queue takes ${bodies.length}`, faults.queue.link, () => {
      for (const body of bodies) this.take(body);
    });
  }

  take(body: unknown): void {
    const { random, faults } = this.#world;
    if (random.chance(faults.queue.drop)) return;
    for (let copies = random.chance(faults.queue.duplicate) ? 2 : 1; copies > 0; copies -= 1) {
      const message = { body, attempts: 0, isHidden: true };
      this.#messages.add(message);
      this.#offerLater(message, random.duration(faults.queue.typicalMs, faults.queue.longestMs));
    }
  }

  #offerLater(message: Stored, delayMs: number): void {
    this.#world.schedule(delayMs, "message is due", () => {
      message.isHidden = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const waiting = this.#world.random.shuffled([...this.#messages].filter((message) => !message.isHidden));
    const messages = waiting.slice(0, this.#world.random.between(1, this.#batchLimit));
    for (const message of messages) {
      message.isHidden = true;
      message.attempts += 1;
    }
    if (messages.length > 0) this.#consume(messages);
    if (messages.length < waiting.length) this.#world.schedule(0, "more messages", () => this.#deliver());
  }

  /** What a handler says of its messages counts when it has returned; when it has died, all come again. */
  #consume(messages: readonly Stored[]): void {
    this.#invocations += 1;
    const scope = new Scope(
      `${this.#dead === null ? "dead-letter " : ""}worker ${this.#invocations}`,
      this.#isolates.any(),
    );
    const verdicts = new Map<Stored, Verdict>();
    const batch: Batch = {
      messages: messages.map((message) => ({
        body: message.body,
        attempts: message.attempts,
        ack: () => void verdicts.set(message, verdicts.get(message) ?? "ack"),
        retry: () => void verdicts.set(message, verdicts.get(message) ?? "retry"),
      })),
    };
    let isOver = false;
    const settle = (verdictOf: (message: Stored) => Verdict) => {
      if (isOver) return;
      isOver = true;
      for (const message of messages) this.#settle(message, verdictOf(message));
    };
    scope.onEnd(() => {
      if (!isOver) this.#world.schedule(VISIBILITY_MS, `${scope.name} is missed`, () => settle(() => "retry"));
    });
    const background: Promise<unknown>[] = [];
    const deps = this.#consumerOf(scope, (work) => void background.push(work));
    const { consumeDeadLetters, consumeJobs } = this.#world.deployment?.next() ?? current;
    const handler = this.#dead === null ? consumeDeadLetters : consumeJobs;
    const returned = handler(deps, batch).then(
      () => settle((message) => verdicts.get(message) ?? "ack"),
      () => settle((message) => verdicts.get(message) ?? "retry"),
    );
    const done = returned.then(async () => {
      const limit = this.#runtime.cutsWaitUntil ? [pause(this.#world, scope, WAIT_UNTIL_LIMIT_MS)] : [];
      await Promise.race([Promise.allSettled(background), ...limit]);
    });
    void Promise.race([done, pause(this.#world, scope, INVOCATION_LIMIT_MS)]).then(() => scope.end());
  }

  #settle(message: Stored, verdict: Verdict): void {
    const { random, faults } = this.#world;
    const isGivenUp = message.attempts >= MAX_ATTEMPTS || random.chance(faults.queue.giveUp);
    if (verdict === "retry" && !isGivenUp) {
      this.#offerLater(message, RETRY_DELAY_MS);
      return;
    }
    this.#messages.delete(message);
    if (verdict === "retry") this.#dead?.take(message.body);
  }
}
