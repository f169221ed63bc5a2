import { stringify } from "yaml";
import { openApiDocument } from "../../src/dev/openapi/openapi-document.ts";
import { PLACEHOLDERS } from "../../src/http/openapi/placeholders.ts";

/** The OpenAPI document as the Worker holds it, by the paths of its files from the root. */
export function documentTexts(): Readonly<Record<string, string>> {
  const document = openApiDocument({ ...PLACEHOLDERS, isWrittenAhead: true });
  return {
    "src/http/openapi/document.json.txt": JSON.stringify(document),
    "src/http/openapi/document.yaml.txt": stringify(document, { aliasDuplicateObjects: false }),
  };
}
