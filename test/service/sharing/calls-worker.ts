import { waitUntil } from "cloudflare:workers";
import { SharedCalls } from "../../../src/metering/shared-calls.ts";
import { sleep } from "../../../src/runtime.ts";

const POLL_MS = 10;
const LONG_MS = 60_000;
const SHORT_MS = 500;
const MOST = 20;

/** Calls that begin while this is set end when it is not. */
let isHeld = false;
let calls: string[][] = [];
let alone: string[] = [];

const sending = {
  async together(items: readonly string[]) {
    calls.push([...items]);
    while (isHeld) await scheduler.wait(POLL_MS);
    return items.map((item) => `${item} of ${items.length}`);
  },
  async alone(item: string) {
    alone.push(item);
    await scheduler.wait(POLL_MS);
    return `${item} alone`;
  },
};

interface Times {
  readonly turnMs: number;
  readonly goneMs: number;
  readonly outcomeMs: number;
}

const sharedBy = (keepAlive: (work: Promise<unknown>) => void, times: Times) =>
  new SharedCalls<string, string>(
    { nowMs: () => Date.now(), sleep, keepAlive },
    { most: ({ length }) => Math.min(length, MOST), ...times },
    sending,
  );

const nothing = (): void => undefined;
const patient: Times = { turnMs: LONG_MS, goneMs: LONG_MS, outcomeMs: LONG_MS };

/** Each test has calls of its own. */
const createShared: Readonly<Record<string, () => SharedCalls<string, string>>> = {
  /** As the service has it, with more patience. */
  kept: () => sharedBy(waitUntil, patient),
  /** A request that has answered is gone, as one is that the platform stops. */
  lost: () => sharedBy(nothing, { ...patient, turnMs: SHORT_MS, outcomeMs: SHORT_MS }),
  gone: () => sharedBy(nothing, { ...patient, goneMs: SHORT_MS }),
};

let shared = new Map<string, SharedCalls<string, string>>();

function sharedCalls(kind: string): SharedCalls<string, string> | undefined {
  const found = shared.get(kind) ?? createShared[kind]?.();
  if (found !== undefined) shared.set(kind, found);
  return found;
}

/**
 * `/send/kept/a` sends the item `a`; with `?leaves=2` the request answers before it has its result, as soon as there were two
 * calls. `/hold` holds calls, `/open` lets them go on, `/state` tells what was sent.
 */
export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [, action = "", kind = "", item = ""] = pathname.split("/");
    if (action === "send") {
      const result = sharedCalls(kind)?.send(item);
      const leaves = searchParams.get("leaves");
      if (leaves === null) return new Response(await result);
      while (calls.length < Number(leaves)) await scheduler.wait(POLL_MS);
      return new Response("left");
    }
    if (action === "hold") [calls, alone, shared] = [[], [], new Map()];
    if (action !== "state") isHeld = action === "hold";
    return Response.json({ calls, alone });
  },
} satisfies ExportedHandler;
