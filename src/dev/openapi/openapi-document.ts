import { SCHEMAS_PLACEHOLDER } from "../../http/openapi/placeholders.ts";
import { tags } from "../../http/openapi/tags.ts";
import { ANY_VALUE_NAME, valueSchemas } from "../../http/openapi/value-schemas.ts";
import { routes } from "../../http/routes.ts";
import { taipySchemas } from "./aliases.ts";
import { componentSchemas } from "./components.ts";
import { sharedResponses } from "./failures.ts";
import { HEADERS } from "./headers.ts";
import type { HttpVerb, OpenApiDocument, Operation, PathItem } from "./openapi-types.ts";
import { operationOf } from "./operation.ts";

export interface OpenApiOptions {
  /** The application's version. */
  readonly version: string;
  /** The service's address. Default: the address that the document was read from. */
  readonly serverUrl?: string;
  /** Whether a placeholder is where the schemas of values belong. */
  readonly isWrittenAhead?: boolean;
}

const DESCRIPTION = `Taipy's REST API, served by taipy-edge. Paths are answered with and without the slash at their end.

Errors are problem details (RFC 9457) with Taipy's \`message\`. With the request header \`Taipy-Compat: strict\`, or where the
service's setting \`http.compat\` says so, the 30 operations that Taipy's server has answer exactly Taipy's bodies, which
\`x-taipy-strict\` describes, and such an answer carries that header, too. Names that an
operation does not know are refused, and ignored with that header only. Every answer carries \`X-Request-Id\`. Each GET also answers HEAD.`;

const SECURITY_SCHEMES = {
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "API key or JWT",
    description: "An API key, the token of a login, or a token of an identity provider that the application trusts.",
  },
};

const NO_NODES = { dataNodes: new Map() };

type Parts = Omit<OpenApiDocument, "info" | "servers">;
let parts: Parts | null = null;

/** The whole HTTP interface as OpenAPI 3.1. The parts that do not depend on the options are made once. */
export function openApiDocument({ version, serverUrl = "/", isWrittenAhead = false }: OpenApiOptions): OpenApiDocument {
  parts ??= createParts();
  const { openapi, components, ...rest } = parts;
  const { [ANY_VALUE_NAME]: _, ...schemas } = components.schemas;
  const ofValues = isWrittenAhead
    ? ({ [SCHEMAS_PLACEHOLDER]: SCHEMAS_PLACEHOLDER } as object)
    : valueSchemas(NO_NODES, null);
  const license = { name: "Apache 2.0", identifier: "Apache-2.0" };
  return {
    openapi,
    info: {
      title: "taipy-edge",
      version,
      summary: "Scenarios, data and jobs over HTTP",
      description: DESCRIPTION,
      license,
    },
    servers: [{ url: serverUrl }],
    ...rest,
    components: { ...components, schemas: { ...schemas, ...ofValues } },
  };
}

function createParts(): Parts {
  const paths = pathItems();
  const used = new Set(
    Object.values(paths).flatMap((item) => Object.values(item).flatMap((operation) => operation.tags)),
  );
  return {
    openapi: "3.1.1",
    security: [{ bearer: [] }],
    tags: tags.filter(({ name }) => used.has(name)),
    paths,
    components: {
      schemas: { ...componentSchemas(), ...taipySchemas() },
      responses: sharedResponses(),
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function pathItems(): Readonly<Record<string, PathItem>> {
  const byPath = Map.groupBy(routes, ({ path }) => path);
  const items = [...byPath].map(([path, rows]): [string, PathItem] => [
    path,
    Object.fromEntries(
      rows.map((row): [string, Operation] => [row.method.toLowerCase() as HttpVerb, operationOf(row)]),
    ),
  ]);
  return Object.fromEntries(items);
}
