import type { ScenarioConfig } from "../config/app-types.ts";
import { hiddenName, storedProperties } from "../config/secrets/shown-values.ts";
import type { Scenario } from "../entities/scenario.ts";
import { TaipyError } from "../errors.ts";
import { listed } from "../listed.ts";
import { shownName } from "../names/unknown-names.ts";
import type { Timestamp } from "../time.ts";

/** What the caller of a creation may choose about a scenario. */
export interface ScenarioDescription {
  /** Becomes the property `name`, whatever `properties` says. */
  readonly name?: string | undefined;
  /** Decides the cycle. Default: the time of the creation. */
  readonly creation_date?: Timestamp | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Go before those of the configuration. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** A list reads hundreds of entities at once, and a page of them must fit into the memory of a Worker. */
const MAX_PROPERTIES_CHARACTERS = 20_000;

/** The property of a scenario config that says which tags there are. */
const AUTHORIZED_TAGS = "authorized_tags";

/**
 * The properties and the tags of a new scenario.
 * @throws TaipyError `validation_failed` for a tag that the configuration does not allow, `hidden_value`, `body_too_large`
 */
export function describedScenario(
  config: Pick<ScenarioConfig, "properties">,
  { name, tags = [], properties = {} }: ScenarioDescription,
): Pick<Scenario, "properties" | "tags"> {
  refuseHidden(properties);
  refuseLarge(properties, "scenario");
  const merged = { ...config.properties, ...properties, ...(name !== undefined && { name }) };
  const distinct = [...new Set(tags)];
  refuseUnauthorized(distinct, config.properties[AUTHORIZED_TAGS]);
  return { properties: storedProperties(merged), tags: distinct };
}

/** @throws TaipyError `hidden_value` for a property that has what views show in the place of a secret */
export function refuseHidden(properties: Readonly<Record<string, unknown>>): void {
  const hidden = hiddenName(properties);
  if (hidden === null) return;
  const message = `The property '${shownName(hidden)}' is "***", which answers show in the place of a secret: send its value, or leave it out.`;
  throw new TaipyError("hidden_value", message);
}

/** @throws TaipyError `body_too_large` */
export function refuseLarge(properties: Readonly<Record<string, unknown>>, entity: string): void {
  if (JSON.stringify(properties).length <= MAX_PROPERTIES_CHARACTERS) return;
  const message = `The properties of a ${entity} take ${MAX_PROPERTIES_CHARACTERS} characters at most.`;
  throw new TaipyError("body_too_large", message);
}

/** Taipy's rule: any tag, unless the property names some. */
function refuseUnauthorized(tags: readonly string[], authorized: unknown): void {
  if (!Array.isArray(authorized) || authorized.length === 0) return;
  const refused = tags.filter((tag) => !authorized.includes(tag));
  if (refused.length === 0) return;
  const texts = refused.map((tag) => `Tag '${shownName(tag)}' is not one of: ${listed(authorized.map(String))}.`);
  throw new TaipyError("validation_failed", `tags: ${texts.join(" ")}`, { errors: { tags: texts } });
}
