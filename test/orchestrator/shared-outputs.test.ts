import { describe, expect, it } from "vitest";
import { task, written } from "./world/factories.ts";
import { World } from "./world/world.ts";

const WRITE = task("write", ["a"], ["b"]);
const READ = task("read", ["b"], ["c"]);

describe("two submissions that write the same node", () => {
  it("lock it until the last of their jobs has ended", async () => {
    const world = new World();
    const [first, second] = [await world.submit([WRITE]), await world.submit([WRITE])];
    const [one, two] = [await first.claim("write"), await second.claim("write")];
    await world.complete(one);
    await world.platform.settle();
    expect(world.node("b").edit_in_progress).toBe(true);
    await world.complete(two);
    await world.platform.settle();
    expect(world.node("b")).toMatchObject({ edit_in_progress: false, edit_number: 2 });
  });

  it("never unlock each other's jobs, in whatever order they end", async () => {
    const world = new World();
    const [first, second] = [await world.submit([WRITE]), await world.submit([WRITE])];
    await second.run("write");
    await world.platform.settle();
    expect(world.node("b").edit_in_progress).toBe(true);
    await first.cancel("write");
    expect(world.node("b").edit_in_progress).toBe(false);
  });

  it("a reader waits for the jobs before it and not for those after it", async () => {
    const world = new World();
    world.have(written("b"));
    const first = await world.submit([WRITE]);
    const reader = await world.submit([READ]);
    const later = await world.submit([WRITE]);
    expect(reader.statuses).toEqual({ read: "BLOCKED" });
    await first.run("write");
    expect(reader.statuses).toEqual({ read: "PENDING" });
    expect(later.statuses).toEqual({ write: "PENDING" });
  });

  it("each run their own chain to the end", async () => {
    const world = new World();
    const [first, second] = [await world.submit([WRITE, READ]), await world.submit([WRITE, READ])];
    await second.run("write");
    expect(second.statuses).toEqual({ write: "COMPLETED", read: "BLOCKED" });
    await first.run("write");
    expect([first.statuses.read, second.statuses.read]).toEqual(["PENDING", "PENDING"]);
    await second.run("read");
    await first.run("read");
    expect([first, second].map((run) => run.submission.submission_status)).toEqual(["COMPLETED", "COMPLETED"]);
  });
});

describe("two scenarios that read each other's output", () => {
  it("cannot wait for each other", async () => {
    const world = new World();
    world.have(written("x"), written("y"));
    const one = await world.submit([task("one", ["y"], ["x"])]);
    const two = await world.submit([task("two", ["x"], ["y"])]);
    expect([one.statuses, two.statuses]).toEqual([{ one: "PENDING" }, { two: "BLOCKED" }]);
    await one.run("one");
    await two.run("two");
    expect([one.statuses, two.statuses]).toEqual([{ one: "COMPLETED" }, { two: "COMPLETED" }]);
  });

  it("end also when each runs several times, interleaved", async () => {
    const world = new World();
    world.have(written("x"), written("y"));
    const runs = [];
    for (let round = 0; round < 4; round += 1) {
      runs.push({ run: await world.submit([task("one", ["y"], ["x"])]), name: "one" });
      runs.push({ run: await world.submit([task("two", ["x"], ["y"])]), name: "two" });
    }
    for (const _ of runs) {
      const due = runs.find(({ run, name }) => run.statuses[name] === "PENDING");
      await due?.run.run(due.name);
    }
    expect(runs.map(({ run }) => run.submission.submission_status)).toEqual(runs.map(() => "COMPLETED"));
  });
});
