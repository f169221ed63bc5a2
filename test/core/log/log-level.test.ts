import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/core/config/check/issue.ts";
import { logLevelOf } from "../../../src/core/config/settings/log-level.ts";
import { isLogged, LEVELS, LOG_EVENTS, type LogEvent } from "../../../src/core/log/events.ts";

describe("the variable LOG_LEVEL", () => {
  it("is one of the four levels, and info when it is not set", () => {
    expect(LEVELS.map(logLevelOf)).toEqual(LEVELS);
    expect(logLevelOf(undefined)).toBe("info");
  });

  it("is an error of the configuration with any other text, which names the levels", () => {
    for (const text of ["", "INFO", "warning", 1]) {
      expect(() => logLevelOf(text)).toThrow(ConfigurationError);
      expect(() => logLevelOf(text)).toThrow("`debug`, `info` (the default), `warn` or `error`");
    }
  });

  it("leaves out the events below it, and no other", () => {
    const events = Object.keys(LOG_EVENTS) as LogEvent[];
    for (const [index, lowest] of LEVELS.entries()) {
      const written = events.filter((event) => isLogged(event, lowest));
      const expected = events.filter((event) => LEVELS.slice(index).includes(LOG_EVENTS[event].level));
      expect(written, lowest).toEqual(expected);
    }
  });
});
