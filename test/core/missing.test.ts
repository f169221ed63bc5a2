import { describe, expect, it } from "vitest";
import { existing, missingText, notFound, refuseMissing } from "../../src/core/missing.ts";

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
});
