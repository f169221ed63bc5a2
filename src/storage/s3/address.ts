import { withoutCredentials } from "../../core/config/secrets/secret-texts.ts";
import { misconfigured } from "../settings/outside-failure.ts";

export interface ObjectAddress {
  /** null = Amazon's own service. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

/** Names of buckets that can be a label of a host under Amazon's certificate. */
const HOST_LABEL = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9-]+$/;

/**
 * The address of an object: below the endpoint, or at Amazon below the bucket's own host.
 * @throws TaipyError `storage_misconfigured` for a name that would address something else
 */
export function objectUrl({ endpoint, region, bucket, key }: ObjectAddress): string {
  if (bucket === "" || /[/\\?#\s]/.test(bucket) || isDots(bucket)) throw invalid("bucket name", bucket);
  // A URL resolves such parts, so the request would read another object.
  if (key === "" || key.startsWith("/") || key.split("/").some(isDots)) throw invalid("object key", key);
  const path = key.split("/").map(encodeURIComponent).join("/");
  if (endpoint !== null) return `${endpointOf(endpoint)}/${encodeURIComponent(bucket)}/${path}`;
  if (!REGION.test(region)) throw invalid("region", region);
  const host = `s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  return HOST_LABEL.test(bucket)
    ? `https://${bucket}.${host}/${path}`
    : `https://${host}/${encodeURIComponent(bucket)}/${path}`;
}

function endpointOf(endpoint: string): string {
  const url = URL.parse(endpoint);
  const isPlain =
    url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.search === "" && url.hash === "";
  if (!isPlain) throw invalid("endpoint", endpoint);
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

const isDots = (part: string) => part === "." || part === "..";

const invalid = (what: string, value: string) =>
  misconfigured(`"${withoutCredentials(value)}" is no ${what} that can be used.`);
