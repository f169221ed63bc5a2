import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { GROUPS, type JobMode, loadRecording } from "./recording.ts";
import { type Outcome, replay, type Strict } from "./replay.ts";
import { describeOutcome } from "./report.ts";

const ENTRIES = {
  development: "test/conformance/application/worker.ts",
  standalone: "test/conformance/application/worker-standalone.ts",
} as const satisfies Record<JobMode, string>;

/** Replays every group, each on a fresh server. */
export function describeReplay(mode: JobMode, strict?: Strict): void {
  const title = `the recorded exchanges in job mode ${mode}${strict === undefined ? "" : `, exactly as Taipy by its ${strict},`}`;
  const variables = strict === "setting" ? { TAIPY_COMPAT: "strict" } : undefined;
  describe.each(GROUPS)(`${title}: %s`, (group) => {
    let service: Service;
    let outcomes: readonly Outcome[];

    beforeAll(async () => {
      service = await startService({ entry: ENTRIES[mode], variables });
      outcomes = await replay(loadRecording(group), { url: service.url, mode, strict });
    }, 120_000);

    afterAll(() => service?.stop());

    it("agree, but for the listed improvements, which are answered as listed", () => {
      expect(
        outcomes
          .filter(({ differences }) => differences.length > 0)
          .map(describeOutcome)
          .join("\n\n"),
      ).toBe("");
    });

    it("need every improvement that is listed", () => {
      const stale = outcomes.filter(({ improvement, agreesLiterally }) => improvement !== undefined && agreesLiterally);
      expect(stale.map(({ exchange }) => `${exchange.group} ${exchange.step} ${exchange.name}`)).toEqual([]);
    });
  });
}
