import { describe, expect, it } from "vitest";
import { judgeConfiguration } from "../../../src/core/planning/admission.ts";

const core = { mode: "experiment", versionNumber: "1.0", force: false, properties: {} } as const;
const configuration = (scope: string, more = {}) =>
  JSON.stringify({ DATA_NODE: { orders: { scope, ...more } }, JOB: { max_nb_of_workers: 2 } });

describe("a configuration under the version number of another one", () => {
  it("is admitted when both are equal", () => {
    const judgement = judgeConfiguration(core, configuration("GLOBAL"), configuration("GLOBAL"));
    expect(judgement).toMatchObject({ replaces: false, differences: [] });
    expect(judgement.admitted.version).toBe("1.0");
  });

  it("replaces the other one when only the way differs in which jobs run", () => {
    const kept = configuration("GLOBAL").replace('"max_nb_of_workers":2', '"max_nb_of_workers":4');
    expect(judgeConfiguration(core, kept, configuration("GLOBAL"))).toMatchObject({ replaces: true, differences: [] });
  });

  it("replaces the other one when only the limit of a task differs", () => {
    const limited = (concurrency: number) => JSON.stringify({ TASK: { t: { function: "f", concurrency } } });
    expect(judgeConfiguration(core, limited(2), limited(4))).toMatchObject({ replaces: true, differences: [] });
  });

  it("replaces one that an earlier release has kept with secrets in it, and shows none of them", () => {
    const secrets = { apiKey: "hunter2", list: [{ password: "hunter2" }], home: "https://me:hunter2@h" };
    const kept = configuration("GLOBAL", secrets);
    const now = configuration("GLOBAL", { list: [{}], home: "https://***@h" });
    expect(judgeConfiguration(core, kept, now)).toMatchObject({ replaces: true, differences: [] });
    const refused = () => judgeConfiguration(core, kept, configuration("GLOBAL"));
    expect(refused).toThrow("DATA_NODE.orders.home is gone");
    expect(refused).not.toThrow("hunter2");
  });

  it("is refused when it promises something else, and the message names the differences", () => {
    const refused = () => judgeConfiguration(core, configuration("GLOBAL"), configuration("CYCLE", { a: 1 }));
    expect(refused).toThrow(
      /^The configuration of version '1\.0' has changed: DATA_NODE\.orders\.scope was "GLOBAL", is "CYCLE"; DATA_NODE\.orders\.a is new\. /,
    );
    expect(() => judgeConfiguration(core, configuration("CYCLE", { a: 1 }), configuration("CYCLE"))).toThrow(
      "DATA_NODE.orders.a is gone.",
    );
  });

  it("names ten differences at most, and says how many more there are", () => {
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`key_${index}`, index]));
    const refused = () => judgeConfiguration(core, configuration("GLOBAL"), configuration("GLOBAL", many));
    expect(refused).toThrow(/key_9 is new and 3 more\. /);
  });

  it.each([{ ...core, mode: "development" } as const, { ...core, force: true }])(
    "replaces the other one with every difference in mode development and by force (%j)",
    (allowed) => {
      const judgement = judgeConfiguration(allowed, configuration("GLOBAL"), configuration("CYCLE"));
      expect(judgement).toMatchObject({
        replaces: true,
        differences: [{ path: "DATA_NODE.orders.scope", was: "GLOBAL", is: "CYCLE" }],
      });
    },
  );
});
