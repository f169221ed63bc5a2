import type { Properties } from "../entities/fields.ts";
import { STORAGE_ROWS, type StorageRow } from "./storage-options.ts";

const ROWS: readonly StorageRow[] = Object.values(STORAGE_ROWS);

const SECRET: ReadonlySet<string> = new Set(
  ROWS.flatMap(({ options }) => Object.values(options)).flatMap((row) => (row.secret ? [row.property] : [])),
);

/** The properties that an entity may show: without the credentials of any storage type. They stay in the configuration. */
export const withoutSecrets = (properties: Readonly<Properties>): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !SECRET.has(name)));
