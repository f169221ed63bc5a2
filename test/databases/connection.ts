import type { ServerEngine } from "../../src/storage/sql/server-settings.ts";
import type { DatabaseAddress } from "./start.ts";

/** How a variable or a Hyperdrive binding names a database that the tests have started. */
export function connectionString(engine: ServerEngine, address: DatabaseAddress | null): string {
  if (address === null) throw new Error(`There is no ${engine} server here.`);
  const { user, password, port, database } = address;
  return `${engine}://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}
