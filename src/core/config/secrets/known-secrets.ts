import type { App } from "../app-types.ts";
import { templateOf } from "../settings/env-template.ts";
import { isSecretName } from "./secret-names.ts";
import { HIDDEN, passwordsIn, withoutCredentials } from "./secret-texts.ts";
import type { Redact } from "./shown-json.ts";
import { hiddenLeaves } from "./shown-values.ts";

/** Shorter texts are found in too many words to be cut out of them. */
const MIN_SECRET_LENGTH = 8;
/** The arguments of generic functions have no names that would say what is a secret: short ones are words. */
const MIN_ARGUMENT_LENGTH = 16;

type Bindings = Readonly<Record<string, unknown>>;
type Configured = Pick<App, "dataNodes" | "tasks" | "scenarios" | "global" | "settings">;

/** The secrets that the service knows by their values: those of its variables, and those of its configuration. */
export function knownSecrets(app: Configured, bindings: Bindings): readonly string[] {
  const texts = [...bound(bindings), ...configured(app, bindings), app.settings.secretKey ?? ""];
  return [...new Set(texts)].filter((text) => text.length >= MIN_SECRET_LENGTH);
}

/** Secrets among variables and bindings that a name or a form shows to be some. */
export const bound = (bindings: Bindings): readonly string[] =>
  Object.entries(bindings).flatMap(([name, value]) => {
    const text = textOf(value);
    if (text === null) return [];
    return [...(isSecretName(name) || typeof value !== "string" ? [text] : []), ...passwordsIn(text)];
  });

function configured({ dataNodes, tasks, scenarios, global }: Configured, bindings: Bindings): readonly string[] {
  const tables = [...dataNodes.values(), ...tasks.values(), ...scenarios.values()].map(({ properties }) => properties);
  const leaves = [...tables, global].flatMap(hiddenLeaves).flatMap(({ name, value }) => {
    const text = textOf(value);
    if (text === null || /username/i.test(name)) return [];
    const template = templateOf(text);
    if (template !== null) return resolved(bindings[template.name]);
    const isArgument = /args$/i.test(name);
    return isArgument && text.length < MIN_ARGUMENT_LENGTH ? [] : [text];
  });
  // A variable with a connection string may have any name.
  const named = tables.flatMap(({ binding }) => (typeof binding === "string" ? resolved(bindings[binding]) : []));
  return [...leaves, ...named, ...tables.flatMap(passwordsOf)];
}

const resolved = (value: unknown): readonly string[] => {
  const text = textOf(value);
  return text === null ? [] : [text, ...passwordsIn(text)];
};

const passwordsOf = (table: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.values(table).flatMap((value) => (typeof value === "string" ? passwordsIn(value) : []));

/** The text of a variable, of a number, or the connection string of a Hyperdrive binding; null = another binding. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null || !("connectionString" in value)) return null;
  return typeof value.connectionString === "string" ? value.connectionString : null;
}

/** Cuts known secrets out of texts of ours, as they are, in an address and in JSON; and what {@link withoutCredentials} finds. */
export function redactorOf(secrets: () => readonly string[]): Redact {
  let forms: readonly string[] | null = null;
  return (text) => {
    forms ??= formsOf(secrets());
    const cut = forms.reduce((left, form) => (left.includes(form) ? left.replaceAll(form, HIDDEN) : left), text);
    return withoutCredentials(cut);
  };
}

/** As an address holds it; a text that UTF-8 can't hold stands in none. */
function encoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret;
  }
}

/** The longest first, since one secret may contain another one. */
function formsOf(secrets: readonly string[]): readonly string[] {
  const forms = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, encoded(secret), JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
