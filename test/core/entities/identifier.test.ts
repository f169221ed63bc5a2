import { describe, expect, test } from "vitest";
import { identifierProblem, sequenceNameProblem } from "../../../src/core/entities/identifier.ts";

describe("the id of a config", () => {
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

  test.each(["", "a/b", "été☃", "1 st", "a\tb", "for"])(
    "%j is refused with a message that spells it as the caller did",
    (name) => expect(sequenceNameProblem(name)).toBe(`'${name}' is not a valid identifier.`),
  );

  test.each(["x".repeat(501), `x${" ".repeat(72)}`])(
    "is refused when its identifier is longer than 500 characters",
    (name) =>
      expect(sequenceNameProblem(name)).toBe(
        "The name of a sequence has 500 characters at most, a space counting as 7.",
      ),
  );

  test("may have 500 characters", () => expect(sequenceNameProblem("x".repeat(500))).toBeNull());

  test("cannot contain TPSPACE, which stands for a space in the id", () => {
    expect(sequenceNameProblem("aTPSPACEb")).toBe("'aTPSPACEb' is not a valid identifier. 'TPSPACE' is restricted.");
  });

  test("cannot contain a restricted word", () => {
    expect(sequenceNameProblem("my SCENARIO")).toBe(
      "'my SCENARIO' is not a valid identifier. 'SCENARIO' is restricted.",
    );
  });
});
