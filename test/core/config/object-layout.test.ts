import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/core/config/check/issue.ts";
import { objectLayoutOf } from "../../../src/core/config/settings/object-layout.ts";

describe("OBJECT_LAYOUT", () => {
  it("says how an object keeps a transaction: in its journal unless told otherwise", () => {
    expect([undefined, "journal", "tables"].map(objectLayoutOf)).toEqual(["journal", "journal", "tables"]);
  });

  it.each(["", "table", "true", 1, null])("of %j is a wrong configuration, which names what is right", (value) => {
    expect(() => objectLayoutOf(value)).toThrow(ConfigurationError);
    expect(() => objectLayoutOf(value)).toThrow("must be `journal` (the default) or `tables`");
  });
});
