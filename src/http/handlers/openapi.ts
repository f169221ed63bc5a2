import { action } from "../action.ts";
import { jsonText } from "../answers.ts";
import type { Call } from "../exchange.ts";
import type { OpenApiDocument } from "../openapi/types.ts";

/** The text of the document for each origin that was asked: there are few, unless somebody makes them up. */
const texts = new Map<string, string>();
const MAX_TEXTS = 8;

/** This interface as OpenAPI 3.1. */
export const getOpenApiJson = action({
  answer: { kind: "openApiJson" },
  handle: async (call) => {
    const text = await textOf("json", call, (document) => JSON.stringify(document));
    return jsonText(text);
  },
});

/** The same as YAML. */
export const getOpenApiYaml = action({
  answer: { kind: "openApiYaml" },
  handle: async (call) => {
    const { stringify } = await import("../openapi/yaml.ts");
    const text = await textOf("yaml", call, (document) => stringify(document, { aliasDuplicateObjects: false }));
    return new Response(text, { headers: { "Content-Type": "application/yaml; charset=utf-8" } });
  },
});

async function textOf(
  format: "json" | "yaml",
  { url, services }: Call,
  write: (document: OpenApiDocument) => string,
): Promise<string> {
  const version = services.app.core.versionNumber;
  const key = JSON.stringify([format, version, url.origin]);
  const known = texts.get(key);
  if (known !== undefined) return known;
  // Loaded when it is asked for: an isolate that only works starts faster without.
  const { openApiDocument } = await import("../openapi/document.ts");
  const text = write(openApiDocument({ version, serverUrl: url.origin }));
  if (texts.size >= MAX_TEXTS) texts.clear();
  texts.set(key, text);
  return text;
}
