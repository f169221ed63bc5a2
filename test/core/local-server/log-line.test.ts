import { describe, expect, it } from "vitest";

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/output/log-line.mjs", import.meta.url).href;
const { readableLine } = (await import(MODULE)) as {
  readableLine(text: string, options: { isVerbose: boolean }): string | null;
};

const QUIET = { isVerbose: false };

const lineOf = (fields: object) => JSON.stringify(fields);

describe("the log that `npm start` prints", () => {
  it("shows a failed job as one line, with its trace below", () => {
    const failed = {
      ...{ event: "job_failed", level: "error", domain: "pool/any/1", job_id: "JOB_train_1", task_id: "TASK_train_1" },
      ...{ task_config_id: "train", attempt: 2, duration_ms: 12, error: "Error: broken" },
      stacktrace: "Error: broken\n    at train (src/app/functions.ts:3:9)",
    };
    expect(readableLine(lineOf(failed), QUIET)).toBe(
      [
        "job_failed job_id=JOB_train_1 task_config_id=train attempt=2 duration_ms=12",
        "  Error: broken",
        "      at train (src/app/functions.ts:3:9)",
      ].join("\n"),
    );
  });

  it("shows what a task logs, and no line for what goes well", () => {
    const logged = { event: "task_log", level: "info", message: "three rows", job_id: "JOB_a", rows: 3 };
    expect(readableLine(lineOf(logged), QUIET)).toBe('task_log message="three rows" job_id=JOB_a rows=3');
    for (const event of ["job_completed", "submission_completed", "swept", "request"]) {
      expect(readableLine(lineOf({ event, level: "info" }), QUIET), event).toBeNull();
    }
  });

  it("shows every line that the Worker writes once LOG_LEVEL is set", () => {
    const completed = { event: "job_completed", level: "info", task_config_id: "train", duration_ms: 12 };
    expect(readableLine(lineOf(completed), { isVerbose: true })).toBe(
      "job_completed task_config_id=train duration_ms=12",
    );
  });

  it("leaves lines of the application's own as they are", () => {
    for (const text of ["hello", '{"rows":3}', '{"event":broken']) expect(readableLine(text, QUIET)).toBe(text);
  });

  it("lets no field control the terminal", () => {
    const line = readableLine(
      lineOf({ event: "job_failed", level: "error", job_id: "a\u001b[2Jb\nc", stacktrace: "x\u001b[31m\r\ny" }),
      QUIET,
    );
    expect(line).toBe('job_failed job_id="a\\u001b[2Jb\\nc"\n  x [31m \n  y');
  });
});

it("an error of the main module is shown in its own words, and what follows from it is not shown", () => {
  const isVerbose = false;
  const thrown =
    "service core:user:my-app: Uncaught Error: ConfigurationError: The configuration has 1 error:\n  ERROR …";
  expect(readableLine(thrown, { isVerbose })).toBe("ConfigurationError: The configuration has 1 error:\n  ERROR …");
  const follows = 'A DurableObjectNamespace in the config referenced the class "Orchestrator", but no such …';
  expect(readableLine(follows, { isVerbose })).toBeNull();
});
