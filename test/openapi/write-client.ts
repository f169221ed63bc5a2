import { writeFile } from "node:fs/promises";
import { clientSchema, SCHEMA_FILE } from "./client-schema.ts";

// node test/openapi/write-client.ts: the client's types, as the OpenAPI document is now.
await writeFile(SCHEMA_FILE, await clientSchema());
