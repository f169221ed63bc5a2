import { describe, expect, test } from "vitest";
import { entityTag, namesTag, notModified } from "../../../src/http/output/entity-tag.ts";

const TAG = '"abc"';

describe("If-None-Match", () => {
  test.each([
    TAG,
    ' "abc"\t',
    'W/"abc"',
    '"x", "abc"',
    '"x","abc","y"',
    'W/"x" ,\tW/"abc"',
    '"a,b", "abc"',
    ',, "abc" ,',
    "*",
    " * ",
  ])("%j names the tag", (header) => {
    expect(namesTag(header, TAG)).toBe(true);
  });

  test.each([
    "",
    ",",
    '"x"',
    '"ABC"',
    '"abc "',
    '"abcd"',
    'W/"x", "y"',
    '"x,"',
    "abc",
    'w/"abc"',
    '"abc',
    'abc"',
    'W/ "abc"',
    '"x" "abc"',
    '"abc"; q=1',
    '"abc", garbage',
    'garbage, "abc"',
    '"x", *',
    "**",
    '"x,"abc",y"',
    '"',
    "null",
  ])("%j does not", (header) => {
    expect(namesTag(header, TAG)).toBe(false);
  });

  test("that is absent names no tag", () => {
    expect(namesTag(null, TAG)).toBe(false);
  });

  test.each([
    ["GET", true],
    ["HEAD", true],
    ["POST", false],
    ["PUT", false],
    ["DELETE", false],
  ])("of a %s that names the tag may be answered 304: %j", (method, isPossible) => {
    const headers = new Headers({ "If-None-Match": TAG });
    expect(notModified({ method, headers }, TAG)).toBe(isPossible);
  });
});

describe("the tag of a text", () => {
  test("is strong, and the same for the same text", async () => {
    const tag = await entityTag('{"name": "é"}');
    expect(tag).toMatch(/^"[\w+/=]{43,}"$/);
    expect(await entityTag('{"name": "é"}')).toBe(tag);
    expect(namesTag(tag, tag)).toBe(true);
  });

  test("is another one for every other text", async () => {
    const texts = ["", " ", "a", "A", "a\n", "é", "e\u0301", "0".repeat(64), "0".repeat(65)];
    expect(new Set(await Promise.all(texts.map(entityTag))).size).toBe(texts.length);
  });
});
