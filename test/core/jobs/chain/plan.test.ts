import { describe, expect, it } from "vitest";
import { dataNode, task } from "../../../orchestrator/world/factories.ts";
import { CHAIN, Chained, planOf } from "./chained.ts";

describe("the order for a chain", () => {
  it("names the jobs that become runnable one after the other, and counts a try of each", () => {
    const chained = new Chained();
    expect(planOf(chained.claim("one"))).toEqual(["one", "two", "three"]);
    expect(chained.attempts).toEqual({ one: 1, two: 1, three: 1 });
    expect(chained.statuses).toEqual({ one: "RUNNING", two: "BLOCKED", three: "BLOCKED" });
  });

  it("gives no payload of what the chain is about to write", () => {
    const [two] = new Chained().claim("one")?.following ?? [];
    expect(two?.inputs).toMatchObject([{ id: "b", edit_number: 0, last_edit_date: null, payload: null }]);
  });

  it("names none when the worker does not ask for them", () => {
    const chained = new Chained();
    expect(chained.claim("one", false)?.following).toBeUndefined();
    expect(chained.attempts).toEqual({ one: 1, two: 0, three: 0 });
  });

  it("does not send the promised jobs to D1: only the object needs to know", () => {
    const chained = new Chained();
    chained.state.outbox.length = 0;
    chained.claim("one");
    expect(chained.state.outbox.filter(([kind]) => kind === "job").map(([, id]) => id)).toEqual([chained.jobId("one")]);
  });

  it("takes one branch where a chain forks, and ends where branches of others join", () => {
    const fork = [task("one", ["a"], ["b"]), task("left", ["b"], ["l"]), task("right", ["b"], ["r"])];
    const diamond = [...fork, task("join", ["l", "r"], ["z"])];
    expect(planOf(new Chained(diamond).claim("one"))).toEqual(["one", "left"]);
  });

  it("goes on to a join whose other input is written", () => {
    const chained = new Chained([task("one", ["a"], ["b"]), task("join", ["x", "b"], ["c"])]);
    expect(planOf(chained.claim("one"))).toEqual(["one", "join"]);
  });

  it("goes on to a job that reads what several jobs of the chain write", () => {
    const chained = new Chained([...CHAIN, task("sum", ["b", "c", "d"], ["z"])]);
    expect(planOf(chained.claim("one"))).toEqual(["one", "two", "three", "sum"]);
  });

  it("does not go on to a job that runs long, or that needs a slot", () => {
    const isLong = (name: string) => (name === "two" ? 120_000 : null);
    const long = new Chained(CHAIN, (state) => {
      state.timeoutMsOf = isLong;
    });
    expect(planOf(long.claim("one"))).toEqual(["one"]);
    const limited = new Chained(CHAIN, (state) => {
      state.limitsOf = (name) => ({ task: name === "three" ? 1 : null, application: null });
    });
    expect(planOf(limited.claim("one"))).toEqual(["one", "two"]);
  });

  it("does not go on to a job that reads a node of another domain, or a file that others may write", () => {
    const foreign = new Chained([task("one", ["a"], ["b"]), task("two", ["b", "f"], ["c"])]);
    foreign.state.nodes.set("f", { ...aRecord("f"), node: { ...foreign.node("f"), domain: "GLOBAL" } });
    expect(planOf(foreign.claim("one"))).toEqual(["one"]);
    const file = new Chained([task("one", ["a"], ["b"]), task("two", ["b", "f"], ["c"])]);
    const properties = { default_path: "shared.csv", path: "shared.csv" };
    file.state.nodes.set("f", { ...aRecord("f"), node: { ...file.node("f"), properties } });
    expect(planOf(file.claim("one"))).toEqual(["one"]);
  });

  it("promises a long chain in parts", () => {
    const tasks = Array.from({ length: 50 }, (_, index) => task(`t${index}`, [`n${index}`], [`n${index + 1}`]));
    expect(planOf(new Chained(tasks).claim("t0"))).toHaveLength(21);
  });

  it("is given with the submission to a request that runs jobs, while others wake workers for the rest", () => {
    const fork = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"]), task("other", ["x"], ["y"])];
    const chained = new Chained(fork, undefined, true);
    expect(planOf(chained.first)).toEqual(["one", "two"]);
    expect(chained.woken).toEqual(["other"]);
  });

  it("is not given to a request for a job that runs long: a worker is woken for it at once", () => {
    const chained = new Chained(
      CHAIN,
      (state) => {
        state.timeoutMsOf = () => 120_000;
      },
      true,
    );
    expect(chained.first).toBeNull();
    expect(chained.woken).toEqual(["one"]);
  });
});

const aRecord = (id: string) => ({ node: dataNode(id), deleted: false, lock_comment: null, actor_until: null });
