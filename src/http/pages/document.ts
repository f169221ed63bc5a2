import { type Html, html } from "./html.ts";

export interface PageParts {
  readonly title: string;
  /** Styles and scripts. */
  readonly head: Html;
  readonly body: Html;
}

/** A whole HTML document. It contains its icon, so that browsers do not request /favicon.ico. */
export function documentOf({ title, head, body }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,${ICON}">
${head}
</head>
<body>
${body}
</body>
</html>
`.text;
}

const ICON = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#b3261e"/><path d="M4 4h8v2H9v7H7V6H4z" fill="#fff"/></svg>`,
);

const PAGES = [
  { path: "/docs", name: "Reference" },
  { path: "/swagger-ui", name: "Swagger UI" },
  { path: "/redoc-ui", name: "Redoc" },
  { path: "/swagger.json", name: "swagger.json" },
  { path: "/openapi.yaml", name: "openapi.yaml" },
] as const;

export type PagePath = (typeof PAGES)[number]["path"];

/** The links from each page of the documentation to the others. */
export function navigation(current: PagePath): Html {
  const links = PAGES.map(({ path, name }) =>
    path === current ? html`<a href="${path}" aria-current="page">${name}</a>` : html`<a href="${path}">${name}</a>`,
  );
  return html`<nav class="bar" aria-label="Documentation"><a class="name" href="/docs">taipy-edge</a>${links}</nav>`;
}
