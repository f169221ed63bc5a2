import { tagOf } from "../openapi/tags.ts";
import type { Route } from "../pipeline/action.ts";
import { documentOf, navigation } from "./document.ts";
import { type Html, html, styleElement } from "./html.ts";
import { neededRole, rolesTable } from "./reference-roles.ts";
import { REFERENCE_STYLE } from "./reference-style.ts";

export interface ReferenceParts {
  readonly routes: readonly Route[];
  /** Scheme and host of the page's URL. */
  readonly origin: string;
  /** The application's version number, or `latest`. */
  readonly version: string;
}

interface OperationGroup {
  /** The fragment of links to the group. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly operations: readonly Route[];
}

/** The Content-Security-Policy: allows only the page's own style element, by its hash; nothing is loaded and no script runs. */
export async function referencePolicy(): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(REFERENCE_STYLE));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** The reference, which needs no script: introduction, credentials, roles, and every operation. */
export function referencePage({ routes, origin, version }: ReferenceParts): string {
  const groups = operationGroups(routes);
  return documentOf({
    title: "taipy-edge: API reference",
    head: styleElement(REFERENCE_STYLE),
    body: html`<a class="skip" href="#content">Skip to the content</a>
<header>${navigation("/docs")}</header>
<div class="page">
<nav class="contents" aria-label="On this page"><ul>
<li><a href="#access">Getting in</a></li>
<li><a href="#roles">Roles</a></li>
${groups.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
<main id="content">
${introduction(origin, version, routes.length)}
${authentication(origin)}
${roles()}
${groups.map(groupSection)}</main>
</div>`,
  });
}

function introduction(origin: string, version: string, operations: number): Html {
  return html`<h1>API reference</h1>
<p class="lead">Taipy's scenario and data management, its orchestrator and its REST API on Cloudflare's edge:
${operations} operations, with Taipy's paths, statuses and keys.</p>
<dl class="facts">
<div><dt>Base URL</dt><dd><code>${origin}</code></dd></div>
<div><dt>Version</dt><dd><code>${version}</code></dd></div>
<div><dt>Errors</dt><dd><code>{"message": &hellip;}</code> with the members of RFC 9457 beside it</dd></div>
</dl>
<p>Parameters, bodies, answers and examples of each operation are in the OpenAPI document
(<a href="/swagger.json">JSON</a>, <a href="/openapi.yaml">YAML</a>); <a href="/swagger-ui">Swagger UI</a> lets you try
them, <a href="/redoc-ui">Redoc</a> lets you read them.</p>`;
}

function authentication(origin: string): Html {
  return html`<section aria-labelledby="access">
<h2 id="access">Getting in</h2>
<p>Every request but those open to everyone carries a token. Three kinds are taken, all in the same place:</p>
<pre tabindex="0"><code>curl -H "Authorization: Bearer $TOKEN" ${origin}/api/v1/scenarios/</code></pre>
<ul>
<li><strong>An API key</strong>, for programs. An administrator creates it with <code>POST /api/v1/auth/keys/</code>; it is shown once.
The first one is the secret <code>ADMIN_KEY</code> of the Worker.</li>
<li><strong>A login</strong>, for people. <code>POST /api/v1/auth/login</code> with <code>{"username": &hellip;, "password": &hellip;}</code>
answers a <code>token</code> that ends by itself or with <code>POST /api/v1/auth/logout</code>.</li>
<li><strong>An identity provider</strong>, or Cloudflare Access: its JWT, when its issuer and audience are configured.</li>
</ul>
<p>Without a token the answer is 401; with one whose roles do not suffice it is 403 and names the missing role. On your own
machine <code>npm start</code> asks for none.</p>
</section>`;
}

function roles(): Html {
  return html`<section aria-labelledby="roles">
<h2 id="roles">Roles</h2>
<p>Roles are Taipy's, and no ladder: an editor can't submit or cancel, an executor can't write or delete. Who needs both holds both.</p>
${rolesTable()}
</section>`;
}

/** With explicit ARIA roles: small screens show rows as blocks, and a browser then drops the implicit roles. */
function groupSection({ id, title, description, operations }: OperationGroup): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<p class="about">${description}</p>
<table class="operations" role="table" aria-labelledby="${id}">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Method</th><th role="columnheader" scope="col">Path</th><th role="columnheader" scope="col">What it does</th><th role="columnheader" scope="col">Role</th></tr></thead>
<tbody role="rowgroup">
${operations.map(operationRow)}</tbody>
</table>
</section>
`;
}

function operationRow({ id, method, path, role, summary }: Route): Html {
  return html`<tr role="row" id="${id}">
<td role="cell"><span class="method ${method.toLowerCase()}">${method}</span></td>
<td role="cell"><code class="path">${pathParts(path)}</code></td>
<td role="cell">${summary}</td>
<td role="cell">${neededRole(role)}</td>
</tr>
`;
}

/** Long paths may break after a slash, and parameters are marked. */
function pathParts(path: string): Html[] {
  const parts = path.match(/\{\w+\}|[^{/]*\/|[^{/]+/g) ?? [];
  return parts.map((part) => (part.startsWith("{") ? html`<var>${part}</var>` : html`${part}<wbr>`));
}

/** The rows of the route table, grouped by their tags in the OpenAPI document, in the order of the table. */
function operationGroups(routes: readonly Route[]): OperationGroup[] {
  const groups = Map.groupBy(routes, ({ path }) => tagOf(path));
  return [...groups].map(([{ name, description }, operations]) => ({
    id: name.toLowerCase().replaceAll(/\W+/g, "-"),
    title: name,
    description,
    operations,
  }));
}
