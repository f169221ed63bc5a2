import { prefersHtml } from "../../input/request-headers.ts";
import { json } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";

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
    if (prefersHtml(request)) return homePage();
    return json({
      name: "taipy-edge",
      description: DESCRIPTION,
      version: deps.app.core.versionNumber,
      links: LINKS,
    });
  },
});

function homePage(): Response {
  const items = Object.entries(LINKS).map(([name, path]) => `<li><a href="${path}">${name}</a></li>`);
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>taipy-edge</title>
<h1>taipy-edge</h1>
<p>${DESCRIPTION}</p>
<ul>
${items.join("\n")}
</ul>
</html>
`;
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", Vary: "Accept" } });
}

/** Answers 503 when a part of the platform does not work, within two seconds also when one hangs. */
export const healthAction = action({
  answer: { kind: "health" },
  handle: async ({ deps }) => {
    const checks = await deps.health();
    const healthy = Object.values(checks).every((state) => state === "ok");
    const { env } = deps.app.settings;
    const status = healthy ? "ok" : "failing";
    return json({ status, ...(env === null ? {} : { env }), checks }, { status: healthy ? 200 : 503 });
  },
});
