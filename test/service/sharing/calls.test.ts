import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";

/** Longer than the Worker keeps the item of a request that is gone. */
const GONE_MS = 600;

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/service/sharing/calls-worker.ts" });
});
beforeEach(() => control("hold"));
afterAll(() => service?.stop());

interface State {
  readonly calls: readonly string[][];
  readonly alone: readonly string[];
}

const control = async (action: string): Promise<State> =>
  (await (await fetch(`${service.url}/${action}`)).json()) as State;

const send = async (path: string): Promise<string> => (await fetch(`${service.url}/send/${path}`)).text();

/** Sends items one after the other: gives the runtime the time to take each request before the next one. */
async function inOrder(...paths: readonly string[]): Promise<Promise<string>[]> {
  const answers: Promise<string>[] = [];
  for (const path of paths) {
    answers.push(send(path));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return answers;
}

describe("requests of one isolate that share calls on the real runtime", () => {
  it("wait for the call under way, go together in the next one, and each gets its own result", async () => {
    const answers = await inOrder("kept/a", "kept/b", "kept/c", "kept/d", "kept/e");
    await control("open");
    expect(await Promise.all(answers)).toEqual(["a of 1", "b of 4", "c of 4", "d of 4", "e of 4"]);
    expect((await control("state")).calls).toEqual([["a"], ["b", "c", "d", "e"]]);
  });

  it("get their results from a request that has answered its own client before", async () => {
    const answers = await inOrder("kept/a", "kept/b?leaves=1", "kept/c", "kept/d");
    expect(await answers[1]).toBe("left");
    await control("open");
    expect(await Promise.all(answers)).toEqual(["a of 1", "left", "c of 3", "d of 3"]);
  });

  it("send their items alone when the request that makes their call is stopped", async () => {
    const answers = await inOrder("lost/a", "lost/b?leaves=2", "lost/c", "lost/d");
    // The first call is slow, so the next one goes beside it.
    expect(await answers[1]).toBe("left");
    // If the request were there, it would answer its items from here on.
    await control("open");
    expect(await Promise.all(answers)).toEqual(["a of 1", "left", "c alone", "d alone"]);
    expect(await control("state")).toEqual({ calls: [["a"], ["b", "c", "d"]], alone: ["c", "d"] });
  });

  it("go on when the request that would make the next call is stopped before its turn", async () => {
    const answers = await inOrder("lost/a", "lost/b?leaves=1", "lost/c");
    expect(await answers[1]).toBe("left");
    await control("open");
    expect(await Promise.all(answers)).toEqual(["a of 1", "left", "c of 2"]);
  });

  it("send no item of a request that was stopped long ago, and do not wait for it", async () => {
    const answers = await inOrder("gone/a", "gone/b?leaves=1");
    expect(await answers[1]).toBe("left");
    await control("open");
    expect(await answers[0]).toBe("a of 1");
    await new Promise((resolve) => setTimeout(resolve, GONE_MS));
    expect(await send("gone/c")).toBe("c of 1");
    expect((await control("state")).calls).toEqual([["a"], ["c"]]);
  });

  it("are as before after a call that was stopped: an item goes at once", async () => {
    expect(await send("lost/a?leaves=1")).toBe("left");
    await control("open");
    expect(await send("lost/b")).toBe("b of 1");
    expect(await send("lost/c")).toBe("c of 1");
  });
});
