import { expect, test } from "vitest";
import { createUnionFind } from "../../src/core/union-find.ts";

test("a name that was never united is a set of its own", () => {
  const sets = createUnionFind();
  sets.unite("a", "a");
  expect(sets.find("a")).toBe("a");
  expect(sets.find("b")).toBe("b");
});

test("uniting any two members unites their sets", () => {
  const sets = createUnionFind();
  sets.unite("a", "b");
  sets.unite("c", "d");
  expect(sets.find("a")).not.toBe(sets.find("d"));
  sets.unite("b", "d");
  expect(new Set(["a", "b", "c", "d"].map(sets.find)).size).toBe(1);
  expect(sets.find("e")).toBe("e");
});

test("a chain of a hundred thousand united names is one set", () => {
  const sets = createUnionFind();
  for (let index = 100_000; index > 0; index--) sets.unite(`n${index}`, `n${index - 1}`);
  expect(sets.find("n0")).toBe(sets.find("n100000"));
});
