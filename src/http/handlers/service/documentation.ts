import { pageFile, pageFileNames } from "../../pages/page-files.ts";
import { referencePage, referencePolicy } from "../../pages/reference.ts";
import { REDOC, SWAGGER_UI, UI_POLICY, type UiPage, uiPage } from "../../pages/ui-pages.ts";
import type { Action, Route } from "../../pipeline/action.ts";
import { action } from "../../pipeline/action.ts";

/** The reference page of the table's rows. The table is a function because it contains this action. */
export const referenceAction = (table: () => readonly Route[]): Action =>
  action({
    answer: { kind: "page" },
    handle: async ({ url, deps }) => {
      const version = deps.app.core.versionNumber;
      return page(referencePage({ routes: table(), origin: url.origin, version }), await referencePolicy());
    },
  });

export const swaggerUiAction = ui(SWAGGER_UI);
export const redocUiAction = ui(REDOC);

/** A file that those two pages load. */
export const documentationFileAction = action({
  answer: { kind: "pageFile" },
  errors: ["route_not_found"],
  handle: ({ deps, id, request }) => pageFile(deps.assets, id, request),
});

function ui(shown: UiPage): Action {
  return action({
    answer: { kind: "page" },
    errors: ["route_not_found"],
    handle: async ({ deps }) => page(uiPage(shown, await pageFileNames(deps.assets)), UI_POLICY),
  });
}

function page(text: string, policy: string): Response {
  return new Response(text, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
    },
  });
}
