import type { Properties } from "../entities/fields.ts";
import { STORAGE_TYPES, storageTypeRow } from "../storage-types.ts";

const OPTIONS = STORAGE_TYPES.flatMap((name) => Object.values(storageTypeRow(name)?.options ?? {}));

const SECRET: ReadonlySet<string> = new Set(OPTIONS.flatMap((row) => (row.secret ? [row.property] : [])));

/** The properties that an entity may show: without the credentials of any storage type. They stay in the configuration. */
export const withoutSecrets = (properties: Readonly<Properties>): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !SECRET.has(name)));

/** Usual names of passwords and keys. */
const SECRET_NAME =
  /(?:^|_)(?:passwords?|passwd|secrets?|tokens?|credentials?|(?:api|access|private|secret|signing)_key)(?:_|$)/i;

/** Whether a key of a configuration holds a password or a key, by a storage type's row or by its name. */
export const isSecret = (name: string): boolean => SECRET.has(name) || SECRET_NAME.test(name);
