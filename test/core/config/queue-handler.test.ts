import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/core/config/check/issue.ts";
import { queueHandlerOf } from "../../../src/core/config/settings/queue-handler.ts";

describe("QUEUE_HANDLER", () => {
  it("says what the Queue's handler does with claimed jobs: it awaits them unless told otherwise", () => {
    expect([undefined, "awaits", "returns"].map(queueHandlerOf)).toEqual(["awaits", "awaits", "returns"]);
  });

  it.each(["", "return", "true", 1, null])("of %j is a wrong configuration, which names what is right", (value) => {
    expect(() => queueHandlerOf(value)).toThrow(ConfigurationError);
    expect(() => queueHandlerOf(value)).toThrow("must be `awaits` (the default, for Cloudflare) or `returns`");
  });
});
