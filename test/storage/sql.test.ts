import { env } from "cloudflare:workers";
import { describeDatabaseQuery } from "../suites/database-query.ts";

const bindings: Readonly<Record<string, unknown>> = { ...env };

describeDatabaseQuery({
  name: "D1",
  properties: { db_engine: "sqlite", binding: "DB" },
  binding: (name) => bindings[name],
  placeholder: () => "?",
});
