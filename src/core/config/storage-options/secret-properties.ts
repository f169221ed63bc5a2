import type { Properties } from "../../entities/fields.ts";
import { STORAGE_ROWS, type StorageRow } from "./storage-options.ts";

const ROWS: readonly StorageRow[] = Object.values(STORAGE_ROWS);

const SECRET: ReadonlySet<string> = new Set(
  ROWS.flatMap(({ options }) => Object.values(options)).flatMap((row) => (row.secret ? [row.property] : [])),
);

/** The properties that an entity may show: without the credentials of any storage type. They stay in the configuration. */
export const withoutSecrets = (properties: Readonly<Properties>): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !SECRET.has(name)));

/** How applications call what nobody may see. */
const SECRET_NAME =
  /(?:^|_)(?:passwords?|passwd|secrets?|tokens?|credentials?|(?:api|access|private|secret|signing)_key)(?:_|$)/i;

/** Whether a key of a configuration holds a password or a key, by the storage types' own word or by its name. */
export const isSecret = (name: string): boolean => SECRET.has(name) || SECRET_NAME.test(name);
