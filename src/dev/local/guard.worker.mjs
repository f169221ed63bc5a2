// The Worker that listens on the port of `npm start`. It lets requests for this machine through to the service, and refuses
// what a page of another origin, a rebound name or another machine could use to pass for the developer.
// docs/decisions/045-a-guard-before-the-worker.md

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/;
/** Paths that Cloudflare or the local runtime answer, never a Worker. */
const RESERVED_PATH = /^\/(?:cdn-cgi|__cf_local)(?:\/|$)/;

export default {
  /** @param {Request} request */
  async fetch(request, { SERVICE, RULES }) {
    const refusal = refusalOf(request, RULES);
    if (refusal !== null) return answer(refusal);
    if (SERVICE === undefined) {
      const why = RULES.problem ?? "The terminal of `npm start` shows why.";
      return answer([503, "service_not_started", `The service has not started. ${why}`]);
    }
    const headers = new Headers(request.headers);
    if (RULES.clientAddress === null) headers.delete("CF-Connecting-IP");
    else headers.set("CF-Connecting-IP", RULES.clientAddress);
    return SERVICE.fetch(new Request(request, { headers, redirect: "manual" }));
  },
};

/** @returns {[status: number, code: string, message: string] | null} */
function refusalOf(request, { url, port, isPublic, names }) {
  for (const name of request.headers.keys()) {
    if (name.startsWith("mf-") || name.startsWith("x-mf-")) {
      return [
        400,
        "header_not_allowed",
        `The header ${name} belongs to the local runtime. Send the request without it.`,
      ];
    }
  }
  // The runtime reads the header MF-CF-Blob into `cf`, and removes it.
  if (request.cf !== undefined && request.cf !== null) {
    return [
      400,
      "header_not_allowed",
      "The header MF-CF-Blob belongs to the local runtime. Send the request without it.",
    ];
  }
  const target = URL.parse(request.url);
  const host = request.headers.get("Host");
  const given = host === null ? null : URL.parse(`http://${host}/`);
  const hasOnlyHost = given !== null && given.host === host.toLowerCase().replace(/:80$/, "") && given.pathname === "/";
  if (!hasOnlyHost || given.host !== target?.host) {
    return [400, "host_not_valid", `The header Host must have one host, the one of the address. Call ${url}.`];
  }
  const isNamed =
    LOOPBACK.test(given.hostname) || (isPublic && (ADDRESS.test(given.hostname) || names.includes(given.hostname)));
  if (!isNamed || Number(given.port || "80") !== port) {
    const text = `\`npm start\` answers requests for this machine only, and ${given.host} is another host or port. Call ${url}.`;
    return [421, "host_not_allowed", text];
  }
  if (RESERVED_PATH.test(target.pathname)) {
    const text =
      "The service has no such path. `npm start` closes the tools of the local runtime, and runs cron triggers by itself.";
    return [404, "not_found", text];
  }
  return null;
}

function answer([status, code, message]) {
  return Response.json(
    { message, code, status },
    {
      status,
      headers: {
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
      },
    },
  );
}
