/// <reference path="../../openapi/text-files.d.ts" />

import { filledIn } from "../../openapi/placeholders.ts";
import { taggedText } from "../../output/answers.ts";
import type { Call } from "../../pipeline/action.ts";
import { action } from "../../pipeline/action.ts";

/** This interface as OpenAPI 3.1, written ahead by `npm run openapi`. */
export const getOpenApiJsonAction = action({
  answer: { kind: "openApiJson" },
  handle: async (call) => {
    const { default: written } = await import("../../openapi/document.json.txt");
    return taggedText(call.request, `${textFor(call, written)}\n`);
  },
});

/** The same as YAML. */
export const getOpenApiYamlAction = action({
  answer: { kind: "openApiYaml" },
  handle: async (call) => {
    const { default: written } = await import("../../openapi/document.yaml.txt");
    return taggedText(call.request, textFor(call, written), "application/yaml; charset=utf-8");
  },
});

const textFor = ({ url, deps }: Call, written: string): string =>
  filledIn(written, { version: deps.app.core.versionNumber, serverUrl: url.origin });
