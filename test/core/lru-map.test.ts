import { expect, it } from "vitest";
import { LruMap } from "../../src/core/lru-map.ts";

const keysOf = (map: LruMap<number>, keys: string) => [...keys].filter((key) => map.get(key) !== undefined).join("");

/** A full map of three entries, written in the order a, b, c. */
function full(): LruMap<number> {
  const map = new LruMap<number>(3);
  for (const [index, key] of [..."abc"].entries()) map.set(key, index);
  return map;
}

it("an LRU map drops the entry that was written first when none was used since", () => {
  const map = full();
  map.set("d", 3);
  expect(keysOf(map, "abcd")).toBe("bcd");
});

it("an LRU map keeps an old entry that was read recently, and drops the one that was not", () => {
  const map = full();
  expect(map.get("a")).toBe(0);
  map.set("d", 3);
  expect(keysOf(map, "abcd")).toBe("acd");
});

it("an LRU map keeps an old entry that was written again, with its new value", () => {
  const map = full();
  map.set("a", 9);
  map.set("d", 3);
  expect(map.get("a")).toBe(9);
  expect(keysOf(map, "abcd")).toBe("acd");
});

it("an LRU map has room again after a deletion", () => {
  const map = full();
  map.delete("b");
  map.set("d", 3);
  expect(keysOf(map, "abcd")).toBe("acd");
});

it("an LRU map without capacity keeps nothing", () => {
  const map = new LruMap<number>(0);
  map.set("a", 1);
  expect(map.get("a")).toBeUndefined();
});
