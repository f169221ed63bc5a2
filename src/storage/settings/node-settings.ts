import type { DataNodeConfig } from "../../core/config/app-types.ts";
import { withoutCredentials } from "../../core/config/secrets/secret-texts.ts";
import {
  hasTemplate,
  type ScalarType,
  scalarOf,
  TemplateError,
  templateOf,
} from "../../core/config/settings/env-template.ts";
import type { Properties } from "../../core/entities/fields.ts";
import type { StorageContext } from "../types.ts";
import { misconfigured } from "./outside-failure.ts";

/**
 * The node's configuration: no entity has its functions and credentials.
 * @throws TaipyError `storage_misconfigured` when the application has no such configuration any more
 */
export function configurationOf({ config }: StorageContext): DataNodeConfig {
  if (config !== null) return config;
  throw misconfigured("The application has no configuration of this data node any more.");
}

/**
 * The configured properties. A text of the form `ENV[NAME]` or `ENV[NAME]:int` is replaced by the Worker's variable or secret
 * of that name, at every use: no value of a secret is ever stored.
 * @throws TaipyError `storage_misconfigured` when the Worker has no text of that name
 */
export const settingsOf = (context: StorageContext): Properties =>
  resolved(configurationOf(context).properties, context.binding) as Properties;

/** The same for other properties, such as an entity's. */
export const resolvedProperties = (properties: Properties, binding: StorageContext["binding"]): Properties =>
  hasTemplate(properties) ? (resolved(properties, binding) as Properties) : properties;

function resolved(value: unknown, binding: StorageContext["binding"]): unknown {
  if (typeof value === "string") return resolvedText(value, binding);
  if (Array.isArray(value)) return value.map((item) => resolved(item, binding));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(item, binding)]));
}

function resolvedText(text: string, binding: StorageContext["binding"]): unknown {
  const template = templateOf(text);
  if (template === null) return text;
  const { name, type } = template;
  const found = binding(name);
  if (typeof found === "string") return typed(found, type, name);
  const problem = found === undefined ? "has no variable or secret" : "has something else than a text under the name";
  throw misconfigured(`The configuration asks for ${text}, but the Worker ${problem} ${name}.`);
}

function typed(text: string, type: ScalarType, name: string): unknown {
  try {
    return scalarOf(text, type, `The variable ${name} has`);
  } catch (error) {
    throw error instanceof TemplateError ? misconfigured(error.message) : error;
  }
}

/** The reason of a failure in the words of a library or a server, without the secrets. */
export function reasonWithout(secrets: readonly string[], error: unknown): string {
  const { message = "", code = "" } = error instanceof Error ? (error as Error & { readonly code?: unknown }) : {};
  const text = String(message || code || "it gives no reason").replace(/\.$/, "");
  const forms = secrets.filter((secret) => secret !== "").flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return withoutCredentials(forms.reduce((cleared, secret) => cleared.replaceAll(secret, "***"), text));
}
