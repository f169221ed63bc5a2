import { describe, expect, it } from "vitest";
import { MAX_TAGS, withTags } from "../../../src/core/planning/scenario-tags.ts";

const properties = { authorized_tags: ["draft", "final"] };
const many = Array.from({ length: MAX_TAGS }, (_, index) => `tag ${index}`);

describe("the tags that a scenario may get", () => {
  it("are any where its configuration names none, each once and behind those that it has", () => {
    expect(withTags("tags", { properties: {} }, ["a", "b", "a"])).toEqual(["a", "b"]);
    expect(withTags("tag", { properties: { authorized_tags: [] }, tags: ["b"] }, ["a"])).toEqual(["b", "a"]);
    expect(withTags("tag", { properties, tags: ["of before"] }, ["final"])).toEqual(["of before", "final"]);
  });

  it.each(["tag", "tags"] as const)(
    "are refused by creation and tagging in the same words, under the field %s",
    (field) => {
      const text = "Tag 'else' is not one of: draft, final.";
      expect(() => withTags(field, { properties }, ["draft", "else"])).toThrow(
        expect.objectContaining({
          code: "validation_failed",
          message: `${field}: ${text}`,
          errors: { [field]: [text] },
        }),
      );
    },
  );

  it("are texts without control characters, also for code that was not compiled", () => {
    const properties = {};
    expect(() => withTags("tag", { properties }, ["a\u0007"])).toThrow(/may not contain control characters/);
    const wrong = "base" as unknown as readonly string[];
    expect(() => withTags("tags", { properties }, wrong)).toThrow("tags: Tags must be a list of texts.");
  });

  it.each(["", "x".repeat(129)])("have 1 to 128 characters", (tag) => {
    expect(() => withTags("tag", { properties: {} }, [tag])).toThrow(
      /A tag has 1 to 128 characters; this one has \d+\./,
    );
  });

  it("are a hundred at most, and one of these may be given again", () => {
    expect(() => withTags("tag", { properties: {}, tags: many }, ["more"])).toThrow("100 tags at most");
    expect(() => withTags("tags", { properties: {} }, [...many, "more"])).toThrow("100 tags at most");
    expect(withTags("tag", { properties: {}, tags: many }, ["tag 7"])).toEqual(many);
  });
});
