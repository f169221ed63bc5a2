/** Where there is no edge in front of the Worker, everybody is local. */
const LOCAL = "local";
const GROUPS_OF_NETWORK = 4;
const GROUPS = 8;

/** Who connected, as Cloudflare's edge says it: it replaces what a caller puts there. null = nobody said. */
export const addressOf = (request: Request): string | null => request.headers.get("CF-Connecting-IP");

/** What attempts are counted by: an IPv4 address, or the /64 network of an IPv6 address, because one host has all of that. */
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
