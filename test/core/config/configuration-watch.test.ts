import { describe, expect, it } from "vitest";

interface Found {
  readonly output: string;
  readonly ok: boolean;
}

interface Watched {
  isRight(): Promise<boolean>;
}

// Variables, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/configuration-watch.mjs", import.meta.url).href;
const TEXTS: string = new URL("../../../src/dev/problem-text.mjs", import.meta.url).href;
const { NO_PROBLEMS } = (await import(TEXTS)) as { NO_PROBLEMS: string };
const { watchedConfiguration } = (await import(MODULE)) as {
  watchedConfiguration(findProblems: () => Promise<Found>, print: (text: string) => void): Watched;
};

const RIGHT: Found = { output: `${NO_PROBLEMS}\n`, ok: true };
const WARNED: Found = { output: "one warning", ok: true };
const wrong = (output: string): Found => ({ output, ok: false });

/** The texts that are printed when each save leads to these problems. */
async function printedAfter(...saves: readonly Found[]): Promise<readonly string[]> {
  const left = [...saves];
  const printed: string[] = [];
  const configuration = watchedConfiguration(
    async () => left.shift() ?? RIGHT,
    (text) => printed.push(text),
  );
  for (const save of saves) expect(await configuration.isRight()).toBe(save.ok);
  return printed;
}

describe("saving a file of the application", () => {
  it("prints nothing while the configuration is right from the start", async () => {
    expect(await printedAfter(RIGHT, RIGHT)).toEqual([]);
  });

  it("prints new problems once, and prints that none are left", async () => {
    expect(await printedAfter(wrong("a"), wrong("a"), wrong("b"), RIGHT, RIGHT)).toEqual(["a", "b", RIGHT.output]);
  });

  it("prints warnings, from the start", async () => {
    expect(await printedAfter(WARNED, WARNED, RIGHT)).toEqual([WARNED.output, RIGHT.output]);
  });

  it("prints problems that a later save causes", async () => {
    expect(await printedAfter(RIGHT, wrong("a"))).toEqual(["a"]);
  });
});
