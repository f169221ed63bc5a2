import { describe, expect, test } from "vitest";
import { identifierProblem, sequenceNameProblem } from "../../../src/core/entities/identifier.ts";

describe("an id", () => {
  test.each([
    "a",
    "_",
    "_a1",
    "été",
    "日本",
    "x_9",
    "Job",
    "MY_JOB",
    "cycle",
    "lambda_",
    "SUBMISSION",
    "print",
    "match",
  ])("%j is accepted", (name) => expect(identifierProblem(name)).toBeNull());

  test.each(["", "1a", "a b", "a-b", "a.b", "☃", "a\n", "é☃", "for", "None", "async", "yield", "a/b", "'"])(
    "%j is refused",
    (name) => expect(identifierProblem(name)).toBe(`'${name}' is not a valid identifier.`),
  );

  test.each([
    ["my_CYCLE", "CYCLE"],
    ["SCENARIO", "SCENARIO"],
    ["xSEQUENCEx", "SEQUENCE"],
    ["TASKS", "TASK"],
    ["DATANODE_1", "DATANODE"],
    ["TASK_of_CYCLE", "CYCLE"],
    ["1 TASK", "TASK"],
  ])("%j is refused for %s", (name, term) => {
    expect(identifierProblem(name)).toBe(`'${name}' is not a valid identifier. '${term}' is restricted.`);
  });
});

describe("the name of a sequence", () => {
  test.each(["mine", "two words", " led by a space", "2 b".slice(1), "for ever"])("%j is accepted", (name) =>
    expect(sequenceNameProblem(name)).toBeNull(),
  );

  test.each(["", "a/b", "été☃", "1 st", "a\tb", "for"])("%j is refused in the caller's own spelling", (name) =>
    expect(sequenceNameProblem(name)).toBe(`'${name}' is not a valid identifier.`),
  );

  test.each(["x".repeat(501), `x${" ".repeat(72)}`])("is not longer than a path can hold", (name) =>
    expect(sequenceNameProblem(name)).toBe("The name of a sequence has 500 characters at most, a space counting as 7."),
  );

  test("may be long", () => expect(sequenceNameProblem("x".repeat(500))).toBeNull());

  test("cannot pretend to hold a space", () => {
    expect(sequenceNameProblem("aTPSPACEb")).toBe("'aTPSPACEb' is not a valid identifier. 'TPSPACE' is restricted.");
  });

  test("cannot contain a restricted word", () => {
    expect(sequenceNameProblem("my SCENARIO")).toBe(
      "'my SCENARIO' is not a valid identifier. 'SCENARIO' is restricted.",
    );
  });
});
