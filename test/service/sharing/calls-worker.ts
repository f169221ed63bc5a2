import { waitUntil } from "cloudflare:workers";
import { SharedCalls } from "../../../src/metering/shared-calls.ts";
import { sleep } from "../../../src/runtime.ts";

const POLL_MS = 10;
const LONG_MS = 60_000;
const SHORT_MS = 500;

/** Calls that begin while this is set end when it is not. */
let isHeld = false;
let calls: string[][] = [];
let alone: string[] = [];

const sending = {
  async together(items: readonly string[]) {
    calls.push([...items]);
    while (isHeld) await scheduler.wait(POLL_MS);
    return items.map((item) => ({ status: "fulfilled", value: `${item} of ${items.length}` }) as const);
  },
  async alone(item: string) {
    alone.push(item);
    await scheduler.wait(POLL_MS);
    return `${item} alone`;
  },
};

const sharedBy = (keepAlive: (work: Promise<unknown>) => void, times: { turnMs: number; outcomeMs: number }) =>
  new SharedCalls<string, string>(
    { sleep, keepAlive },
    { items: 20, weight: 1_000, weightOf: () => 1, ...times },
    sending,
  );

const shared: Readonly<Record<string, SharedCalls<string, string>>> = {
  /** As the service has it, with more patience. */
  kept: sharedBy(waitUntil, { turnMs: LONG_MS, outcomeMs: LONG_MS }),
  /** A request that has answered is gone, as one is that the platform stops. */
  lost: sharedBy(() => undefined, { turnMs: SHORT_MS, outcomeMs: SHORT_MS }),
};

/**
 * `/send/kept/x/a` sends the item `a` to the place `x`; with `?leaves=2` the request answers before it has its result, as soon as there were two
 * calls. `/hold` holds calls, `/open` lets them go on, `/state` tells what was sent.
 */
export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [, action = "", by = "", place = "", item = ""] = pathname.split("/");
    if (action === "send") {
      const result = shared[by]?.send(place, item);
      const leaves = searchParams.get("leaves");
      if (leaves === null) return new Response(await result);
      while (calls.length < Number(leaves)) await scheduler.wait(POLL_MS);
      return new Response("left");
    }
    if (action === "hold") [calls, alone] = [[], []];
    if (action !== "state") isHeld = action === "hold";
    return Response.json({ calls, alone });
  },
} satisfies ExportedHandler;
