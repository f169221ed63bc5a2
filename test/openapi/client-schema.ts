import { spawn } from "node:child_process";
import { registerHooks } from "node:module";
import path from "node:path";
import { text } from "node:stream/consumers";
import { ROOT } from "../harness/bundle.ts";
import { clientDocument } from "./client-document.ts";

// The generator prints with the compiler's API, which TypeScript has up to version 5.
registerHooks({ resolve: (name, context, next) => next(name === "typescript" ? "typescript-5" : name, context) });

const HEADER = "// Made from the OpenAPI document by `npm run client`.\n\n";
export const SCHEMA_FILE = path.join(ROOT, "src/client/schema.ts");

/** What the client knows of the API: every path, parameter, body and answer of the OpenAPI document as types. */
export async function clientSchema(): Promise<string> {
  const { default: openapiTS, astToString } = await import("openapi-typescript");
  const types = await openapiTS(clientDocument(), { rootTypes: true, rootTypesNoSchemaPrefix: true });
  return formatted(HEADER + astToString(types));
}

async function formatted(source: string): Promise<string> {
  const args = ["format", `--stdin-file-path=${SCHEMA_FILE}`];
  const biome = spawn(path.join(ROOT, "node_modules/.bin/biome"), args, { cwd: ROOT });
  biome.stdin.end(source);
  const [output, problems, code] = await Promise.all([
    text(biome.stdout),
    text(biome.stderr),
    new Promise<number | null>((resolve) => biome.once("close", resolve)),
  ]);
  if (code !== 0) throw new Error(`biome can't format the client's types: ${problems}`);
  return output;
}
