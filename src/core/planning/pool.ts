/** Where Cloudflare can create an object, in the words of its location hints. */
export const REGIONS = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"] as const;

/** `any`: the place of the caller is not known, so that the platform chooses. */
export type Region = (typeof REGIONS)[number] | "any";

/** What Cloudflare says of the place of a caller: the members of `request.cf` that count here. */
export interface Place {
  readonly continent?: unknown;
  /** Degrees, as a text. */
  readonly longitude?: unknown;
}

/** The regions of a continent: west and east of a longitude, and where most of its callers are. */
interface Continent {
  readonly west: Region;
  readonly east: Region;
  readonly divide: number;
  readonly usual: Region;
}

const whole = (region: Region): Continent => ({ west: region, east: region, divide: 0, usual: region });

/** By Cloudflare's codes. Some callers have none of these, such as those that come through Tor. */
const CONTINENTS: ReadonlyMap<unknown, Continent> = new Map([
  ["AF", whole("afr")],
  ["AS", { west: "me", east: "apac", divide: 60, usual: "apac" }],
  ["EU", { west: "weur", east: "eeur", divide: 15, usual: "weur" }],
  ["NA", { west: "wnam", east: "enam", divide: -100, usual: "enam" }],
  ["OC", whole("oc")],
  ["SA", whole("sam")],
]);

/** The region that is nearest to a caller. */
export function regionOf({ continent, longitude }: Place): Region {
  const found = CONTINENTS.get(continent);
  if (found === undefined) return "any";
  const degrees = typeof longitude === "string" && longitude.trim() !== "" ? Number(longitude) : Number.NaN;
  if (Number.isNaN(degrees)) return found.usual;
  return degrees < found.divide ? found.west : found.east;
}

// docs/decisions/069-scenarios-share-pooled-objects.md
/**
 * The domains of scenarios that share nothing: `pool/<region>/<number>`. A scenario keeps the one that it was created with, which
 * its row names, also when the number of objects changes.
 */
export const poolOf = (region: Region, scenarioId: string, objectsPerRegion: number): string =>
  `${POOL}/${region}/${hashOf(scenarioId) % objectsPerRegion}`;

const POOL = "pool";

/** The region in which the object of a domain is to be created; null = where the first caller is. */
export function regionOfDomain(domain: string): (typeof REGIONS)[number] | null {
  const [pool, name, number, ...more] = domain.split("/");
  if (pool !== POOL || number === undefined || more.length > 0) return null;
  return REGIONS.find((region) => region === name) ?? null;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over UTF-16 units: ids end with a random uuid, so that each number is as likely as any other. */
function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return hash >>> 0;
}
