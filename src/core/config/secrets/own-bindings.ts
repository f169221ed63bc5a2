import { TaipyError } from "../../errors.ts";
import { hasTemplate, templateOf } from "../settings/env-template.ts";

/** Keys and settings of the service itself, and its own bindings. */
export const OWN_BINDINGS = [
  ...["ADMIN_KEY", "SECRET_KEY", "AUTH_MODE", "QUEUE_HANDLER", "OBJECT_LAYOUT", "TAIPY_CONFIG"],
  ...["TAIPY_COMPAT", "LOG_LEVEL", "LINE_TABLE", "DATA_SCHEMAS"],
  ...["DB", "PAYLOADS", "LARGE_PAYLOADS", "JOBS", "JOBS_ALONE", "ORCHESTRATOR", "ASSETS", "CF_VERSION_METADATA"],
  ...["REQUEST_LIMIT", "ADDRESS_LIMIT", "LOGIN_LIMIT", "ATTEMPT_LIMIT"],
] as const;

export type OwnBinding = (typeof OWN_BINDINGS)[number];

const OWN: ReadonlySet<string> = new Set(OWN_BINDINGS);

/** Why a data node may not use the name of a variable or binding; null = it may. */
const ownBindingProblem = (name: string): string | null =>
  OWN.has(name)
    ? `\`${name}\` belongs to the service itself, and data nodes can't use it. Add a variable, secret or binding of your own to wrangler.toml, such as a second D1 database, and name that one.`
    : null;

// docs/decisions/043-the-service-keeps-its-bindings.md
/** The variables and bindings for code of the application: all but the service's own. */
export const applicationBindings = (bindings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(bindings).filter(([name]) => !OWN.has(name)));

/**
 * Looks up a variable or binding for a data node.
 * @throws TaipyError `storage_misconfigured` for one of the service's own
 */
export function bindingOf(bindings: Readonly<Record<string, unknown>>): (name: string) => unknown {
  return (name) => {
    const problem = ownBindingProblem(name);
    if (problem !== null) throw new TaipyError("storage_misconfigured", problem);
    return Object.hasOwn(bindings, name) ? bindings[name] : undefined;
  };
}

/**
 * The properties that name one of the service's own variables or bindings, with the reason. `property.ENV` is a template, whose
 * value is not known before the service runs.
 */
export function* ownBindingsIn(
  properties: Readonly<Record<string, unknown>>,
): Generator<{ readonly property: string; readonly value: unknown; readonly problem: string }> {
  for (const [property, value] of Object.entries(properties)) {
    const isBinding = property === "binding" && typeof value === "string";
    for (const name of isBinding ? [value] : namesIn(value)) {
      const problem = ownBindingProblem(name);
      if (problem !== null) yield { property: isBinding ? property : `${property}.ENV`, value, problem };
    }
  }
}

/** The variables of the templates in a value. */
function namesIn(value: unknown): readonly string[] {
  if (!hasTemplate(value)) return [];
  if (typeof value === "string") return [templateOf(value)?.name ?? ""];
  return Object.values(value as object).flatMap(namesIn);
}
