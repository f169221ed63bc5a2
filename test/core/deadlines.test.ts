import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { CancelSignal } from "../../src/core/cancellation.ts";
import { isNoAnswer, NoAnswerError, noAnswerText, PARTS, within } from "../../src/core/deadlines.ts";

const DEADLINE = { part: PARTS.d1, ms: 2_500 };

/** A sleep that ends when the test says so, or with its signal. */
function sleeping() {
  const sleeps: { readonly ms: number; readonly signal: CancelSignal | undefined; end(): void }[] = [];
  const sleep = (ms: number, signal?: CancelSignal) =>
    new Promise<void>((resolve) => {
      sleeps.push({ ms, signal, end: resolve });
      signal?.addEventListener("abort", resolve);
    });
  return { sleep, sleeps };
}

describe("a call with a deadline", () => {
  it("answers as without one, and leaves no timer", async () => {
    const { sleep, sleeps } = sleeping();
    expect(await within(DEADLINE, sleep, Promise.resolve(7))).toBe(7);
    expect(sleeps.map(({ ms, signal }) => [ms, signal?.aborted])).toEqual([[2_500, true]]);
  });

  it("fails as without one, and leaves no timer", async () => {
    const { sleep, sleeps } = sleeping();
    await expect(within(DEADLINE, sleep, Promise.reject(new Error("refused")))).rejects.toThrow("refused");
    expect(sleeps.map(({ signal }) => signal?.aborted)).toEqual([true]);
  });

  it("that is not answered in time fails with the part and the seconds", async () => {
    const { sleep, sleeps } = sleeping();
    const answer = within(DEADLINE, sleep, new Promise(() => undefined));
    sleeps[0]?.end();
    await expect(answer).rejects.toThrow("The database (D1) did not answer within 2.5 s");
    await expect(answer).rejects.toBeInstanceOf(NoAnswerError);
  });

  it("drops what comes after the deadline, also an error", async () => {
    const { sleep, sleeps } = sleeping();
    const { promise, reject } = Promise.withResolvers<never>();
    const answer = within(DEADLINE, sleep, promise);
    sleeps[0]?.end();
    await expect(answer).rejects.toThrow("did not answer");
    reject(new Error("late"));
    // An error that no one takes would end the test run.
    await setImmediate();
  });
});

describe("an error that says that no answer came", () => {
  it("is known by its text, because it loses its class on the way from an object", () => {
    const error = new NoAnswerError(DEADLINE);
    expect([isNoAnswer(error), isNoAnswer(new Error(error.message)), isNoAnswer(new Error("refused"))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("says the same when the platform has put its class before its text", () => {
    const error = new NoAnswerError(DEADLINE);
    expect(noAnswerText(new Error(`${error}`))).toBe("The database (D1) did not answer within 2.5 s");
  });

  it.each(Object.values(PARTS))("may name each part: %s", (part) => {
    expect(isNoAnswer(new Error(new NoAnswerError({ part, ms: 10_000 }).message))).toBe(true);
  });

  it.each([
    "The supplier did not answer within 5 s",
    "Ask again: The database (D1) did not answer within 5 s",
    "The database (D1) did not answer within 5 s, said the supplier",
    "The database (D1) did not answer within a day",
    "The database (D1) did not answer within 5 s did not answer within 5 s",
  ])("is not taken for one of the application's own code: %s", (text) => {
    expect(isNoAnswer(new Error(text))).toBe(false);
  });
});
