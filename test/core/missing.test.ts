import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { existing, missingText, notFound, refuseMissing } from "../../src/core/missing.ts";

const SRC = path.resolve(import.meta.dirname, "../../src");

/** Texts such as `Job: ${id} does not exist.`, whoever is named. */
const BY_HAND = /(?:[A-Z][A-Za-z ]*: |Version ')\$\{[^}]*\}'? does not exist\./;

describe("an id without an entity", () => {
  it("is refused with Taipy's text and the code of the kind, whether thrown or returned as data", () => {
    expect(notFound("data_node", "DATANODE_x")).toMatchObject({
      code: "data_node_not_found",
      message: "DataNode: DATANODE_x does not exist.",
    });
    expect(refuseMissing("job", "JOB_x")).toEqual({
      ok: false,
      error: { code: "job_not_found", message: "Job: JOB_x does not exist." },
    });
    expect(missingText("scenario_config", "x")).toBe("Scenario config: x does not exist.");
    expect(missingText("version", "1.0")).toBe("Version '1.0' does not exist.");
  });

  it("is an error only when nothing was found", () => {
    expect(existing("task", "TASK_x", "{}")).toBe("{}");
    expect(() => existing("task", "TASK_x", null)).toThrow("Task: TASK_x does not exist.");
  });

  it("has its text from core/missing.ts alone: no other file of src writes it", () => {
    const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.(ts|mjs)$/.test(file));
    const byHand = files.filter((file) => BY_HAND.test(readFileSync(path.join(SRC, file), "utf8")));
    expect(byHand).toEqual([]);
    expect(BY_HAND.test("`Job: ${jobId} does not exist.`")).toBe(true);
  });
});
