/// <reference path="../../openapi/text-files.d.ts" />

import { filledIn } from "../../openapi/placeholders.ts";
import { valueSchemas } from "../../openapi/value-schemas.ts";
import { taggedText } from "../../output/answers.ts";
import type { Call } from "../../pipeline/action.ts";
import { action } from "../../pipeline/action.ts";

/** This interface as OpenAPI 3.1, written ahead by `npm run openapi`. */
export const getOpenApiJsonAction = action({
  answer: { kind: "openApiJson" },
  handle: async (call) => {
    const { default: written } = await import("../../openapi/document.json.txt");
    return taggedText(call.request, `${await textFor(call, written)}\n`);
  },
});

/** The same as YAML. */
export const getOpenApiYamlAction = action({
  answer: { kind: "openApiYaml" },
  handle: async (call) => {
    const { default: written } = await import("../../openapi/document.yaml.txt");
    return taggedText(call.request, await textFor(call, written), "application/yaml; charset=utf-8");
  },
});

async function textFor({ url, deps: { app, shapes } }: Call, written: string): Promise<string> {
  const values = { version: app.core.versionNumber, serverUrl: url.origin };
  return filledIn(written, values, valueSchemas(app, await shapes()));
}
