import { SHAPES_FILE } from "../../core/config/shapes.ts";
import { TaipyError } from "../../core/errors.ts";
import { LINE_TABLE_FILE } from "../../core/jobs/traces/line-table.ts";

/** Plain name of a script or style → its name in URLs, which contains the hash of its content. */
export type PageFileNames = Readonly<Record<string, string>>;

const MISSING =
  'This page needs files that this Worker was built without (/docs needs none). Install swagger-ui-dist and redoc, run the package\'s `src/dev/page-files.mjs dist/pages` with node, add `[assets]` with `directory = "dist/pages"`, `binding = "ASSETS"` and `run_worker_first = true` to wrangler.toml, and deploy again.';
const NO_SUCH_FILE = "The documentation's pages have no such file.";

const HASHED = /\.[0-9a-f]{16}\.\w+$/;
const FOR_EVER = "public, max-age=31536000, immutable";
const FOR_AN_HOUR = "public, max-age=3600";

/** @throws TaipyError `route_not_found` when the Worker has no files for its pages */
export async function pageFileNames(assets: Fetcher | undefined): Promise<PageFileNames> {
  const answer = await assets?.fetch(addressOf("manifest.json"));
  if (answer?.ok !== true) throw new TaipyError("route_not_found", MISSING);
  return answer.json<PageFileNames>();
}

/**
 * One file with its ETag, or 304. Browsers may keep a file with a hash in its name for ever.
 * @throws TaipyError `route_not_found` when the Worker has no files, or not this one
 */
export async function pageFile(assets: Fetcher | undefined, name: string, request: Request): Promise<Response> {
  // For the service itself: names of the application's files, and schemas, which readers get in other answers.
  if (name === LINE_TABLE_FILE || name === SHAPES_FILE) throw new TaipyError("route_not_found", NO_SUCH_FILE);
  const condition = request.headers.get("If-None-Match");
  const headers: HeadersInit = condition === null ? {} : { "If-None-Match": condition };
  const answer = await assets?.fetch(addressOf(name), { headers });
  if (answer === undefined) throw new TaipyError("route_not_found", MISSING);
  if (!answer.ok && answer.status !== 304) {
    await answer.body?.cancel();
    throw new TaipyError("route_not_found", NO_SUCH_FILE);
  }
  const sent = new Response(answer.body, answer);
  sent.headers.set("Cache-Control", HASHED.test(name) ? FOR_EVER : FOR_AN_HOUR);
  return sent;
}

/** The host is a placeholder: the binding uses only the path. */
const addressOf = (name: string): string => `https://pages.invalid/${encodeURIComponent(name)}`;
