import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  downstreamJobs,
  isAcyclic,
  isConnected,
  type TaskNode,
  taskGenerations,
} from "../../../src/core/jobs/task-graph.ts";

/** `"t: a b -> c"`. */
function graph(...lines: readonly string[]): TaskNode[] {
  return lines.map((line) => {
    const [id = "", nodes = ""] = line.split(":");
    const [inputs = "", outputs = ""] = nodes.split("->");
    const ids = (text: string): string[] => text.split(" ").filter((word) => word !== "");
    return { id, input_ids: ids(inputs), output_ids: ids(outputs) };
  });
}

const PIPELINE = graph(
  "evaluate: forecast params -> report",
  "predict: model total -> forecast",
  "total: price -> total",
  "train: history -> model",
);
const CYCLE = graph("first: -> a", "one: a c -> b", "two: b -> c", "behind: c -> d", "apart: x -> y");

describe("tasks run in generations", () => {
  test.each([
    ["nothing", [], []],
    ["a chain, whatever its order", graph("c: b -> c", "b: a -> b", "a: -> a"), [["a"], ["b"], ["c"]]],
    ["a pipeline, in the given order inside a generation", PIPELINE, [["total", "train"], ["predict"], ["evaluate"]]],
    ["a task without data nodes comes first", graph("b: a -> b", "a: -> a", "alone:"), [["a", "alone"], ["b"]]],
    [
      "a task waits for the longest way",
      graph("end: a c ->", "a: -> a", "b: a -> b", "c: b -> c"),
      [["a"], ["b"], ["c"], ["end"]],
    ],
    [
      "two writers of one node both come before its reader",
      graph("r: n ->", "w: -> n", "x: -> m", "v: m -> n"),
      [["w", "x"], ["v"], ["r"]],
    ],
    ["a task that is listed twice runs once", graph("a: -> a", "a: -> a"), [["a"]]],
    [
      "tasks on a cycle and behind it come last",
      CYCLE,
      [
        ["first", "apart"],
        ["one", "two", "behind"],
      ],
    ],
  ])("%s", (_, tasks, expected) => expect(taskGenerations(tasks)).toEqual(expected));
});

test.each([
  [true, []],
  [true, PIPELINE],
  [false, CYCLE],
  [false, graph("self: a -> a")],
  [false, graph("one: a -> b", "two: b -> a")],
])("the graph in row %$ is acyclic: %s", (expected, tasks) => expect(isAcyclic(tasks)).toBe(expected));

test.each([
  ["nothing", true, []],
  ["one task without data nodes", true, graph("alone:")],
  ["two tasks without data nodes", false, graph("alone:", "lonely:")],
  ["a pipeline", true, PIPELINE],
  ["tasks that share an input", true, graph("a: x -> y", "b: x -> z")],
  ["tasks that share an output", true, graph("a: x -> z", "b: y -> z")],
  ["tasks that share nothing", false, graph("train: history -> model", "total: price -> total")],
  ["a task with the id of a data node", false, graph("n: a -> b", "m: n -> c")],
])("%s: the graph is connected: %s", (_, expected, tasks) => expect(isConnected(tasks)).toBe(expected));

describe("the jobs downstream of a failed one", () => {
  const candidates = graph("c: b -> c", "b: a -> b", "other: x -> y", "both: x c ->");

  test("are found through all later jobs, in the order of the candidates", () => {
    expect(downstreamJobs([{ output_ids: ["a"] }], candidates)).toEqual(["c", "b", "both"]);
  });

  test("are only those that need an output of the failed job", () => {
    expect(downstreamJobs([{ output_ids: ["b"] }], candidates)).toEqual(["c", "both"]);
    expect(downstreamJobs([{ output_ids: [] }], candidates)).toEqual([]);
    expect(downstreamJobs([], candidates)).toEqual([]);
  });

  test("do not include jobs that depend on it only through a job that is no candidate", () => {
    expect(downstreamJobs([{ output_ids: ["a"] }], graph("c: b -> c"))).toEqual([]);
  });
});

const anyGraph = fc
  .array(
    fc.record({
      input_ids: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 3 }),
      output_ids: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 2 }),
    }),
    { maxLength: 8 },
  )
  .map((tasks): TaskNode[] => tasks.map((task, index) => ({ id: `t${index}`, ...task })));

test("every task is in one generation, after all writers of its inputs when there is an order", () => {
  fc.assert(
    fc.property(anyGraph, (tasks) => {
      const generations = taskGenerations(tasks);
      expect(generations.flat().sort()).toEqual(tasks.map((task) => task.id).sort());
      if (!isAcyclic(tasks)) return;
      const position = new Map(generations.flatMap((ids, index) => ids.map((id) => [id, index] as const)));
      for (const reader of tasks) {
        for (const writer of tasks) {
          if (!writer.output_ids.some((node) => reader.input_ids.includes(node))) continue;
          expect(position.get(writer.id)).toBeLessThan(position.get(reader.id) ?? -1);
        }
      }
    }),
  );
});
