import { describe, expect, it } from "vitest";
import { Budget, VALUE_MEMORY } from "../../../src/core/values/budget.ts";
import { chargeJson, isTooDeep, MAX_JSON_DEPTH } from "../../../src/core/values/json-scan.ts";
import { parseJson } from "../../../src/core/values/json-text.ts";

const spent = (text: string, limit = VALUE_MEMORY): number => {
  const budget = new Budget(limit);
  chargeJson(text, budget);
  return limit - budget.left;
};

/** A list that is long enough to be scanned. */
const listOf = (item: string, count = 100_000): string => `[${`${item},`.repeat(count - 1)}${item}]`;

describe("the memory of a JSON text", () => {
  it.each([
    ["empty lists", "[]", /lists and objects/],
    ["empty objects", "{}", /lists and objects/],
    ["numbers", "1", /items/],
    ["members of many objects", '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8}', /members|items/],
    ["lists in lists", "[[[[[]]]]]", /lists and objects/],
  ])("is refused before the text is parsed when there are too many %s", (_, item, what) => {
    const text = listOf(item, 4_000_000 / (item.match(/[[{:,]|\d/g)?.length ?? 1));
    const refusal = { code: "value_too_large", message: expect.stringMatching(what) };
    expect(() => chargeJson(text, new Budget())).toThrow(expect.objectContaining(refusal));
    expect(() => parseJson(text, "exact", new Budget())).toThrow(expect.objectContaining(refusal));
  });

  it("is refused with the place where the budget ends, before the rest is looked through", () => {
    const text = listOf("[]", 2_000_000);
    expect(() => chargeJson(text, new Budget())).toThrow(/in the first [\d,]+ characters of the JSON/);
    const [, place = ""] = /in the first ([\d,]+) characters/.exec(refusalOf(text)) ?? [];
    expect(Number(place.replaceAll(",", ""))).toBeLessThan(text.length / 2);
  });

  it("is refused for the characters alone when they are too many", () => {
    expect(refusalOf(`"${"x".repeat(VALUE_MEMORY)}"`)).toMatch(/with 50,331,650 characters \(the text\) it takes/);
  });

  it("is greater for texts whose characters take two bytes", () => {
    const [narrow, wide] = [listOf('"ééé"', 200_000), listOf('"日本語"', 200_000)];
    expect(narrow.length).toBe(wide.length);
    expect(spent(wide)).toBeGreaterThan(spent(narrow));
  });

  it("is greater for an object with many members than for many objects with few", () => {
    const members = Array.from({ length: 100_000 }, (_, at) => `"m${at}":1`);
    const [one, many] = [`{${members.join()}}`, `[${members.map((member) => `{${member}}`).join()}]`];
    expect(spent(one) / one.length).toBeGreaterThan(spent(one.replaceAll(":", ",")) / one.length);
    expect(spent(many)).toBeGreaterThan(spent(one) / 2);
  });

  it("counts nothing inside strings", () => {
    const brackets = JSON.stringify(Array(20_000).fill('[[{,:\\"'));
    const letters = JSON.stringify(Array(20_000).fill("xxxxxxxxx"));
    expect(spent(brackets, VALUE_MEMORY) - spent(letters, VALUE_MEMORY)).toBeLessThan(200_000);
  });

  it("is charged by the length alone for a text that is too short to expand beyond the budget", () => {
    expect(spent("[[],[],[]]")).toBe(spent('"xxxxxxxx"'));
  });
});

describe("the depth of a JSON text", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

  it.each([null, new Budget()])("is found in the pass that counts, and without one", (budget) => {
    expect(isTooDeep(nested(MAX_JSON_DEPTH), budget)).toBe(false);
    expect(isTooDeep(nested(MAX_JSON_DEPTH + 1), budget)).toBe(true);
    expect(isTooDeep(`${listOf("[]")}${nested(MAX_JSON_DEPTH + 1)}`, budget)).toBe(true);
  });
});

function refusalOf(text: string): string {
  try {
    chargeJson(text, new Budget());
  } catch (error) {
    return String(error);
  }
  throw new Error("The text was not refused");
}
