import type { Properties } from "../../entities/fields.ts";
import { hasTemplate, templateOf } from "../settings/env-template.ts";
import { isSecretName } from "./secret-names.ts";
import { HIDDEN, hasHiddenPart, withoutCredentials } from "./secret-texts.ts";

type Table = Readonly<Record<string, unknown>>;

/**
 * Members of secret options that say how to connect and are no credentials: `sslmode` of `db_extra_args`. An exported
 * configuration without them would connect in another way.
 */
const OPEN_NAMES: ReadonlySet<string> = new Set([
  ...["sslmode", "ssl-mode", "ssl_mode", "ssl", "tls", "encrypt", "trustservercertificate"],
  ...["charset", "timezone", "connect_timeout", "application_name", "target_session_attrs"],
  ...["authsource", "authmechanism", "replicaset", "readpreference", "retrywrites", "retryreads", "directconnection"],
  ...["endpoint_url", "region_name"],
]);

/** Excludes addresses with a user name (`@`) and with a query (`?`), which may be a signature. */
const OPEN_TEXT = /^[\w.:/-]*$/;

/** Deeper values are hidden: a configuration may hold an object that contains itself. */
const MAX_DEPTH = 200;

/** Where a value lies: under which name, and whether this name or one above it is a secret's. */
interface Position {
  readonly name: string;
  readonly isSecret: boolean;
  readonly depth: number;
}

type Rewrite = (leaf: unknown, isHidden: boolean, position: Position) => unknown;

/** A copy of a value with each leaf rewritten; members whose leaf becomes undefined are left out. */
function rewritten(value: unknown, position: Position, rewrite: Rewrite): unknown {
  if (position.depth > MAX_DEPTH) return rewrite(HIDDEN, true, position);
  const { name, isSecret } = position;
  const depth = position.depth + 1;
  if (Array.isArray(value)) {
    return value.map((item) => rewritten(item, { name, isSecret, depth }, rewrite) ?? null);
  }
  if (!isTable(value)) return rewrite(value, isSecret && !isOpen(name, value), position);
  const members = Object.entries(value).flatMap(([key, item]) => {
    const inner = { name: key, isSecret: isSecret || isSecretName(key), depth };
    const found = rewritten(item, inner, rewrite);
    return found === undefined && item !== undefined ? [] : [[key, found]];
  });
  return Object.fromEntries(members);
}

/** Whether a leaf under a secret's name may be shown. A template may: it only names the variable of a secret. */
function isOpen(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "boolean" || value === HIDDEN) return true;
  if (typeof value === "string") {
    if (value === "" || /^(?:True|False):bool$/.test(value) || templateOf(value) !== null) return true;
  }
  const isScalar = typeof value === "string" || typeof value === "number";
  return isScalar && OPEN_NAMES.has(name.toLowerCase()) && OPEN_TEXT.test(String(value));
}

const TOP: Position = { name: "", isSecret: false, depth: 0 };

const show: Rewrite = (leaf, isHidden) =>
  isHidden ? HIDDEN : typeof leaf === "string" ? withoutCredentials(leaf) : leaf;

// docs/decisions/042-one-rule-hides-secrets.md
/** A value as every view shows it: secrets at any depth are `***`. */
export const shownValue = (value: unknown, name = ""): unknown =>
  rewritten(value, { name, isSecret: isSecretName(name), depth: 0 }, show);

/** Properties or the keys of a section as every view shows them. Default data are a value and stay as they are. */
export function shownProperties(table: Table): Properties {
  const { default_data, ...settings } = table;
  const shown = rewritten(settings, TOP, show) as Properties;
  if (!Object.hasOwn(table, "default_data")) return shown;
  return Object.fromEntries(Object.keys(table).map((key) => [key, key === "default_data" ? default_data : shown[key]]));
}

/** The properties that an entity's row gets. They are read by views alone, except the path of a file. */
export function storedProperties(properties: Table): Properties {
  const { path, default_path } = properties;
  return {
    ...(shownValue(properties) as Properties),
    ...(path !== undefined && { path }),
    ...(default_path !== undefined && { default_path }),
  };
}

/** A configuration without its secrets, to be compared with another one. */
export const withoutSecrets = (table: Table): Table =>
  rewritten(table, TOP, (leaf, isHidden, { isSecret }) => {
    if (isHidden || (isSecret && leaf === HIDDEN)) return undefined;
    return typeof leaf === "string" ? withoutCredentials(leaf) : leaf;
  }) as Table;

/** The first name under which a value stands as views hide it, so that it can't be a new value; null = none. */
export function hiddenName(table: Table): string | null {
  let found: string | null = null;
  rewritten(table, TOP, (leaf, _, { name, isSecret }) => {
    const isHidden = typeof leaf === "string" && ((isSecret && leaf === HIDDEN) || hasHiddenPart(leaf));
    if (isHidden) found ??= name;
    return leaf;
  });
  return found;
}

/** The names under which a secret or an address with a password stands, and no template for it. */
export function plainSecrets(table: Table): readonly string[] {
  const found: string[] = [];
  rewritten(table, TOP, (leaf, isHidden, { name }) => {
    const isPlain = isHidden ? leaf !== HIDDEN : typeof leaf === "string" && withoutCredentials(leaf) !== leaf;
    if (isPlain && typeof leaf !== "function") found.push(name);
    return leaf;
  });
  return found;
}

/** The leaves that views hide, and the templates among them, with their names. */
export function hiddenLeaves(table: Table): readonly { readonly name: string; readonly value: unknown }[] {
  const found: { name: string; value: unknown }[] = [];
  rewritten(table, TOP, (value, isHidden, { name, isSecret }) => {
    if (isHidden || (isSecret && hasTemplate(value))) found.push({ name, value });
    return value;
  });
  return found;
}

/** A number that keeps its literal; TypeScript's library does not declare these functions yet. */
const { isRawJSON } = JSON as unknown as { readonly isRawJSON: (value: unknown) => boolean };

const isTable = (value: unknown): value is Table => {
  if (typeof value !== "object" || value === null || isRawJSON(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
