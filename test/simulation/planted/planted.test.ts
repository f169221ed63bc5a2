import { readdir } from "node:fs/promises";
import { afterAll, describe, expect, it } from "vitest";
import { PLANTED } from "./planted.ts";
import { firstSeedOf } from "./table.ts";
import { Copies } from "./try-patch.ts";

/** Of all of them together: each waits until it has a copy of the source. */
const TIMEOUT_MS = 600_000;

const copies = new Copies();
afterAll(() => copies.remove());

describe.concurrent("the simulator finds, or the unit test that is named", () => {
  it.each(PLANTED)("a planted bug: $breaks", { timeout: TIMEOUT_MS }, async (planted) => {
    const output = await copies.tryPatch(planted, firstSeedOf(planted));
    expect(output).toContain(planted.promise);
    console.log(`${planted.patch}: ${output.split("\n")[0]?.slice(0, 160)}`);
  });

  it("each patch of the folder", async () => {
    const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(".patch"));
    expect(files.sort()).toEqual(PLANTED.map(({ patch }) => `${patch}.patch`).sort());
  });
});
