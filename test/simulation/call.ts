import type { CancelSignal } from "../../src/core/cancellation.ts";
import { type Deadline, within } from "../../src/core/deadlines.ts";
import { Scope } from "./scope.ts";
import type { World } from "./world.ts";

/** How calls over one kind of connection go wrong; probabilities. */
export interface Link {
  readonly typicalMs: number;
  readonly longestMs: number;
  /** The call fails and has had no effect. */
  readonly lostRequest: number;
  /** The call fails although its effect has happened. */
  readonly lostAnswer: number;
  /** The call fails while its request still travels: the effect happens later. */
  readonly cutOff: number;
  /** The call is answered after a long time, or never; its effect happens late, or not at all. */
  readonly hang: number;
}

type Fate = "answered" | "lostRequest" | "lostAnswer" | "cutOff" | "hang";

const SHORTEST_HANG_MS = 40_000;
const LONGEST_HANG_MS = 120_000;
/** Of the calls that hang. */
const NEVER_ANSWERED = 0.4;
const NEVER_EFFECTIVE = 0.3;

const LONGEST_STALL_MS = 40_000;
/** Longer than any object remembers what has ended. */
const LONGEST_DELAY_MS = 20 * 60_000;

/**
 * A call to another process: the request travels, its effect happens, the answer travels. The caller may die at each of
 * these moments; what was on its way by then still arrives.
 */
export function call<T>(
  world: World,
  scope: Scope,
  name: string,
  link: Link,
  effect: () => T | Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (!scope.isAlive) return;
    const fate = drawFate(world, link);
    const travel = () => world.random.duration(link.typicalMs, link.longestMs);
    const answer = (how: string, settle: () => void) =>
      world.schedule(travel(), `${scope.name} ← ${name}${how}`, () => {
        endByChance(world, scope);
        resume(world, scope, settle);
      });
    const fail = () => answer(` ${fate}`, () => reject(new Error(`${name}: connection lost`)));

    endLaterByChance(world, scope);
    if (fate === "lostRequest" || fate === "cutOff") fail();
    if (fate === "lostRequest") return;
    const isAnswered = fate === "answered" || (fate === "hang" && !world.random.chance(NEVER_ANSWERED));
    if (fate === "hang" && world.random.chance(NEVER_EFFECTIVE)) return;
    world.schedule(delayOf(world, fate, travel), `${scope.name} → ${name}`, () => {
      Promise.resolve()
        .then(effect)
        .then(
          (value) => {
            if (isAnswered) answer("", () => resolve(value));
            if (fate === "lostAnswer") fail();
          },
          (error) => {
            if (isAnswered || fate === "lostAnswer") answer(" error", () => reject(error));
          },
        );
      endLaterByChance(world, scope);
    });
  });
}

/** A call as the service's wrappers of bindings make it: it is given up after its deadline, and may have its effect later. */
export const bounded = <T>(world: World, scope: Scope, deadline: Deadline, answer: Promise<T>): Promise<T> =>
  within(deadline, (ms, signal) => pause(world, scope, ms, signal), answer);

/** A pause of one process. Resolves early when the signal is aborted. */
export function pause(world: World, scope: Scope, ms: number, signal?: CancelSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    let isOver = false;
    const finish = () => {
      if (isOver) return;
      isOver = true;
      resolve();
    };
    const cancel = world.schedule(ms, `${scope.name} wakes`, () => resume(world, scope, finish));
    signal?.addEventListener("abort", () => {
      cancel();
      finish();
    });
  });
}

/** In some runs a command arrives long after its request has read what it is about. */
export async function late(world: World): Promise<void> {
  const { random, disasters } = world;
  if (disasters.late > 0 && random.chance(disasters.late)) {
    await pause(world, new Scope("late request"), random.between(1_000, LONGEST_DELAY_MS));
  }
}

/** Lets a process go on, unless it is dead, once it is not stalled any more. */
function resume(world: World, scope: Scope, proceed: () => void): void {
  if (!scope.isAlive) return;
  if (world.random.chance(world.faults.stall)) scope.stall(world.nowMs, world.random.between(1_000, LONGEST_STALL_MS));
  const restMs = scope.stalledUntilMs - world.nowMs;
  if (restMs <= 0) proceed();
  else world.schedule(restMs, `${scope.name} was stalled`, () => resume(world, scope, proceed));
}

function delayOf({ random }: World, fate: Fate, travel: () => number): number {
  if (fate === "hang") return random.between(SHORTEST_HANG_MS, LONGEST_HANG_MS);
  return travel() * (fate === "cutOff" ? 4 : 1);
}

function drawFate({ random }: World, link: Link): Fate {
  if (random.chance(link.hang)) return "hang";
  if (random.chance(link.lostRequest)) return "lostRequest";
  if (random.chance(link.lostAnswer)) return "lostAnswer";
  return random.chance(link.cutOff) ? "cutOff" : "answered";
}

function endByChance(world: World, scope: Scope): void {
  if (!scope.isAlive || !world.random.chance(world.faults.death)) return;
  world.note(`${scope.name} dies`);
  scope.end();
}

// Not at once: the code of the scope may be on the stack, and a process does not run on after its death.
function endLaterByChance(world: World, scope: Scope): void {
  if (!world.random.chance(world.faults.death)) return;
  world.schedule(0, `${scope.name} dies`, () => scope.end());
}
