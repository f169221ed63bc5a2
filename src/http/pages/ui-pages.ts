import { documentOf, navigation, type PagePath } from "./document.ts";
import { html } from "./html.ts";
import type { PageFileNames } from "./page-files.ts";

/** A page that a third-party script draws from /swagger.json. */
export interface UiPage {
  readonly path: PagePath;
  readonly title: string;
  /** Plain names of the files that it loads, in this order. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

export const SWAGGER_UI: UiPage = {
  path: "/swagger-ui",
  title: "taipy-edge: Swagger UI",
  styles: ["swagger-ui.css", "page.css"],
  scripts: ["swagger-ui-bundle.js", "swagger-ui.init.js"],
};

export const REDOC: UiPage = {
  path: "/redoc-ui",
  title: "taipy-edge: Redoc",
  styles: ["page.css"],
  scripts: ["redoc.standalone.js", "redoc.init.js"],
};

/**
 * The Content-Security-Policy: scripts and requests only from and to this Worker. Both libraries insert style elements, and
 * Redoc creates its search worker from a blob.
 */
export const UI_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function uiPage({ path, title, styles, scripts }: UiPage, names: PageFileNames): string {
  const address = (name: string) => `/docs/assets/${names[name] ?? name}`;
  return documentOf({
    title,
    head: html`${styles.map((name) => html`<link rel="stylesheet" href="${address(name)}">\n`)}${scripts.map(
      (name) => html`<script defer src="${address(name)}"></script>\n`,
    )}`,
    body: html`${navigation(path)}
<noscript>This page is drawn by a script. <a href="/docs">The reference</a> needs none.</noscript>
<main id="page"></main>`,
  });
}
