import { afterEach, describe, expect, it, vi } from "vitest";
import { redactorOf } from "../../../src/core/config/secrets/known-secrets.ts";
import { LEVELS, type Level, LOG_EVENTS, type LogEvent } from "../../../src/core/log/events.ts";
import { logOf } from "../../../src/runtime.ts";

const METHODS = { debug: "debug", info: "log", warn: "warn", error: "error" } as const;
const SECRET = "s3cr3t-of-this-test";

interface Line {
  readonly level: Level;
  readonly text: string;
}

/** What is written to the console meanwhile, with the level of the method. */
function writtenBy(write: () => void): Line[] {
  const lines: Line[] = [];
  for (const level of LEVELS) {
    vi.spyOn(console, METHODS[level]).mockImplementation((text) => void lines.push({ level, text: String(text) }));
  }
  write();
  return lines;
}

const log = (level: Level = "debug", environment: string | null = null) =>
  logOf({ environment, level, redact: redactorOf(() => [SECRET]) });

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the log", () => {
  it("writes each event as one line of JSON, with its level, by the console's method of that level", () => {
    for (const [event, { level }] of Object.entries(LOG_EVENTS)) {
      const [line, ...more] = writtenBy(() => log()(event as LogEvent, { error: "a\nb" }));
      expect(more, event).toEqual([]);
      expect(line?.level, event).toBe(level);
      expect(line?.text, event).not.toContain("\n");
      expect(JSON.parse(line?.text ?? ""), event).toEqual({ event, level, error: "a\nb" });
      vi.restoreAllMocks();
    }
  });

  it("names the environment in each line, when it has a name", () => {
    const [line] = writtenBy(() => log("info", "staging")("swept", { edits: 1 }));
    expect(JSON.parse(line?.text ?? "")).toEqual({ event: "swept", level: "info", env: "staging", edits: 1 });
  });

  it("writes nothing below its lowest level", () => {
    expect(writtenBy(() => log("warn")("job_completed", {}))).toEqual([]);
    expect(writtenBy(() => log("error")("try_failed", {}))).toEqual([]);
    expect(writtenBy(() => log("error")("job_failed", {}))).toHaveLength(1);
  });

  it("has no known secret in any field of any event, however deep, nor the password of an address", () => {
    const value = { of: [`key ${SECRET}`, { inner: `postgres://me:pa55word@host/db and ${SECRET}` }] };
    for (const [event, { fields }] of Object.entries(LOG_EVENTS)) {
      const given = Object.fromEntries(fields.map((field) => [field, value]));
      const lines = writtenBy(() => log()(event as LogEvent, given));
      expect(lines, event).toHaveLength(1);
      expect(lines[0]?.text, event).not.toMatch(/s3cr3t|pa55word/);
      vi.restoreAllMocks();
    }
  });

  it("keeps its own event and level when a task logs fields of these names", () => {
    const fields = { message: "hello", event: "job_failed", level: "error", env: "none" };
    const [line] = writtenBy(() => log("info", "staging")("task_log", fields));
    expect(line?.level).toBe("info");
    expect(JSON.parse(line?.text ?? "")).toEqual({
      event: "task_log",
      level: "info",
      env: "staging",
      message: "hello",
    });
  });

  it("never throws: what is no JSON costs the fields only", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    for (const message of [cycle, 1n]) {
      const [line] = writtenBy(() => log()("task_log", { message }));
      expect(JSON.parse(line?.text ?? "")).toEqual({
        event: "task_log",
        level: "info",
        not_written: expect.stringContaining("TypeError"),
      });
      vi.restoreAllMocks();
    }
  });
});
