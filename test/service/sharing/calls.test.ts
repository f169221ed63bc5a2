import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";

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

const send = async (path: string, signal?: AbortSignal): Promise<string> =>
  (await fetch(`${service.url}/send/${path}`, signal === undefined ? {} : { signal })).text();

/** Gives the runtime the time to take a request, or to notice that its client is gone. */
async function arrived(answer: Promise<string>): Promise<void> {
  answer.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

const callsReach = (count: number) => expect.poll(async () => (await control("state")).calls.length).toBe(count);

describe("requests of one isolate that share calls on the real runtime", () => {
  it("wait for the call under way, go together in the next one, and each gets its own result", async () => {
    const first = send("kept/a");
    await callsReach(1);
    const others = ["b", "c", "d", "e"].map((item) => send(`kept/${item}`));
    for (const other of others) await arrived(other);
    await control("open");
    expect(await first).toBe("a of 1");
    expect(await Promise.all(others)).toEqual(["b of 4", "c of 4", "d of 4", "e of 4"]);
    const { calls } = await control("state");
    expect(calls.map((items) => items.toSorted())).toEqual([["a"], ["b", "c", "d", "e"]]);
  });

  it("get their results from a call whose client has gone away meanwhile", async () => {
    const first = send("kept/a");
    await callsReach(1);
    const leader = new AbortController();
    const leading = send("kept/b", leader.signal);
    await arrived(leading);
    const others = [send("kept/c"), send("kept/d")];
    for (const other of others) await arrived(other);
    leader.abort();
    await expect(leading).rejects.toThrow();
    await control("open");
    expect(await first).toBe("a of 1");
    expect(await Promise.all(others)).toEqual(["c of 3", "d of 3"]);
  });

  it("help themselves when the request that makes their call is stopped", async () => {
    const first = send("lost/a");
    await callsReach(1);
    const leader = new AbortController();
    const leading = send("lost/b", leader.signal);
    await arrived(leading);
    const others = [send("lost/c"), send("lost/d")];
    for (const other of others) await arrived(other);
    // The first call is slow, so the next one goes beside it.
    await callsReach(2);
    leader.abort();
    await arrived(leading);
    // It would answer its items from here on.
    await control("open");
    expect((await Promise.all(others)).toSorted()).toEqual(["c alone", "d alone"]);
    expect(await first).toBe("a of 1");
    expect((await control("state")).calls).toEqual([["a"], ["b", "c", "d"]]);
  });

  it("go on when the request that would make the next call is stopped before its turn", async () => {
    const first = send("lost/a");
    await callsReach(1);
    const leader = new AbortController();
    const leading = send("lost/b", leader.signal);
    await arrived(leading);
    const next = send("lost/c");
    await arrived(next);
    leader.abort();
    await expect(leading).rejects.toThrow();
    await control("open");
    expect(await first).toBe("a of 1");
    expect(await next).toMatch(/^c of [12]$/);
  });

  it("are as before after a call that was stopped: an item goes at once", async () => {
    const leader = new AbortController();
    const leading = send("lost/a", leader.signal);
    await arrived(leading);
    leader.abort();
    await expect(leading).rejects.toThrow();
    await control("open");
    expect(await send("lost/b")).toBe("b of 1");
    expect(await send("lost/c")).toBe("c of 1");
  });
});
