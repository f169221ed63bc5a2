import type { Place } from "../../core/planning/pool.ts";

/** The media type that the request declares for its body, in lower case and without parameters; `""` = none. */
export const mediaTypeOf = ({ headers }: Request): string =>
  (headers.get("Content-Type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

/** Whether the caller prefers HTML to JSON, as browsers do. A tie, or no preference, is JSON. */
export function prefersHtml(request: Request): boolean {
  const ranges = (request.headers.get("Accept") ?? "*/*").split(",").map(parseRange);
  return quality(ranges, "text/html") > quality(ranges, "application/json");
}

interface MediaRange {
  readonly type: string;
  readonly q: number;
}

function parseRange(text: string): MediaRange {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const q = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, q: Number.isNaN(q) ? 0 : q };
}

/** The weight of the most exact range that covers the type; 0 when none does. */
function quality(ranges: readonly MediaRange[], type: string): number {
  const family = `${type.split("/", 1)[0]}/*`;
  for (const wanted of [type, family, "*/*"]) {
    const range = ranges.find((candidate) => candidate.type === wanted);
    if (range !== undefined) return range.q;
  }
  return 0;
}

/** The address of all callers where no edge stands in front of the Worker. */
const LOCAL = "local";
const GROUPS_OF_NETWORK = 4;
const GROUPS = 8;

/** The caller's address. Cloudflare's edge sets the header, whatever the caller has put there; null = there is no edge. */
export const addressOf = (request: Request): string | null => request.headers.get("CF-Connecting-IP");

/** Attempts are counted by an IPv4 address, or by the /64 network of an IPv6 address, since one host has all of that. */
export function networkOf(request: Request): string {
  const address = addressOf(request) ?? LOCAL;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const filling = tail === undefined ? [] : Array<string>(Math.max(0, GROUPS - first.length - last.length)).fill("0");
  const groups = [...first, ...filling, ...last].slice(0, GROUPS_OF_NETWORK);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}

/** Where the caller is, as Cloudflare's edge says it. */
export const placeOf = ({ cf }: Request): Place => (cf ?? {}) as Partial<IncomingRequestCfProperties>;
