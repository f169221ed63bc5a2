// Reads from a deployed service what it has of each config, and how it is configured.
const TIMEOUT_MS = 30_000;
const ORPHANS = "api/v1/config/orphans/";
const CONFIGURATION = "api/v1/config/";

/** Why a service can't be compared with, in words for the developer. */
export class AgainstError extends Error {}

/**
 * @typedef {{ url: string, key: string | null }} Service
 * @typedef {{ kind: "scenario" | "task" | "data_node", config_id: string, count: number, ids: readonly string[] }} Use
 */

/**
 * The uses of each config, over all versions and pages.
 * @param {Service} service
 * @param {typeof fetch} [send]
 * @returns {Promise<Use[]>}
 * @throws AgainstError
 */
export async function deployedUses(service, send = fetch) {
  const uses = new Map();
  const cursors = new Set();
  let cursor = null;
  do {
    cursors.add(cursor);
    const page = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { body, headers } = await read(service, `${ORPHANS}?all=true${page}`, send);
    if (!Array.isArray(body)) throw new AgainstError(`${service.url} is no taipy-edge: its list of uses is none.`);
    for (const { kind, config_id, count, ids } of body) {
      const name = `${kind} ${config_id}`;
      const before = uses.get(name) ?? { kind, config_id, count: 0, ids: [] };
      uses.set(name, { ...before, count: before.count + count, ids: [...before.ids, ...ids] });
    }
    cursor = cursorOf(headers.get("Link"));
  } while (cursor !== null && !cursors.has(cursor));
  return [...uses.values()];
}

/**
 * The sections of its configuration, as Taipy's files have them.
 * @param {Service} service
 * @param {typeof fetch} [send]
 * @throws AgainstError
 */
export async function deployedConfiguration(service, send = fetch) {
  return (await read(service, CONFIGURATION, send)).body;
}

async function read(service, path, send) {
  const answer = await answerOf(service, path, send);
  const body = await answer.json().catch(() => null);
  if (answer.status !== 200) throw new AgainstError(refusalText(service, path, answer.status, body));
  return { body, headers: answer.headers };
}

async function answerOf({ url, key }, path, send) {
  const headers = { "Taipy-Compat": "off", ...(key !== null && { Authorization: `Bearer ${key}` }) };
  try {
    const address = new URL(path, url.endsWith("/") ? url : `${url}/`);
    // Not followed: the key is for this address.
    return await send(address, { headers, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new AgainstError(`${url} does not answer: ${error?.cause?.message || error?.message || error}.`);
  }
}

function refusalText({ url, key }, path, status, body) {
  const said = typeof body?.message === "string" ? ` It says: ${body.message}` : "";
  if (status === 401 && key === null) return `${url} asks for a key: set the variable TAIPY_KEY, or write --key.`;
  if (status === 401) return `${url} does not take the key (401).${said}`;
  if (status === 403) return `${url} refuses the key (403): it needs the role TAIPY_READER.${said}`;
  if (status === 404 || status === 405) {
    const [name] = path.split("?");
    return `${url} has no GET /${name} (${status}): its release is older than this one, or the address is another service's.`;
  }
  if (status >= 300 && status < 400) {
    return `${url} leads elsewhere (${status}), such as to a login: write the service's own address.`;
  }
  return `${url} answers ${status}.${said}`;
}

/** Only the cursor of the link is taken, so that no answer sends the key to another host. */
function cursorOf(link) {
  const next = (link ?? "").split(",").find((part) => part.includes('rel="next"'));
  if (next === undefined) return null;
  const target = next.slice(next.indexOf("<") + 1, next.indexOf(">"));
  return new URL(target, "http://localhost").searchParams.get("cursor");
}
