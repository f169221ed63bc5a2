import { permits } from "../../../core/access/permissions.ts";
import { isHealthy } from "../../../usecases/check-health.ts";
import { prefersHtml } from "../../input/request-headers.ts";
import { json } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";
import type { Release } from "../../pipeline/http-deps.ts";

const LINKS = {
  docs: "/docs",
  scenarios: "/api/v1/scenarios/",
  datanodes: "/api/v1/datanodes/",
  tasks: "/api/v1/tasks/",
  sequences: "/api/v1/sequences/",
  cycles: "/api/v1/cycles/",
  jobs: "/api/v1/jobs/",
  submissions: "/api/v1/submissions/",
  versions: "/api/v1/versions/",
  config: "/api/v1/config/",
  health: "/health",
} as const;

const DESCRIPTION = "Taipy's scenario and data management, its orchestrator and its REST API on Cloudflare's edge.";

/** The name of the service, and links. */
export const homeAction = action({
  answer: { kind: "home" },
  handle: async ({ request, deps }) => {
    if (prefersHtml(request)) return homePage(deps.release);
    return json({
      name: "taipy-edge",
      description: DESCRIPTION,
      version: deps.app.core.versionNumber,
      release: deps.release,
      links: LINKS,
    });
  },
});

function homePage({ version, build }: Release): Response {
  const items = Object.entries(LINKS).map(([name, path]) => `<li><a href="${path}">${name}</a></li>`);
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>taipy-edge</title>
<h1>taipy-edge</h1>
<p>${DESCRIPTION}</p>
<p>Release ${version}${build === null ? "" : `, version ${build}`}</p>
<ul>
${items.join("\n")}
</ul>
</html>
`;
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", Vary: "Accept" } });
}

// docs/decisions/085-migrations-come-before-the-code.md
/**
 * Answers 503 when a part of the platform does not work or D1 lacks a migration, within two seconds also when a part hangs.
 * Readers see what is missing, and the work under way.
 */
export const healthAction = action({
  answer: { kind: "health" },
  description:
    "Anyone sees whether each part answers, and the release. A caller with TAIPY_READER also sees the migrations that the database lacks, and the work under way.",
  handle: async ({ deps, exchange }) => {
    const recognized = deps.guard.recognize(exchange);
    const { checks, details } = await deps.health(recognized.then(({ roles }) => permits(roles, "READER")));
    const healthy = isHealthy(checks);
    const { env } = deps.app.settings;
    const status = healthy ? "ok" : "failing";
    const body = { status, ...(env === null ? {} : { env }), release: deps.release, checks, ...details };
    return json(body, { status: healthy ? 200 : 503 });
  },
});
